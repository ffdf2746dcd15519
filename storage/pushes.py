"""Pushes: filed, planned into deliveries, finished, counted. The deliveries' own life is in deliveries.py."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Integer, Select, exists, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.deliveries import DeliveryState
from bot.domain.ids import ArticleId, PushId
from bot.domain.pushes import NewPush, Push, PushState
from bot.domain.statistics import PushTally
from bot.domain.subscribers import Standing
from storage.articles import ArticleRow
from storage.columns import Choice, insert
from storage.deliveries import OPEN, DeliveryRow
from storage.push_rows import PushCardRow, PushRow, card_row, cards_of
from storage.subscribers import SubscriberRow


class SqlPushes:
    """bot.ports.Pushes on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, push: NewPush) -> Push | None:
        """File a push; None when its (schedule, slot) exists already."""
        filing = insert(self._session, PushRow).values(
            kind=push.kind,
            article_id=push.article_id,
            state=PushState.SCHEDULED,
            due_at=push.due_at,
            expires_at=push.expires_at,
            created_by=push.created_by,
            schedule=push.schedule,
            slot=push.slot,
        )
        push_id = await self._session.scalar(
            filing.on_conflict_do_nothing(index_elements=["schedule", "slot"]).returning(PushRow.id)
        )
        if push_id is None:
            return None
        self._session.add_all(card_row(push_id, edition, card) for edition, card in push.cards.items())
        await self._session.flush()
        return await self.get(push_id)

    async def get(self, push_id: PushId) -> Push | None:
        """The push with its cards."""
        pushes = await self._load(select(PushRow).where(PushRow.id == push_id))
        return pushes[0] if pushes else None

    async def of_article(self, article_id: ArticleId) -> list[Push]:
        """Every push of this article, cancelled ones included, oldest first."""
        return await self._load(select(PushRow).where(PushRow.article_id == article_id).order_by(PushRow.id))

    async def due(self, now: datetime) -> list[Push]:
        """Scheduled pushes whose time has come."""
        return await self._load(
            select(PushRow)
            .where(PushRow.state == PushState.SCHEDULED, PushRow.due_at <= now)
            .order_by(PushRow.due_at, PushRow.id)
        )

    async def plan(self, push_id: PushId, now: datetime) -> int:
        """Make one pending delivery per active subscriber of the card's editions, by one
        INSERT … SELECT; the push is then `sending`. Running it again adds nothing."""
        if not await self._leave_schedule(push_id, PushState.SENDING):
            return 0
        columns = ["push_id", "subscriber_id", "state", "attempts", "risk", "lost_chat"]
        readers = (
            select(
                literal(push_id, Integer),
                SubscriberRow.id,
                literal(DeliveryState.PENDING, Choice(DeliveryState)),
                literal(0),
                literal(0),
                literal(False),
            )
            .join(PushCardRow, PushCardRow.edition == SubscriberRow.edition)
            .where(PushCardRow.push_id == push_id, SubscriberRow.standing == Standing.ACTIVE)
            .order_by(SubscriberRow.id)
        )
        await self._session.execute(insert(self._session, DeliveryRow).from_select(columns, readers))
        planned = select(func.count()).where(DeliveryRow.push_id == push_id)
        return await self._session.scalar(planned) or 0

    async def cancel(self, push_id: PushId, now: datetime) -> bool:
        """Cancel a push that is still scheduled; False when it is too late."""
        return await self._leave_schedule(push_id, PushState.CANCELLED, ended_at=now)

    async def finish(self, now: datetime) -> list[PushId]:
        """Pushes without open deliveries become `done`; return those that just did."""
        still_open = exists().where(DeliveryRow.push_id == PushRow.id, DeliveryRow.state.in_(OPEN))
        done = await self._session.scalars(
            update(PushRow)
            .where(PushRow.state == PushState.SENDING, ~still_open)
            .values(state=PushState.DONE, ended_at=now)
            .returning(PushRow.id)
        )
        return sorted(done)

    async def tallies(self, limit: int) -> list[PushTally]:
        """The last pushes that went out, newest first, with their deliveries counted."""
        found = await self._session.execute(
            select(PushRow.id, ArticleRow.headline, PushRow.due_at)
            .join(ArticleRow, ArticleRow.id == PushRow.article_id)
            .where(PushRow.state.in_((PushState.SENDING, PushState.DONE)))
            .order_by(PushRow.due_at.desc(), PushRow.id.desc())
            .limit(limit)
        )
        pushes = found.all()
        states, blocked = await self._counted([push_id for push_id, _, _ in pushes])
        return [
            PushTally(push_id, headline, due_at, states[push_id], blocked[push_id])
            for push_id, headline, due_at in pushes
        ]

    async def _counted(
        self, push_ids: Sequence[PushId]
    ) -> tuple[dict[PushId, dict[DeliveryState, int]], dict[PushId, int]]:
        found = await self._session.execute(
            select(
                DeliveryRow.push_id,
                DeliveryRow.state,
                func.count(),
                func.sum(func.cast(DeliveryRow.lost_chat, Integer)),
            )
            .where(DeliveryRow.push_id.in_(push_ids))
            .group_by(DeliveryRow.push_id, DeliveryRow.state)
        )
        states: dict[PushId, dict[DeliveryState, int]] = defaultdict(dict)
        blocked: dict[PushId, int] = defaultdict(int)
        for push_id, state, count, lost in found:
            states[push_id][state] = count
            blocked[push_id] += lost
        return states, blocked

    async def _leave_schedule(
        self, push_id: PushId, state: PushState, ended_at: datetime | None = None
    ) -> bool:
        left = await self._session.scalar(
            update(PushRow)
            .where(PushRow.id == push_id, PushRow.state == PushState.SCHEDULED)
            .values(state=state, ended_at=ended_at)
            .returning(PushRow.id)
        )
        return left is not None

    async def _load(self, query: Select[PushRow]) -> list[Push]:
        rows = (await self._session.scalars(query)).all()
        cards = await cards_of(self._session, [row.id for row in rows])
        return [
            Push(
                id=row.id,
                article_id=row.article_id,
                state=row.state,
                due_at=row.due_at,
                expires_at=row.expires_at,
                created_by=row.created_by,
                cards=cards.get(row.id, {}),
            )
            for row in rows
        ]
