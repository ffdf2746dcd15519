"""The pictures of /stats as data, with every word on them in the admin's language. Pure."""

from collections.abc import Callable, Sequence
from datetime import date

from babel.dates import format_date

from bot.domain.charts import Chart, ChartKind, Form
from bot.domain.paper import Paper
from bot.domain.statistics import KEPT_AFTER, DayMoves, Facet, Statistics, Topic
from bot.locales import Texts
from bot.rendering.figures import day_text, number_text, share_text, thousands
from bot.rendering.plain import shorten
from bot.rendering.statistics import CHARTS, group_text, weekday_name

_TICKS = 3
_LONG = 300
"""Days, after which a month says more than its day."""
_WEEKS = 18
_BARS = 62
"""More would be thinner than a line on a phone."""
_SOURCES = 10
_LONGEST_NAME = 24


def topic_of(kind: ChartKind) -> Topic:
    """The page that shows it."""
    return next(topic for topic, kinds in CHARTS.items() if kind in kinds)


def statistics_chart(statistics: Statistics, kind: ChartKind, paper: Paper, texts: Texts) -> Chart | None:
    """A picture of what the period holds; None where there is nothing to be seen."""
    chart = _CHARTS[kind](statistics, paper, texts)
    return chart if any(value for row in chart.values for value in row) else None


def _growth(statistics: Statistics, _: Paper, texts: Texts) -> Chart:
    days = statistics.days
    return Chart(
        form=Form.LINE,
        title=texts.plain("chart.growth"),
        note=_span(statistics, texts),
        thousands=thousands(texts),
        rows=[texts.plain("column.subscribers")],
        columns=_names([one.day for one in days], texts),
        values=[[one.subscribers for one in days]],
        ticks=_ticks(len(days)),
    )


def _moves(statistics: Statistics, _: Paper, texts: Texts) -> Chart:
    steps = _stepped(statistics.days)
    return Chart(
        form=Form.BARS,
        title=texts.plain("chart.moves"),
        note=_span(statistics, texts),
        thousands=thousands(texts),
        rows=[texts.plain(one) for one in ("column.joined", "column.left", "column.blocked")],
        columns=_names([one.day for one in steps], texts),
        values=[
            [one.joined for one in steps],
            [one.left for one in steps],
            [one.blocked for one in steps],
        ],
        ticks=_ticks(len(steps)),
    )


def _sources(statistics: Statistics, paper: Paper, texts: Texts) -> Chart:
    assert statistics.audience is not None
    groups = statistics.audience.by[Facet.SOURCE].groups[:_SOURCES]
    names = [group_text(Facet.SOURCE, one.name, paper, texts) for one in groups]
    return Chart(
        form=Form.RANKED,
        title=texts.plain("chart.sources"),
        note=texts.plain("chart.note_now", day=day_text(statistics.until, texts)),
        thousands=thousands(texts),
        rows=[texts.plain("column.subscribers")],
        columns=[shorten(name, _LONGEST_NAME) for name in names],
        values=[[one.count for one in groups]],
    )


def _retention(statistics: Statistics, _: Paper, texts: Texts) -> Chart:
    weeks = [one for one in statistics.weeks if not one.is_small][:_WEEKS]
    shares = [[week.share(days) for days in KEPT_AFTER] for week in weeks]
    return Chart(
        form=Form.GRID,
        title=texts.plain("chart.retention"),
        note=texts.plain("chart.note_retention"),
        thousands=thousands(texts),
        rows=[f"{_name(week.monday, texts)} ({number_text(week.joined, texts)})" for week in weeks],
        columns=[
            texts.plain(one) for one in ("column.after_week", "column.after_month", "column.after_quarter")
        ],
        values=shares,
        ticks=list(range(len(KEPT_AFTER))),
        cells=[[share_text(share, texts) for share in row] for row in shares],
    )


def _hours(statistics: Statistics, _: Paper, texts: Texts) -> Chart:
    hours = statistics.hours or {}
    return Chart(
        form=Form.GRID,
        title=texts.plain("chart.hours"),
        note=_span(statistics, texts),
        thousands=thousands(texts),
        rows=[weekday_name(weekday, texts) for weekday in range(7)],
        columns=[f"{hour:02}" for hour in range(24)],
        values=[[hours.get((weekday, hour), 0) for hour in range(24)] for weekday in range(7)],
        ticks=list(range(0, 24, 3)),
    )


_CHARTS: dict[ChartKind, Callable[[Statistics, Paper, Texts], Chart]] = {
    ChartKind.GROWTH: _growth,
    ChartKind.MOVES: _moves,
    ChartKind.SOURCES: _sources,
    ChartKind.RETENTION: _retention,
    ChartKind.HOURS: _hours,
}


def _stepped(days: Sequence[DayMoves]) -> list[DayMoves]:
    """Days, or as many together as it takes for few enough bars."""
    width = -(-len(days) // _BARS)
    parts = [days[start : start + width] for start in range(0, len(days), width)]
    return [
        DayMoves(
            part[0].day,
            sum(one.joined for one in part),
            sum(one.left for one in part),
            sum(one.blocked for one in part),
            part[-1].subscribers,
        )
        for part in parts
    ]


def _span(statistics: Statistics, texts: Texts) -> str:
    return f"{day_text(statistics.since, texts)} – {day_text(statistics.until, texts)}"


def _names(days: Sequence[date], texts: Texts) -> list[str]:
    """Days as they stand below a picture: of a long time without the day of the month."""
    is_long = len(days) > 1 and (days[-1] - days[0]).days > _LONG
    return [str(format_date(day, "MMM y" if is_long else "d MMM", locale=texts.language)) for day in days]


def _name(day: date, texts: Texts) -> str:
    return str(format_date(day, "d MMM", locale=texts.language))


def _ticks(count: int) -> list[int]:
    """Which of so many names there is room for, the first and the last among them."""
    room = min(count, _TICKS)
    return [round(place * (count - 1) / max(room - 1, 1)) for place in range(room)]
