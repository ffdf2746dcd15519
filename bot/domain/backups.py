"""Backups: what is told of one, and the line that a checksum is kept in."""

import re
from dataclasses import dataclass
from pathlib import Path

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


@dataclass(frozen=True, kw_only=True)
class Backup:
    """A copy of a database."""

    path: Path
    size: int
    """Bytes."""
    checksum: str
    """SHA-256, in hexadecimal."""
    revision: str
    """Of the schema."""
    subscribers: int


@dataclass(frozen=True)
class Restored:
    """The database as it is now, and where the one before was put, if there was one."""

    now: Backup
    aside: Path | None


@dataclass(frozen=True)
class Migrated:
    """Which database it is, and its schema's revisions before (None of a new one) and after."""

    place: str
    before: str | None
    after: str


def checksum_line(checksum: str, name: str) -> str:
    """As `sha256sum --check` reads it."""
    return f"{checksum}  {name}\n"


def read_checksum(line: str) -> str | None:
    """The checksum of such a line; None where it is none."""
    found = _LINE.fullmatch(line.rstrip("\n"))
    return found[1] if found else None
