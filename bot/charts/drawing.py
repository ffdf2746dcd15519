"""A chart as a PNG, to be read on a phone: few large words, and a ground of its own, so that it looks the
same in a light and in a dark chat. Its colours differ for people who see few of them."""

import io
from collections.abc import Sequence
from math import nan
from typing import Any

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FuncFormatter, MaxNLocator

from bot.domain.charts import Chart, Form

_DPI = 270
_WIDTH = 4.0
"""Inches: 1,080 dots, and letters that are large when a phone shows them on a third of that."""
_MARGIN, _HEAD, _LEGEND = 0.11, 0.52, 0.76
"""Inches: around everything, for what stands above, and for the same with the names of colours."""
_GROUND, _INK, _FAINT, _LINES = "#fbfaf7", "#22272e", "#667080", "#dcdfe4"
_COLOURS = ("#0b6fb8", "#e08a1e", "#b3261e")
_SHADES = LinearSegmentedColormap.from_list("shades", ["#eef3f8", "#7fb2dc", "#0b4f8a"])
_STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    # A name with two dollars in it is no formula.
    "text.parse_math": False,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.edgecolor": _LINES,
    "xtick.color": _FAINT,
    "ytick.color": _FAINT,
    "figure.facecolor": _GROUND,
    "axes.facecolor": _GROUND,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
}


def drawn(chart: Chart) -> bytes:
    """The picture."""
    height, head = _height(chart), _LEGEND if chart.form is Form.BARS else _HEAD
    with rc_context(_STYLE):
        layout = ConstrainedLayoutEngine(w_pad=_MARGIN, h_pad=_MARGIN, rect=(0, 0, 1, 1 - head / height))
        figure = Figure(figsize=(_WIDTH, height), dpi=_DPI, layout=layout)
        FigureCanvasAgg(figure)
        _FORMS[chart.form](figure.subplots(), chart)
        left = _MARGIN / _WIDTH
        figure.text(left, 1 - 0.14 / height, chart.title, fontsize=13, fontweight="bold", va="top")
        figure.text(left, 1 - 0.4 / height, chart.note, fontsize=8.5, color=_FAINT, va="top")
        png = io.BytesIO()
        figure.savefig(png, format="png")
    return png.getvalue()


def _height(chart: Chart) -> float:
    match chart.form:
        case Form.GRID if chart.cells:
            return max(2.4, 0.95 + 0.27 * len(chart.rows))
        case Form.RANKED:
            return max(2.0, 0.75 + 0.32 * len(chart.columns))
    return 3.2


def _line(axes: Any, chart: Chart) -> None:
    (told,) = chart.values
    values = _with_gaps(told)
    places = range(len(values))
    axes.plot(places, values, color=_COLOURS[0], linewidth=2.2)
    known = [value for value in told if value is not None]
    if min(known) < 0.5 * max(known):
        # Only what begins at nothing may be filled: an area says how much.
        axes.fill_between(places, values, 0, color=_COLOURS[0], alpha=0.12, linewidth=0)
        axes.set_ylim(bottom=0)
    if len(values) == 1:
        axes.plot(places, values, "o", color=_COLOURS[0])
    _name_columns(axes, chart)
    _count_upwards(axes, chart)


def _with_gaps(values: Sequence[float | None]) -> list[float]:
    return [nan if value is None else value for value in values]


def _bars(axes: Any, chart: Chart) -> None:
    below = [0.0] * len(chart.columns)
    for row, (name, values) in enumerate(zip(chart.rows, chart.values, strict=True)):
        heights = [value or 0.0 for value in values]
        if row == 0:
            axes.bar(range(len(heights)), heights, width=0.9, color=_COLOURS[0], label=name)
        else:
            downwards = [-value for value in heights]
            axes.bar(range(len(heights)), downwards, width=0.9, bottom=below, color=_COLOURS[row], label=name)
            below = [before + value for before, value in zip(below, downwards, strict=True)]
    axes.axhline(0, color=_FAINT, linewidth=0.8)
    figure = axes.figure
    figure.legend(
        loc="upper left", bbox_to_anchor=(0.0, 1 - 0.53 / figure.get_figheight()), ncols=3, frameon=False,
        fontsize=8.5, borderpad=0.3, handlelength=0.9, handletextpad=0.5, columnspacing=1.2,
    )  # fmt: skip
    _name_columns(axes, chart)
    _count_upwards(axes, chart)


