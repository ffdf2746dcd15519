"""Digests on file: the clocks that make them due, what waits for them, and what was frozen."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.articles import Article
from bot.domain.deliveries import Key
from bot.domain.digests import REMEMBERED, Candidate, DigestClock
from bot.domain.follows import Follow, FollowKind, Subject
from bot.domain.ids import ArticleId, ChatId, Edition, PushId, StoryId, SubscriberId
from bot.domain.preferences import Mode, Preferences
from bot.domain.pushes import Action, Button, Card, Lane, PushKind, PushState
from storage.articles import ArticleRow, as_article
from storage.audiences import digest_readers
from storage.columns import insert
from storage.delivery_rows import DeliveryRow
from storage.digest_rows import DigestClockRow, DigestRow, DigestWaitRow
from storage.follow_rows import FollowRow, PushKeyRow
from storage.planning import alone
from storage.preferences import PreferenceRow, written
from storage.push_rows import PushCardRow, PushRow
from storage.saved_audiences import as_audience, matching
from storage.stories import StoryArticleRow
from storage.subscribers import SubscriberRow


class SqlDigests:
    """bot.delivery_ports.Digests on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def clocks(self) -> list[DigestClock]:
        """Every wall time at which somebody wanted a digest once."""
        rows = await self._session.scalars(select(DigestClockRow))
        return [
            DigestClock(zone=row.zone, at=time.fromisoformat(row.at), since=row.since, used=row.used)
            for row in rows
        ]

    async def begin(self, clock: DigestClock, now: datetime) -> None:
        """It stands since now, if it did not before; a clock that was ahead does not count."""
        filing = insert(self._session, DigestClockRow).values(
            zone=clock.zone, at=written(clock.at), since=now
        )
        await self._session.execute(
            filing.on_conflict_do_update(
                index_elements=["zone", "at"],
                set_={"since": filing.excluded.since},
                where=or_(DigestClockRow.since.is_(None), DigestClockRow.since > now),
            )
        )

    async def use(self, clock: DigestClock, day: date) -> bool:
        """Take a day's slot; False when somebody has just taken it."""
        others = or_(DigestClockRow.used.is_(None), DigestClockRow.used != day)
        used = await self._session.scalar(
            update(DigestClockRow)
            .where(DigestClockRow.zone == clock.zone, DigestClockRow.at == written(clock.at), others)
            .values(used=day)
            .returning(DigestClockRow.zone)
        )
        return used is not None

    async def is_wanted(self, clock: DigestClock, day: date, papers: Preferences) -> bool:
        """Whether something waits for anybody who wants their digest then."""
        found = await self._session.scalar(digest_readers(clock, day, papers).limit(1))
        return found is not None

    async def frozen(self, keys: Sequence[Key]) -> dict[Key, Card]:
        """The cards of these deliveries that were made before."""
        rows = await self._session.scalars(
            select(DigestRow).where(
                tuple_(DigestRow.push_id, DigestRow.subscriber_id).in_(keys), DigestRow.html.is_not(None)
            )
        )
        return {(row.push_id, row.subscriber_id): _card(row) for row in rows}

    async def take(
        self, readers: Sequence[SubscriberId], now: datetime
    ) -> dict[SubscriberId, list[Candidate]]:
        """What may wait for these readers, those without anything left out; nothing waits any more."""
        connection = await self._session.connection()
        await connection.run_sync(alone)
        waiting = (await self._session.execute(_waiting_for(readers, now))).all()
        outside = await self._outside(waiting, now)
        found = [row for row in waiting if (row.id, row.subscriber_id) not in outside]
        articles = await self._articles({row.article_id for row in found})
        stories = await self._stories(articles)
        taken: dict[SubscriberId, list[Candidate]] = defaultdict(list)
        for (reader, _), rows in _by_delivery(found).items():
            taken[reader].append(_candidate(rows, articles, stories))
        await self._session.execute(delete(DigestWaitRow).where(DigestWaitRow.subscriber_id.in_(readers)))
        return dict(taken)

    async def editions_of(self, readers: Sequence[SubscriberId]) -> dict[SubscriberId, Edition]:
        """What these readers read."""
        found = await self._session.execute(
            select(SubscriberRow.id, SubscriberRow.edition).where(SubscriberRow.id.in_(readers))
        )
        return dict(iter(found))

    async def _outside(self, waiting: Sequence[Any], now: datetime) -> set[tuple[PushId, SubscriberId]]:
        """Which of these pushes is for an audience that the reader does not belong to."""
        narrowed = {row.id: audience for row in waiting if (audience := as_audience(row.audience))}
        outside = set()
        for push_id, audience in narrowed.items():
            readers = {row.subscriber_id for row in waiting if row.id == push_id}
            inside = await self._session.scalars(
                select(SubscriberRow.id).where(SubscriberRow.id.in_(readers), *matching(audience, now))
            )
            outside |= {(push_id, one) for one in readers - set(inside)}
        return outside

    async def keep(self, key: Key, card: Card, articles: Sequence[ArticleId], now: datetime) -> None:
        """Freeze a digest."""
        push_id, subscriber_id = key
        self._session.add(
            DigestRow(
                push_id=push_id,
                subscriber_id=subscriber_id,
                html=card.html,
                buttons=[[asdict(button) for button in row] for row in card.buttons],
                articles=list(articles),
                at=now,
            )
        )

    async def articles_of(self, push_id: PushId, chat_id: ChatId) -> list[Article]:
        """What the digest of a chat held, best first; empty for one that nobody remembers."""
        ids = await self._session.scalar(
            select(DigestRow.articles)
            .join(SubscriberRow, SubscriberRow.id == DigestRow.subscriber_id)
            .where(DigestRow.push_id == push_id, SubscriberRow.chat_id == chat_id)
        )
        articles = await self._articles([ArticleId(one) for one in ids or ()])
        return [articles[ArticleId(one)] for one in ids or ()]

    async def of_a_day(self, edition: Edition, since: datetime, until: datetime) -> list[Candidate]:
        """The articles of an edition that were pushed in that time to all who follow them, and that nobody
        stopped or took back."""
        found = (await self._session.execute(_of_a_day(edition, since, until))).all()
        articles = await self._articles({row.article_id for row in found})
        stories = await self._stories(articles)
        return [
            Candidate(
                article=articles[row.article_id],
                story=stories.get(row.article_id),
                due_at=row.due_at,
                is_chosen=row.created_by is not None,
                follows=(),
            )
            for row in found
        ]

    async def sweep(self, before: datetime) -> None:
        """Forget what was frozen earlier."""
        await self._session.execute(delete(DigestRow).where(DigestRow.at < before))

    async def _articles(self, ids: Iterable[ArticleId]) -> dict[ArticleId, Article]:
        rows = await self._session.scalars(select(ArticleRow).where(ArticleRow.id.in_(list(ids))))
        return {row.id: as_article(row) for row in rows}

    async def _stories(self, ids: Iterable[ArticleId]) -> dict[ArticleId, StoryId]:
        found = await self._session.execute(
            select(StoryArticleRow.article_id, StoryArticleRow.story_id).where(
                StoryArticleRow.article_id.in_(list(ids))
            )
        )
        return dict(iter(found))


