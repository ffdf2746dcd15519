"""Who left because of a push: told from when they got it and when they went; a number, never by name."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.deliveries import DeliveryState
from bot.domain.ids import PushId
from bot.domain.push_reports import EFFECT_LASTS
from storage.delivery_rows import DeliveryRow
from storage.subscribers import Move, MoveRow

_LEAVES = (Move.LEFT, Move.BLOCKED)
_LONGEST_PUSH = timedelta(hours=24)
"""Readers of a push are reached within this time: it expires after twelve hours, or once more when resent."""


async def gone_after(session: AsyncSession, push_id: PushId, due_at: datetime) -> int:
    """How many left or blocked us within a day after they got it, found by their moves: those are few."""
    found = await session.execute(
        select(DeliveryRow.subscriber_id, DeliveryRow.at, MoveRow.at.label("left_at"))
        .select_from(MoveRow)
        .join(DeliveryRow, DeliveryRow.subscriber_id == MoveRow.subscriber_id)
        .where(
            MoveRow.move.in_(_LEAVES),
            MoveRow.at >= due_at,
            MoveRow.at <= due_at + _LONGEST_PUSH + EFFECT_LASTS,
            DeliveryRow.push_id == push_id,
            DeliveryRow.state == DeliveryState.SENT,
        )
    )
    return len({reader for reader, at, left in found if at is not None and at <= left <= at + EFFECT_LASTS})