def _ranked(axes: Any, chart: Chart) -> None:
    (values,) = chart.values
    places = range(len(values))
    counts = [value or 0.0 for value in values]
    axes.barh(places, counts, color=_COLOURS[0], height=0.7)
    axes.set_yticks(places, chart.columns, color=_INK)
    axes.invert_yaxis()
    axes.set_xlim(0, max(counts) * 1.18)
    axes.set_xticks([])
    axes.tick_params(length=0)
    axes.spines["bottom"].set_visible(False)
    for place, count in zip(places, counts, strict=True):
        axes.annotate(
            _number(count, chart), (count, place), xytext=(4, 0), textcoords="offset points", va="center"
        )


def _grid(axes: Any, chart: Chart) -> None:
    numbers = [_with_gaps(row) for row in chart.values]
    known = [value for row in chart.values for value in row if value is not None]
    least, most = _range(known, from_zero=not chart.cells)
    axes.imshow(numbers, cmap=_SHADES, vmin=least, vmax=most, aspect="auto")
    axes.set_yticks(range(len(chart.rows)), chart.rows, color=_INK)
    axes.set_xticks(list(chart.ticks), [chart.columns[one] for one in chart.ticks])
    axes.tick_params(length=0)
    axes.spines["bottom"].set_visible(False)
    # The gaps between cells.
    axes.set_xticks([one - 0.5 for one in range(1, len(chart.columns))], minor=True)
    axes.set_yticks([one - 0.5 for one in range(1, len(chart.rows))], minor=True)
    axes.grid(which="minor", color=_GROUND, linewidth=1.5)
    axes.tick_params(which="minor", length=0)
    if chart.cells:
        axes.xaxis.tick_top()
        axes.tick_params(axis="x", labelsize=8)
        _write_cells(axes, chart, least + 0.55 * (most - least))


def _range(known: list[float], *, from_zero: bool) -> tuple[float, float]:
    """Between which values the shades lie: shares that are all high must still differ."""
    least, most = min(known), max(known)
    return (0.0, most or 1.0) if from_zero else (least - 0.5 * (most - least) - 0.02, most + 0.02)


def _write_cells(axes: Any, chart: Chart, dark_from: float) -> None:
    for place, (texts, values) in enumerate(zip(chart.cells, chart.values, strict=True)):
        for column, (text, value) in enumerate(zip(texts, values, strict=True)):
            is_dark = value is not None and value > dark_from
            axes.text(column, place, text, ha="center", va="center", color="white" if is_dark else _INK)


def _name_columns(axes: Any, chart: Chart) -> None:
    axes.set_xticks(list(chart.ticks), [chart.columns[one] for one in chart.ticks])
    for label, side in ((axes.get_xticklabels()[:1], "left"), (axes.get_xticklabels()[-1:], "right")):
        if len(chart.ticks) > 1:
            for one in label:
                one.set_ha(side)
    axes.tick_params(axis="x", length=0, labelsize=8.5)


def _count_upwards(axes: Any, chart: Chart) -> None:
    """Whole numbers; what goes down is counted, too."""
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _number(abs(value), chart)))
    axes.grid(axis="y", color=_LINES, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)


def _number(value: float, chart: Chart) -> str:
    return f"{round(value):,}".replace(",", chart.thousands)


_FORMS = {Form.LINE: _line, Form.BARS: _bars, Form.RANKED: _ranked, Form.GRID: _grid}