def _waiting_for(readers: Sequence[SubscriberId], now: datetime) -> Select[Any]:
    """A row per reader, push and subject of it that they have a follow of."""
    got = exists().where(
        DeliveryRow.push_id == PushRow.id, DeliveryRow.subscriber_id == DigestWaitRow.subscriber_id
    )
    columns: tuple[Any, ...] = (
        DigestWaitRow.subscriber_id,
        PushRow.id,
        PushRow.article_id,
        PushRow.due_at,
        PushRow.created_by,
        PushRow.audience,
        FollowRow.kind,
        FollowRow.key,
        FollowRow.since,
        FollowRow.muted_until,
        FollowRow.mode,
        PreferenceRow.only_breaking,
        PreferenceRow.mode.label("mode_of_all"),
    )
    return (
        select(*columns)
        .join(SubscriberRow, SubscriberRow.id == DigestWaitRow.subscriber_id)
        .join(PushRow, PushRow.planned_as >= DigestWaitRow.since)
        .join(PushCardRow, (PushCardRow.push_id == PushRow.id) & _is_read())
        .join(PushKeyRow, PushKeyRow.push_id == PushRow.id)
        .join(FollowRow, _is_about(PushKeyRow))
        .outerjoin(PreferenceRow, PreferenceRow.subscriber_id == DigestWaitRow.subscriber_id)
        .where(DigestWaitRow.subscriber_id.in_(readers), *_is_for_digests(now), ~got, ~_retracted())
        # Or what they are about to get at once would be in their digest, too.
        .where(or_(PushRow.planned_to.is_(None), PushRow.planned_to >= DigestWaitRow.subscriber_id))
    )


