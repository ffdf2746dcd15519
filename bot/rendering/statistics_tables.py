"""The pages of /stats as tables, every line of them: what a page hides or has no room for. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.domain.paper import Paper
from bot.domain.small_groups import SMALL
from bot.domain.statistics import (
    KEPT_AFTER,
    Ending,
    Statistics,
    Topic,
    per_thousand,
)
from bot.domain.subscribers import Standing
from bot.domain.tables import Cell, Table
from bot.locales import Texts
from bot.rendering.statistics import group_text, weekday_name
from bot.rendering.statistics_support import COLUMNS, support_rows

Rows = Iterator[Sequence[Cell]]


def statistics_table(statistics: Statistics, topic: Topic, paper: Paper, texts: Texts) -> Table:
    """The table of a page."""
    columns, rows = _TABLES[topic]
    name = f"{topic}-{statistics.since.isoformat()}-{statistics.until.isoformat()}"
    return Table(name, [texts.plain(one) for one in columns], rows(statistics, paper, texts))


def _overview(statistics: Statistics, _: Paper, texts: Texts) -> Rows:
    for standing in Standing:
        yield texts.plain(f"standing.{standing}"), statistics.standings.get(standing, 0)
    yield texts.plain("column.joined"), sum(one.joined for one in statistics.days)
    yield texts.plain("column.left"), sum(one.left for one in statistics.days)
    yield texts.plain("column.blocked"), sum(one.blocked for one in statistics.days)
    for ending in Ending:
        yield texts.plain(f"ending.{ending}"), statistics.ended(ending)
    yield texts.plain("column.digests"), statistics.digests
    yield texts.plain("column.taps"), statistics.taps
    yield texts.plain("column.gone"), statistics.gone
    yield texts.plain("column.unfollowed"), statistics.unfollowed
    yield texts.plain("column.unanswered"), statistics.unanswered_count


def _growth(statistics: Statistics, _: Paper, __: Texts) -> Rows:
    return ((one.day, one.subscribers, one.joined, one.left, one.blocked) for one in statistics.days)


def _audience(statistics: Statistics, paper: Paper, texts: Texts) -> Rows:
    audience = statistics.audience
    assert audience is not None
    for facet, found in audience.by.items():
        name = texts.plain(f"facet.{facet}")
        for one in found.groups:
            yield name, group_text(facet, one.name, paper, texts), one.count
        if found.hidden:
            yield name, texts.plain("column.small_groups", number=found.hidden), f"<{SMALL}"


def _retention(statistics: Statistics, _: Paper, __: Texts) -> Rows:
    for week in statistics.weeks:
        if week.is_small:
            yield week.monday, f"<{SMALL}", None, None, None
        else:
            yield week.monday, week.joined, *(_rounded(week.share(days)) for days in KEPT_AFTER)


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _deliveries(statistics: Statistics, _: Paper, __: Texts) -> Rows:
    for day in statistics.deliveries:
        yield day.day, day.digests, *(day.endings.get(ending, 0) for ending in Ending)


def _hours(statistics: Statistics, _: Paper, texts: Texts) -> Rows:
    hours: Mapping[tuple[int, int], int] = statistics.hours or {}
    for weekday in range(7):
        for hour in range(24):
            yield weekday_name(weekday, texts), hour, hours.get((weekday, hour), 0)


def _articles(statistics: Statistics, paper: Paper, _: Texts) -> Rows:
    for one in statistics.articles:
        taps = per_thousand(one.taps, one.delivered)
        due = one.due_at.astimezone(paper.zone)
        rate = None if taps is None else round(taps, 1)
        yield one.headline, due, one.delivered, one.taps, rate, one.gone, one.unfollowed


def _questions(statistics: Statistics, _: Paper, __: Texts) -> Rows:
    return ((one.words, one.count) for one in statistics.unanswered)


_TABLES: dict[Topic, tuple[tuple[str, ...], Callable[[Statistics, Paper, Texts], Rows]]] = {
    Topic.OVERVIEW: (("column.figure", "column.number"), _overview),
    Topic.GROWTH: (
        ("column.day", "column.subscribers", "column.joined", "column.left", "column.blocked"),
        _growth,
    ),
    Topic.AUDIENCE: (("column.by", "column.group", "column.subscribers"), _audience),
    Topic.RETENTION: (
        ("column.week", "column.joined", "column.after_week", "column.after_month", "column.after_quarter"),
        _retention,
    ),
    Topic.DELIVERIES: (
        (
            "column.day",
            "column.digests",
            "ending.sent",
            "ending.lost",
            "ending.failed",
            "ending.unknown",
            "ending.expired",
            "ending.cancelled",
        ),
        _deliveries,
    ),
    Topic.HOURS: (("column.weekday", "column.hour", "ending.sent"), _hours),
    Topic.ARTICLES: (
        (
            "column.headline",
            "column.day",
            "ending.sent",
            "column.taps",
            "column.per_thousand",
            "column.gone",
            "column.unfollowed",
        ),
        _articles,
    ),
    Topic.QUESTIONS: (("column.words", "column.number"), _questions),
    Topic.SUPPORT: (COLUMNS, support_rows),
}
