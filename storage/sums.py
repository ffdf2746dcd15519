"""What `/metrics` tells of the database: sums that are kept in step, so that nobody counts a million rows."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.deliveries import DeliveryState
from bot.domain.measures import FeedStanding, OnFile, Queue
from bot.domain.pushes import Lane, PushState
from storage.feeds import FeedRow
from storage.inbox import SqlInbox
from storage.push_rows import PushRow, PushTallyRow


class SqlSums:
    """bot.delivery_ports.Sums on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def on_file(self) -> OnFile:
        """What stands in the database at this moment."""
        return OnFile(
            ended=await self._ended(),
            queues=await self._queues(),
            feeds=await self._feeds(),
            updates_waiting=await SqlInbox(self._session).waiting(),
        )

    async def _ended(self) -> dict[tuple[Lane, DeliveryState], int]:
        counted = await self._session.execute(
            select(PushRow.lane, PushTallyRow.state, func.sum(PushTallyRow.count))
            .join(PushRow, PushRow.id == PushTallyRow.push_id)
            .group_by(PushRow.lane, PushTallyRow.state)
        )
        return {(lane, state): int(count) for lane, state, count in counted}

    async def _queues(self) -> dict[Lane, Queue]:
        """By lane: of the pushes being sent, what was planned less what has ended."""
        ended = (
            select(PushTallyRow.push_id, func.sum(PushTallyRow.count).label("ended"))
            .join(PushRow, PushRow.id == PushTallyRow.push_id)
            .where(PushRow.state == PushState.SENDING)
            .group_by(PushTallyRow.push_id)
            .subquery()
        )
        found = await self._session.execute(
            select(
                PushRow.lane,
                func.sum(PushRow.planned - func.coalesce(ended.c.ended, 0)),
                func.min(PushRow.due_at),
            )
            .outerjoin(ended, ended.c.push_id == PushRow.id)
            .where(PushRow.state == PushState.SENDING)
            .group_by(PushRow.lane)
        )
        return {lane: Queue(int(waiting), due_at) for lane, waiting, due_at in found}

    async def _feeds(self) -> list[FeedStanding]:
        asked = select(FeedRow.id, FeedRow.url, FeedRow.failures, FeedRow.last_success_at)
        found = await self._session.execute(asked.where(FeedRow.enrolled).order_by(FeedRow.id))
        return [FeedStanding(*row) for row in found]
