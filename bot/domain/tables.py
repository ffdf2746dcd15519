"""Tables that somebody takes away as a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Cell = str | int | float | date | datetime | None


class Format(StrEnum):
    """What kind of file."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True)
class Table:
    """`name` is the file's without its ending; rows may be made as they are written. Times are told as they
    stand in their own zone."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
