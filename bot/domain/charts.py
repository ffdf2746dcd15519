"""Charts as data: whoever draws them knows no language of ours and decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class ChartKind(StrEnum):
    """Which of the figures a chart shows."""

    GROWTH = "growth"
    MOVES = "moves"
    SOURCES = "sources"
    RETENTION = "retention"
    HOURS = "hours"


class Form(StrEnum):
    """How it is drawn."""

    LINE = "line"
    BARS = "bars"
    """The first row upwards, the others downwards."""
    RANKED = "ranked"
    """Bars that lie, one below the other, with their names."""
    GRID = "grid"
    """Cells, the darker the more."""


@dataclass(frozen=True, kw_only=True)
class Chart:
    """`values` has a row for each of `rows` and in it a value for each of `columns`; None is a gap.

    `ticks` names the columns whose names fit below. `cells` is what stands in the cells of a grid.
    """

    form: Form
    title: str
    note: str
    thousands: str
    """What stands between the thousands of a number."""
    rows: Sequence[str]
    columns: Sequence[str]
    values: Sequence[Sequence[float | None]]
    ticks: Sequence[int] = ()
    cells: Sequence[Sequence[str]] = ()
