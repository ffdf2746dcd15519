"""Forgetting, in small transactions. How deliveries ended stays counted in push_tallies."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.ids import PushId
from bot.domain.pushes import PushState
from storage.delivery_rows import DeliveryRow
from storage.push_rows import PushRow
from storage.questions import QuestionRow


class SqlRetention:
    """bot.upkeep_ports.Retention on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def ended(self, before: datetime) -> list[PushId]:
        """Pushes that were over by then and whose deliveries are still kept, oldest first."""
        over = PushRow.state.in_((PushState.DONE, PushState.CANCELLED))
        found = await self._session.scalars(
            select(PushRow.id)
            .where(over, PushRow.pruned_at.is_(None))
            .where(func.coalesce(PushRow.ended_at, PushRow.expires_at) < before)
            .order_by(PushRow.id)
        )
        return list(found)

    async def deliveries(self, push_id: PushId, limit: int, now: datetime) -> int:
        """Forget so many deliveries of a push, how many there were; less than `limit` were the last ones."""
        theirs = select(DeliveryRow.subscriber_id).where(DeliveryRow.push_id == push_id)
        some = theirs.order_by(DeliveryRow.subscriber_id).limit(limit)
        connection = await self._session.connection()
        gone = await connection.execute(
            delete(DeliveryRow).where(DeliveryRow.push_id == push_id, DeliveryRow.subscriber_id.in_(some))
        )
        if gone.rowcount < limit:
            await self._session.execute(update(PushRow).where(PushRow.id == push_id).values(pruned_at=now))
        return gone.rowcount

    async def questions(self, before: datetime, limit: int) -> int:
        """Forget so many of what was asked before then; how many there were."""
        some = select(QuestionRow.id).where(QuestionRow.asked_at < before).order_by(QuestionRow.id)
        connection = await self._session.connection()
        gone = await connection.execute(delete(QuestionRow).where(QuestionRow.id.in_(some.limit(limit))))
        return gone.rowcount
