"""Figures for admins. Counts of what Telegram tells; never "opens", which it does not."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.clock import Clock
from bot.domain.ids import SubscriberId
from bot.domain.paper import Paper
from bot.domain.preferences import Mode
from bot.domain.small_groups import Breakdown, Group, told
from bot.domain.statistics import (
    ASKED_AT_LEAST,
    KEPT_AFTER,
    Audience,
    DayEndings,
    DayMoves,
    Ending,
    Facet,
    JoinWeek,
    Period,
    Statistics,
    Topic,
    monday_of,
)
from bot.domain.subscribers import Standing
from bot.ports import OpenStore, Store
from bot.statistics_ports import Counts
from bot.usecases.keep_statistics import AT_ONCE, FEW
from bot.usecases.report_support import support_figures

_ARTICLES = 10
_QUESTIONS = 20


class ReportStatistics:
    """What is known of a period, about one topic or about everything."""

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock

    async def __call__(
        self, period: Period = Period.WEEK, topics: Collection[Topic] = tuple(Topic)
    ) -> Statistics:
        """Read them in one transaction; what happened a moment ago is counted first."""
        zone = self._paper.zone
        today = self._clock.now().astimezone(zone).date()
        async with self._open_store() as store:
            await store.statistics.count_in(zone, AT_ONCE)
            since = period.since(today, await store.statistics.first_day())
            begin = datetime.combine(since, time(), zone)
            counts_all = Topic.OVERVIEW in topics or Topic.GROWTH in topics
            figures: dict[str, Any] = {"standings": await store.subscribers.standings() if counts_all else {}}
            for topic, read in _READ.items():
                if topic in topics or (topic in _ON_THE_OVERVIEW and Topic.OVERVIEW in topics):
                    figures |= await read(store, since, begin, today)
            asks = Topic.SUPPORT in topics
            figures["support"] = await support_figures(store, self._paper, since, today) if asks else None
        return Statistics(period=period, since=since, until=today, **_with_totals(figures))


def _with_totals(figures: dict[str, Any]) -> dict[str, Any]:
    """Days with how many subscribers there were at their end: counted back from now."""
    standings: Mapping[Standing, int] = figures["standings"]
    there = standings.get(Standing.ACTIVE, 0) + standings.get(Standing.PAUSED, 0)
    days = []
    for one in reversed(figures.get("days", ())):
        days.append(DayMoves(one.day, one.joined, one.left, one.blocked, there))
        there -= one.joined - one.left - one.blocked
    return figures | {"days": tuple(reversed(days))}


async def _growth(store: Store, since: date, _: datetime, today: date) -> dict[str, Any]:
    moves = await store.statistics.by_day("move", since)
    return {"days": tuple(_moves(day, moves.get(day, {})) for day in _days(since, today))}


async def _audience(store: Store, _: date, __: datetime, ___: date) -> dict[str, Any]:
    counted = await store.statistics.composition()
    last = await store.statistics.last_subscriber()
    kept = None if last <= FEW else await store.statistics.kept_facets()
    on, facets = kept or (None, await store.statistics.facets(SubscriberId(0), last))
    groups: dict[Facet, dict[str, int]] = {}
    for (standing, facet, name), count in counted.items():
        if standing is Standing.ACTIVE:
            groups.setdefault(facet, {})[name] = count
    active = sum(groups.get(Facet.EDITION, {}).values())
    digests = min(facets[Facet.MODE].get(Mode.DIGEST, 0), active)
    groups[Facet.MODE] = {Mode.INSTANT: active - digests, Mode.DIGEST: digests}
    for facet in (Facet.TOPIC, Facet.AUTHOR):
        groups[facet] = dict(facets[facet])
    by = {facet: told(groups.get(facet, {}), of_one_whole=facet.is_of_one_whole) for facet in Facet}
    for facet in (Facet.TOPIC, Facet.AUTHOR):
        by[facet] = await _spelt(store, facet, by[facet])
    return {"audience": Audience(active, by, on)}


async def _spelt(store: Store, facet: Facet, found: Breakdown) -> Breakdown:
    names = await store.statistics.spelt(facet, [one.name for one in found.groups])
    return Breakdown(tuple(Group(names[one.name], one.count) for one in found.groups), found.hidden)


async def _retention(store: Store, since: date, _: datetime, today: date) -> dict[str, Any]:
    # Only who joined long enough ago can have stayed.
    monday = monday_of(since - timedelta(days=max(KEPT_AFTER)))
    joined = await store.statistics.by_day("move", monday)
    kept = {days: await store.statistics.by_day(f"kept{days}", monday) for days in KEPT_AFTER}
    mondays = [one for one in _days(monday, today) if one.weekday() == 0]
    return {"weeks": tuple(_week(one, joined, kept) for one in reversed(mondays))}


async def _deliveries(store: Store, since: date, _: datetime, __: date) -> dict[str, Any]:
    ended = await store.statistics.by_day("ended", since)
    digests = await store.statistics.by_day("digest", since)
    return {
        "deliveries": tuple(
            DayEndings(
                day,
                {Ending(key): count for key, count in endings.items() if count},
                digests.get(day, {}).get(Ending.SENT, 0),
            )
            for day, endings in ended.items()
        )
    }


async def _hours(store: Store, since: date, _: datetime, __: date) -> dict[str, Any]:
    found = await store.statistics.total("hour", since)
    return {"hours": {_hour(key): count for key, count in found.items() if count}}


async def _articles(store: Store, _: date, begin: datetime, __: date) -> dict[str, Any]:
    taps, unfollowed, gone = await store.statistics.effects(begin)
    articles = await store.statistics.articles(begin, _ARTICLES)
    return {"articles": tuple(articles), "taps": taps, "unfollowed": unfollowed, "gone": gone}


async def _questions(store: Store, _: date, begin: datetime, __: date) -> dict[str, Any]:
    asked, count = await store.statistics.most_asked(begin, ASKED_AT_LEAST, _QUESTIONS)
    return {"unanswered": tuple(asked), "unanswered_count": count}


_ON_THE_OVERVIEW = (Topic.GROWTH, Topic.DELIVERIES, Topic.ARTICLES, Topic.QUESTIONS)
_READ = {
    Topic.GROWTH: _growth,
    Topic.AUDIENCE: _audience,
    Topic.RETENTION: _retention,
    Topic.DELIVERIES: _deliveries,
    Topic.HOURS: _hours,
    Topic.ARTICLES: _articles,
    Topic.QUESTIONS: _questions,
}


def _days(since: date, until: date) -> list[date]:
    return [since + timedelta(days=number) for number in range((until - since).days + 1)]


def _moves(day: date, counts: Mapping[str, int]) -> DayMoves:
    joined = counts.get("joined", 0) + counts.get("returned", 0)
    return DayMoves(day, joined, counts.get("left", 0), counts.get("blocked", 0))


def _week(monday: date, moves: Counts, kept: Mapping[int, Counts]) -> JoinWeek:
    joined = {day: moves.get(day, {}).get("joined", 0) for day in _days(monday, monday + timedelta(days=6))}
    came = {day for day, count in joined.items() if count}
    return JoinWeek(
        monday,
        sum(joined.values()),
        {
            days: sum(found[day][""] for day in came) if came and came <= found.keys() else None
            for days, found in kept.items()
        },
    )


def _hour(key: str) -> tuple[int, int]:
    weekday, _, hour = key.partition(".")
    return int(weekday), int(hour)