def _of_a_day(edition: Edition, since: datetime, until: datetime) -> Select[Any]:
    columns: tuple[Any, ...] = (PushRow.article_id, PushRow.due_at, PushRow.created_by)
    return (
        select(*columns)
        .join(ArticleRow, ArticleRow.id == PushRow.article_id)
        .where(
            ArticleRow.edition == edition,
            PushRow.kind == PushKind.ARTICLE,
            PushRow.action == Action.SEND,
            # Not what is sent again to who missed it, nor what was for some of its followers only.
            PushRow.target_id.is_(None),
            PushRow.audience.is_(None),
            PushRow.state.in_((PushState.SCHEDULED, PushState.SENDING, PushState.DONE)),
            PushRow.due_at > since,
            PushRow.due_at <= until,
            ~_retracted(),
        )
    )


def _retracted() -> ColumnElement[bool]:
    retraction = PushRow.__table__.alias("retraction")
    return exists().where(retraction.c.target_id == PushRow.id, retraction.c.action == Action.DELETE)


def _is_read() -> ColumnElement[bool]:
    """Whether a card is of the reader's edition, or of one of which they get everything beside it."""
    whole = FollowRow.__table__.alias("whole")
    also = exists().where(
        whole.c.subscriber_id == SubscriberRow.id,
        whole.c.kind == FollowKind.EDITION,
        whole.c.key == PushCardRow.edition,
        whole.c.since.is_not(None),
    )
    return (PushCardRow.edition == SubscriberRow.edition) | also


def _is_about(keys: type[PushKeyRow]) -> ColumnElement[bool]:
    return (
        (FollowRow.subscriber_id == DigestWaitRow.subscriber_id)
        & (FollowRow.kind == keys.kind)
        & (FollowRow.key == keys.key)
    )


def _is_for_digests(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """News of the last days; what an editor stopped is in no digest."""
    return (
        PushRow.kind == PushKind.ARTICLE,
        PushRow.lane == Lane.INSTANT,
        PushRow.state.in_((PushState.SENDING, PushState.DONE)),
        PushRow.due_at > now - REMEMBERED,
    )


def _by_delivery(found: Iterable[Any]) -> Mapping[tuple[SubscriberId, PushId], list[Any]]:
    rows: dict[tuple[SubscriberId, PushId], list[Any]] = defaultdict(list)
    for row in found:
        rows[row.subscriber_id, row.id].append(row)
    return rows


def _candidate(
    rows: Sequence[Any], articles: Mapping[ArticleId, Article], stories: Mapping[ArticleId, StoryId]
) -> Candidate:
    first = rows[0]
    return Candidate(
        article=articles[first.article_id],
        story=stories.get(first.article_id),
        due_at=first.due_at,
        is_chosen=first.created_by is not None,
        follows=tuple(
            Follow(
                subject=Subject(row.kind, row.key, ""),
                since=row.since,
                muted_until=row.muted_until,
                mode=row.mode,
            )
            for row in rows
        ),
        is_only_breaking=bool(first.only_breaking) and first.mode_of_all is not Mode.DIGEST,
    )


def _card(row: DigestRow) -> Card:
    buttons = tuple(tuple(Button(**button) for button in line) for line in row.buttons or ())
    return Card(html=row.html or "", buttons=buttons)
