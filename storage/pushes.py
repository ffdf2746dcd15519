"""Pushes: filed, planned into deliveries, finished, counted. The deliveries' own life is in ledger.py."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, and_, case, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.deliveries import DeliveryState, Reason, Tally, Verdict
from bot.domain.ids import ArticleId, PushId
from bot.domain.progress import PushAtWork
from bot.domain.pushes import HAS_REPORT, NewPush, Push, PushState
from storage.columns import insert
from storage.endings import halt, settle_unknown
from storage.follow_rows import PushKeyRow
from storage.push_names import NAMES, name_of, with_names
from storage.push_rows import BEING_PLANNED, MAY_GO, PushLinkRow, PushRow, PushTallyRow, card_row, cards_of
from storage.saved_audiences import as_audience

AS_FAR_AS_IT_WAS = case(
    ((PushRow.planned == 0) & PushRow.planned_to.is_(None), PushState.SCHEDULED), else_=PushState.SENDING
)
"""A push may be held before its readers are chosen."""


class SqlPushes:
    """bot.ports.Pushes on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, push: NewPush) -> Push | None:
        """File a push; None when its (schedule, slot) exists already."""
        filing = insert(self._session, PushRow).values(
            kind=push.kind,
            action=push.action,
            lane=push.lane,
            policy=push.policy,
            target_id=push.target,
            planned=0,
            unknown_seen=0,
            article_id=push.article_id,
            state=PushState.DRAFT if push.draft else PushState.SCHEDULED,
            due_at=push.due_at,
            expires_at=push.expires_at,
            created_by=push.created_by,
            schedule=push.schedule,
            slot=push.slot,
            revision=push.revision,
            report_over=push.kind not in HAS_REPORT,
            audience=push.audience,
        )
        push_id = await self._session.scalar(
            filing.on_conflict_do_nothing(index_elements=["schedule", "slot"]).returning(PushRow.id)
        )
        if push_id is None:
            return None
        self._session.add_all(card_row(push_id, edition, card) for edition, card in push.cards.items())
        self._session.add_all(PushKeyRow(push_id=push_id, kind=one.kind, key=one.key) for one in push.keys)
        await self.link(push_id, push.links)
        return await self.get(push_id)

    async def link(self, push_id: PushId, links: Mapping[str, str]) -> None:
        """Where links of a push's cards lead, by the key in their address."""
        self._session.add_all(PushLinkRow(key=key, push_id=push_id, url=url) for key, url in links.items())
        await self._session.flush()

    async def get(self, push_id: PushId) -> Push | None:
        """The push with its cards."""
        pushes = await self._load(select(PushRow).where(PushRow.id == push_id))
        return pushes[0] if pushes else None

    async def these(self, push_ids: Sequence[PushId]) -> list[Push]:
        """Pushes with their cards, in no order."""
        return await self._load(select(PushRow).where(PushRow.id.in_(push_ids)))

    async def of_article(self, article_id: ArticleId) -> list[Push]:
        """Every push of this article, cancelled ones included, oldest first."""
        return await self._load(select(PushRow).where(PushRow.article_id == article_id).order_by(PushRow.id))

    async def due(self, now: datetime) -> list[Push]:
        """Scheduled pushes whose time has come, in a newsroom stop only corrections of what is out; and those
        that are planned in part, whatever happened since."""
        has_come = and_(PushRow.state == PushState.SCHEDULED, PushRow.due_at <= now, MAY_GO)
        return await self._load(
            select(PushRow).where(has_come | BEING_PLANNED).order_by(PushRow.due_at, PushRow.id)
        )

    async def cancel(self, push_id: PushId, now: datetime) -> bool:
        """Cancel a push and what of it still waits; False when it is over already."""
        connection = await self._session.connection()
        return await connection.run_sync(halt, push_id, PushState.CANCELLED, now)

    async def withdraw(self, push_id: PushId, now: datetime) -> bool:
        """Cancel a push of which nothing has begun; False when its deliveries are planned or it is over."""
        withdrawn = await self._session.scalar(
            update(PushRow)
            .where(PushRow.id == push_id, PushRow.state.in_((PushState.DRAFT, PushState.SCHEDULED)))
            .values(state=PushState.CANCELLED, ended_at=now)
            .returning(PushRow.id)
        )
        return withdrawn is not None

    async def pause(self, push_id: PushId, now: datetime) -> bool:
        """Let what is under way end and start no more; False when it is not being sent."""
        connection = await self._session.connection()
        return await connection.run_sync(halt, push_id, PushState.PAUSED, now)

    async def resume(self, push_id: PushId) -> bool:
        """Go on with a paused push; False when it is not paused."""
        resumed = await self._session.scalar(
            update(PushRow)
            .where(PushRow.id == push_id, PushRow.state == PushState.PAUSED)
            .values(state=AS_FAR_AS_IT_WAS, stopped_for=None)
            .returning(PushRow.id)
        )
        return resumed is not None

    async def progress(self, push_id: PushId) -> Tally | None:
        """How a push stands, from counts that are kept in step: no delivery is counted here."""
        found = await self._tallied([push_id])
        return found.get(push_id)

    async def at_work(self, besides: Sequence[PushId] = ()) -> list[PushAtWork]:
        """The pushes that are being sent or paused and have a report, and these, oldest first."""
        found = await self._session.execute(
            with_names(select(PushRow.id, PushRow.state, PushRow.stopped_for, PushRow.ended_at, *NAMES))
            .add_columns(PushRow.article_id, PushRow.target_id)
            .where(or_(PushRow.state.in_((PushState.SENDING, PushState.PAUSED)), PushRow.id.in_(besides)))
            .where(PushRow.kind.in_(HAS_REPORT))
            .order_by(PushRow.id)
        )
        pushes = found.all()
        tallied = await self._tallied([row.id for row in pushes])
        return [
            PushAtWork(
                push_id=row.id,
                headline=name_of(row),
                state=row.state,
                stopped_for=row.stopped_for,
                tally=tallied[row.id],
                ended_at=row.ended_at,
                article_id=row.article_id,
                target=row.target_id,
            )
            for row in pushes
        ]

    async def settle_unknown(self, push_id: PushId, verdict: Verdict, now: datetime) -> int:
        """Decide about every delivery of a push of which nobody knows whether it arrived; how many."""
        connection = await self._session.connection()
        return await connection.run_sync(settle_unknown, push_id, verdict, now)

    async def with_unknown(self) -> list[Push]:
        """Pushes with unknown deliveries that no editor has settled or seen, oldest first."""
        unseen = select(PushTallyRow.push_id).where(
            PushTallyRow.state == DeliveryState.UNKNOWN, PushTallyRow.count > PushRow.unknown_seen
        )
        return await self._load(select(PushRow).where(PushRow.id.in_(unseen)).order_by(PushRow.id))

    async def _tallied(self, push_ids: Sequence[PushId]) -> dict[PushId, Tally]:
        planned = await self._session.execute(
            select(PushRow.id, PushRow.planned, PushRow.planned_to).where(PushRow.id.in_(push_ids))
        )
        counts = await self._session.execute(
            select(PushTallyRow.push_id, PushTallyRow.state, PushTallyRow.reason, PushTallyRow.count).where(
                PushTallyRow.push_id.in_(push_ids)
            )
        )
        ended: dict[PushId, dict[tuple[DeliveryState, Reason | None], int]] = defaultdict(dict)
        for push_id, state, reason, count in counts:
            ended[push_id][state, Reason(reason) if reason else None] = count
        return {
            push_id: Tally(total, ended[push_id], is_growing=planned_to is not None)
            for push_id, total, planned_to in planned
        }

    async def _load(self, query: Select[PushRow]) -> list[Push]:
        rows = (await self._session.scalars(query)).all()
        cards = await cards_of(self._session, [row.id for row in rows])
        return [
            Push(
                id=row.id,
                article_id=row.article_id,
                kind=row.kind,
                lane=row.lane,
                state=row.state,
                stopped_for=row.stopped_for,
                due_at=row.due_at,
                expires_at=row.expires_at,
                created_by=row.created_by,
                revision=row.revision,
                cards=cards.get(row.id, {}),
                audience=as_audience(row.audience),
            )
            for row in rows
        ]
