"""`kill -9` of the PostgreSQL server with all its processes, and its start again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.crash.databases import own_folder, postgres
from tests.crash.outages import ForbiddenError, Trouble


@contextmanager
def database_killed(kind: str, _folder: Path) -> Iterator[Trouble]:
    """A server that dies three times."""
    if kind == "sqlite":
        raise ForbiddenError("SQLite has no server that could be killed")
    with own_folder() as place, postgres(place) as server:
        yield Trouble(server.url, times=3, begin=server.kill, end=server.start)
