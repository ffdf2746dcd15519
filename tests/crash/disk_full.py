"""A disk without any room: a small one in memory holds the database, and a file takes what it leaves."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.crash.databases import file_in, postgres
from tests.crash.outages import ForbiddenError, Trouble

_SIZES = {"sqlite": "24m", "postgresql": "160m"}
_CHUNK = 4_096


@contextmanager
def disk_full(kind: str, folder: Path) -> Iterator[Trouble]:
    """A disk that gets full once: the journal that grew then has room for what comes later."""
    disk = folder / "disk"
    with _mounted(disk, _SIZES[kind]):
        if kind == "sqlite":
            yield Trouble(file_in(disk), 1, lambda: _fill(disk), lambda: _clear(disk))
            return
        with postgres(disk) as server:

            def mend() -> None:
                _clear(disk)
                server.start()  # it ends by itself when it cannot write its journal

            yield Trouble(server.url, 1, lambda: _fill(disk), mend)


@contextmanager
def _mounted(disk: Path, size: str) -> Iterator[None]:
    disk.mkdir()
    try:
        _do("mount", "-t", "tmpfs", "-o", f"size={size}", "kolporter", str(disk))
    except (OSError, subprocess.CalledProcessError) as error:
        raise ForbiddenError(f"no small disk can be mounted here: {error}") from None
    try:
        yield
    finally:
        _do("umount", "--lazy", str(disk))


def _do(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def _fill(disk: Path) -> None:
    with (disk / "ballast").open("wb", buffering=0) as ballast, suppress(OSError):
        while True:
            ballast.write(bytes(_CHUNK))


def _clear(disk: Path) -> None:
    (disk / "ballast").unlink()
