"""Figures on file, and what is asked of them. A question reads days, and counts little afresh."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.deliveries import DeliveryState
from bot.domain.follows import FollowKind
from bot.domain.ids import SubscriberId
from bot.domain.preferences import Mode
from bot.domain.push_reports import Effect
from bot.domain.pushes import HAS_REPORT, Action, PushState
from bot.domain.statistics import ArticleFigures, Asked, Facet
from bot.domain.subscribers import Standing
from storage.columns import insert
from storage.departures import gone_after
from storage.follow_rows import FollowRow
from storage.preferences import PreferenceRow
from storage.push_effects import PushEffectRow
from storage.push_names import NAMES, name_of, with_names
from storage.push_rows import PushRow, PushTallyRow
from storage.statistics_counting import MOVE, add, count_moves, count_tallies
from storage.statistics_rows import DailyRow, PushCostRow, UnansweredRow
from storage.subscribers import Move, MoveRow, SubscriberRow

_LEAVES = (Move.LEFT, Move.BLOCKED)
_DAY = timedelta(days=1)
_LONGEST_PUSH = timedelta(days=1)
"""Readers of a push are reached within this time: it expires after twelve hours, or once more when resent."""
_TAPS = (Effect.READ_HERE, Effect.LINK)
"""What readers do with a push because they want more of it."""
_KINDS = {Facet.TOPIC: FollowKind.TOPIC, Facet.AUTHOR: FollowKind.AUTHOR}
_COUNTED = "counted"
_OUT = (PushState.SENDING, PushState.PAUSED, PushState.DONE, PushState.CANCELLED)

Facets = Mapping[Facet, Mapping[str, int]]


class SqlStatistics:
    """bot.statistics_ports.StatisticsFile on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def count_in(self, zone: ZoneInfo, limit: int) -> int:
        """Add to the days what happened since; how much that was."""
        connection = await self._session.connection()
        moves = await connection.run_sync(count_moves, zone, limit)
        return moves + await connection.run_sync(count_tallies, zone, limit)

    async def unasked(self, days: int, until: date, limit: int) -> list[date]:
        """The oldest days before `until` on which somebody joined, where nobody asked yet who was there so
        many days later."""
        asked = aliased(DailyRow)
        found = await self._session.scalars(
            select(DailyRow.day)
            .where(
                DailyRow.fact == MOVE,
                DailyRow.key == Move.JOINED,
                DailyRow.day < until,
                ~exists().where(asked.fact == kept_fact(days), asked.day == DailyRow.day),
            )
            .order_by(DailyRow.day)
            .limit(limit)
        )
        return list(found)

    async def ask_kept(self, day: date, days: int, zone: ZoneInfo) -> None:
        """Count who joined on that day and was there at the end of the day so many days later."""
        begins, ends = _begin(day, zone), _begin(day + _DAY, zone)
        later = aliased(MoveRow)
        last = (
            select(later.move)
            .where(
                later.subscriber_id == MoveRow.subscriber_id,
                later.at < _begin(day + timedelta(days=days + 1), zone),
            )
            .order_by(later.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        kept = await self._session.scalar(
            select(func.count()).where(
                MoveRow.at >= begins, MoveRow.at < ends, MoveRow.move == Move.JOINED, last.not_in(_LEAVES)
            )
        )
        fact = {"fact": kept_fact(days), "day": day, "key": ""}
        filing = insert(self._session, DailyRow).values(**fact, count=kept or 0)
        await self._session.execute(filing.on_conflict_do_nothing())

    async def cost_pushes(self, before: datetime, limit: int) -> int:
        """Keep how many left soon after each push that was due before then; of how many pushes."""
        known = exists().where(PushCostRow.push_id == PushRow.id)
        found = await self._session.execute(
            select(PushRow.id, PushRow.due_at)
            .where(PushRow.due_at < before, *_brings_news(), ~known)
            .order_by(PushRow.due_at)
            .limit(limit)
        )
        pushes = found.all()
        for push_id, due_at in pushes:
            self._session.add(
                PushCostRow(push_id=push_id, gone=await gone_after(self._session, push_id, due_at))
            )
        await self._session.flush()
        return len(pushes)

    async def last_subscriber(self) -> SubscriberId:
        """The highest number of a subscriber; 0 where there is none."""
        return SubscriberId(await self._session.scalar(select(func.max(SubscriberRow.id))) or 0)

    async def facets(self, after: SubscriberId, to: SubscriberId) -> Facets:
        """Modes and follows of the active subscribers with these numbers."""
        active = (
            SubscriberRow.id > after,
            SubscriberRow.id <= to,
            SubscriberRow.standing == Standing.ACTIVE,
        )
        chose = PreferenceRow.mode == Mode.DIGEST
        digests = await self._session.scalar(
            select(func.count())
            .select_from(SubscriberRow)
            .join(PreferenceRow, PreferenceRow.subscriber_id == SubscriberRow.id)
            .where(*active, chose)
        )
        found = await self._session.execute(
            select(FollowRow.kind, FollowRow.key, func.count())
            .select_from(SubscriberRow)
            .join(FollowRow, FollowRow.subscriber_id == SubscriberRow.id)
            .where(*active, FollowRow.kind.in_(_KINDS.values()), FollowRow.since.is_not(None))
            .group_by(FollowRow.kind, FollowRow.key)
        )
        counted: dict[Facet, dict[str, int]] = {facet: {} for facet in _KINDS}
        by_kind = {kind: facet for facet, kind in _KINDS.items()}
        for kind, key, count in found:
            counted[by_kind[kind]][key] = count
        return counted | {Facet.MODE: {str(Mode.DIGEST): digests or 0}}

    async def spelt(self, facet: Facet, keys: Collection[str]) -> dict[str, str]:
        """How somebody spelt these topics or authors."""
        names = {}
        for key in keys:
            one = select(FollowRow.label).where(FollowRow.kind == _KINDS[facet], FollowRow.key == key)
            names[key] = await self._session.scalar(one.limit(1)) or key
        return names

    async def keep_facets(self, day: date, facets: Facets) -> None:
        """Keep them as counted at the beginning of that day; those of the day before are not needed."""
        earlier = delete(DailyRow).where(DailyRow.fact.in_([_COUNTED, *map(str, facets)]))
        await self._session.execute(earlier)
        # Even where nobody follows anything it was counted.
        rows = {(_COUNTED, day, ""): 1}
        for facet, keys in facets.items():
            rows |= {(str(facet), day, key): count for key, count in keys.items()}
        await (await self._session.connection()).run_sync(add, rows)

    async def kept_facets(self) -> tuple[date, Facets] | None:
        """Those kept last."""
        day = await self._session.scalar(select(DailyRow.day).where(DailyRow.fact == _COUNTED))
        if day is None:
            return None
        facets = (Facet.MODE, *_KINDS)
        found = await self._session.execute(
            select(DailyRow.fact, DailyRow.key, DailyRow.count).where(
                DailyRow.fact.in_([str(one) for one in facets])
            )
        )
        kept: dict[Facet, dict[str, int]] = {facet: {} for facet in facets}
        for fact, key, count in found:
            kept[Facet(fact)][key] = count
        return day, kept

    async def composition(self) -> dict[tuple[Standing, Facet, str], int]:
        """How many subscribers stand how, of each edition, kind of chat and source."""
        of = (SubscriberRow.standing, SubscriberRow.edition, SubscriberRow.kind, SubscriberRow.source)
        found = await self._session.execute(select(*of, func.count()).group_by(*of))
        counted: Counter[tuple[Standing, Facet, str]] = Counter()
        for standing, edition, kind, source, count in found:
            for facet, name in ((Facet.EDITION, edition), (Facet.KIND, kind), (Facet.SOURCE, source or "")):
                counted[standing, facet, str(name)] += count
        return counted

    async def first_day(self) -> date | None:
        """The first of which anything is known."""
        return await self._session.scalar(select(func.min(DailyRow.day)).where(DailyRow.fact == MOVE))

    async def by_day(self, fact: str, since: date) -> dict[date, dict[str, int]]:
        """A fact's counts from that day on."""
        found = await self._session.execute(
            select(DailyRow.day, DailyRow.key, DailyRow.count)
            .where(DailyRow.fact == fact, DailyRow.day >= since)
            .order_by(DailyRow.day)
        )
        days: dict[date, dict[str, int]] = defaultdict(dict)
        for day, key, count in found:
            days[day][key] = count
        return dict(days)

    async def total(self, fact: str, since: date) -> dict[str, int]:
        """The same of all days together, by key."""
        found = await self._session.execute(
            select(DailyRow.key, func.sum(DailyRow.count))
            .where(DailyRow.fact == fact, DailyRow.day >= since)
            .group_by(DailyRow.key)
        )
        return {key: int(count) for key, count in found}

    async def articles(self, since: datetime, limit: int) -> list[ArticleFigures]:
        """The pushes of news due since then that were tapped most, then those that reached most."""
        sent = _of_push(PushTallyRow, PushTallyRow.state == DeliveryState.SENT)
        taps = _of_push(PushEffectRow, PushEffectRow.effect.in_(_TAPS))
        most = (
            select(PushRow.id, sent.label("sent"), taps.label("taps"))
            .where(PushRow.due_at >= since, *_brings_news(), PushRow.planned > 0)
            .order_by(taps.desc(), sent.desc(), PushRow.id.desc())
            .limit(limit)
            .subquery()
        )
        unfollowed = _of_push(PushEffectRow, PushEffectRow.effect == Effect.UNFOLLOWED)
        columns = (most.c.sent, most.c.taps, unfollowed.label("unfollowed"), PushCostRow.gone)
        found = await self._session.execute(
            with_names(select(PushRow.id, PushRow.due_at, *columns, *NAMES))
            .join(most, most.c.id == PushRow.id)
            .outerjoin(PushCostRow, PushCostRow.push_id == PushRow.id)
            .order_by(most.c.taps.desc(), most.c.sent.desc(), PushRow.id.desc())
        )
        return [
            ArticleFigures(
                row.id,
                name_of(row),
                row.due_at,
                delivered=int(row.sent),
                gone=row.gone,
                taps=int(row.taps),
                unfollowed=int(row.unfollowed),
            )
            for row in found
        ]

    async def effects(self, since: datetime) -> tuple[int, int, int]:
        """Taps, unfollows and readers who left, of all pushes of news due since then."""
        gone = await self._session.scalar(
            select(func.sum(PushCostRow.gone))
            .join(PushRow, PushRow.id == PushCostRow.push_id)
            .where(PushRow.due_at >= since)
        )
        found = await self._session.execute(
            select(PushEffectRow.effect, func.sum(PushEffectRow.count))
            .join(PushRow, PushRow.id == PushEffectRow.push_id)
            .where(PushRow.due_at >= since)
            .group_by(PushEffectRow.effect)
        )
        counts = {effect: int(count) for effect, count in found}
        taps = sum(counts.get(effect, 0) for effect in _TAPS)
        return taps, counts.get(Effect.UNFOLLOWED, 0), int(gone or 0)

    async def unanswered(self, words: str, now: datetime) -> None:
        """Somebody asked for these words and found nothing; nobody keeps who."""
        self._session.add(UnansweredRow(words=words, at=now))
        await self._session.flush()

    async def most_asked(self, since: datetime, at_least: int, limit: int) -> tuple[list[Asked], int]:
        """What was asked for in vain so often since then, and how often anything was."""
        lately = UnansweredRow.at >= since
        count = func.count().label("count")
        found = await self._session.execute(
            select(UnansweredRow.words, count)
            .where(lately)
            .group_by(UnansweredRow.words)
            .having(count >= at_least)
            .order_by(count.desc(), UnansweredRow.words)
            .limit(limit)
        )
        total = await self._session.scalar(select(func.count()).where(lately))
        return [Asked(words, number) for words, number in found], total or 0


def kept_fact(days: int) -> str:
    """The fact that counts who was there so many days after they joined."""
    return f"kept{days}"


def _of_push(rows: Any, which: Any) -> Any:
    """The sum of these rows of a push."""
    total = select(func.coalesce(func.sum(rows.count), 0)).where(rows.push_id == PushRow.id, which)
    return total.correlate(PushRow).scalar_subquery()


def _brings_news() -> tuple[Any, ...]:
    return (PushRow.kind.in_(HAS_REPORT), PushRow.action == Action.SEND, PushRow.state.in_(_OUT))


def _begin(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
