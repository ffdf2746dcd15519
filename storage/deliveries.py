"""The delivery machine's rows. Which outcome leads where is decided in bot/domain/deliveries.py.

Every statement names the pushes it is about, so that the index on (push_id, state, subscriber_id)
serves it and the history of finished pushes is never scanned.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    Select,
    UniqueConstraint,
    Update,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.deliveries import Delivery, DeliveryState, Policy, Settlement, policy_for
from bot.domain.ids import DeliveryId, Edition, MessageId, PushId, SubscriberId
from bot.domain.pushes import Card, PushState
from bot.domain.subscribers import ChatKind, Standing
from storage.columns import Base, Choice
from storage.push_rows import PushRow, cards_of
from storage.subscribers import SubscriberRow, change_chat, lose

OPEN = (DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING)
_LONGEST_DETAIL = 200
_RESENT_KINDS = tuple(kind for kind in ChatKind if policy_for(kind) is Policy.RESEND)


class DeliveryRow(Base):
    """One push to one subscriber; `owner` is the process at work on it."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("push_id", "subscriber_id"),
        # Full, not partial: SQLite does not choose a partial index here and rescans the whole push.
        Index(None, "push_id", "state", "subscriber_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[DeliveryId] = mapped_column(primary_key=True)
    push_id: Mapped[PushId] = mapped_column(ForeignKey("pushes.id"))
    subscriber_id: Mapped[SubscriberId] = mapped_column(ForeignKey("subscribers.id"), index=True)
    state: Mapped[DeliveryState] = mapped_column(Choice(DeliveryState))
    owner: Mapped[str | None]
    not_before: Mapped[datetime | None]
    attempts: Mapped[int]
    attempted_at: Mapped[datetime | None]
    risk: Mapped[int]
    """How many times the message may have arrived once more than recorded."""
    lost_chat: Mapped[bool]
    message_id: Mapped[MessageId | None]
    detail: Mapped[str | None]
    settled_at: Mapped[datetime | None]


class SqlDeliveries:
    """bot.ports.Deliveries on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def expire(self, now: datetime) -> int:
        """Pending deliveries of pushes past `expires_at` become `expired`."""
        stale = _sending().where(PushRow.expires_at <= now)
        return await self._change(
            _in(stale, DeliveryState.PENDING).values(state=DeliveryState.EXPIRED, settled_at=now)
        )

    async def claim(self, owner: str, now: datetime, limit: int) -> list[Delivery]:
        """Claim pending deliveries that may go now; those of subscribers who are no longer active, or
        read an edition without a card, become `cancelled` instead. Oldest push first."""
        current = _sending().where(PushRow.expires_at > now).order_by(PushRow.due_at, PushRow.id)
        claimed: list[Delivery] = []
        for push_id in (await self._session.scalars(current)).all():
            cards = (await cards_of(self._session, [push_id])).get(push_id, {})
            while len(claimed) < limit:
                waiting = await self._waiting(push_id, now, limit - len(claimed))
                if not waiting:
                    break
                claimed += await self._take(owner, waiting, cards, now)
        return claimed

    async def _waiting(
        self, push_id: PushId, now: datetime, limit: int
    ) -> Sequence[tuple[DeliveryRow, SubscriberRow]]:
        found = await self._session.execute(
            select(DeliveryRow, SubscriberRow)
            .join(SubscriberRow, SubscriberRow.id == DeliveryRow.subscriber_id)
            .where(
                DeliveryRow.push_id == push_id,
                DeliveryRow.state == DeliveryState.PENDING,
                or_(DeliveryRow.not_before.is_(None), DeliveryRow.not_before <= now),
            )
            .order_by(DeliveryRow.subscriber_id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=DeliveryRow)
        )
        return found.all()

    async def _take(
        self,
        owner: str,
        waiting: Sequence[tuple[DeliveryRow, SubscriberRow]],
        cards: Mapping[Edition, Card],
        now: datetime,
    ) -> list[Delivery]:
        taken = [
            _delivery(row, reader, cards[reader.edition])
            for row, reader in waiting
            if reader.standing is Standing.ACTIVE and reader.edition in cards
        ]
        ours = {one.id for one in taken}
        dropped = [row.id for row, _ in waiting if row.id not in ours]
        await self._change(_of(ours).values(state=DeliveryState.CLAIMED, owner=owner))
        await self._change(_of(dropped).values(state=DeliveryState.CANCELLED, settled_at=now))
        return taken

    async def intend(self, owner: str, ids: Sequence[DeliveryId], now: datetime) -> list[DeliveryId]:
        """Claimed → sending with one more attempt, before any request leaves; returns those still ours."""
        ours = await self._session.scalars(
            _of(ids)
            .where(DeliveryRow.state == DeliveryState.CLAIMED, DeliveryRow.owner == owner)
            .values(state=DeliveryState.SENDING, attempts=DeliveryRow.attempts + 1, attempted_at=now)
            .returning(DeliveryRow.id)
        )
        return sorted(ours)

    async def settle(self, owner: str, settlements: Sequence[Settlement], now: datetime) -> None:
        """Record outcomes; lost chats become `blocked` subscribers, moved chats get their new id."""
        in_our_hands = and_(DeliveryRow.state == DeliveryState.SENDING, DeliveryRow.owner == owner)
        await self._record(_recording(now).where(in_our_hands), settlements)
        # Somebody gave this delivery up as unknown in the meantime; the answer came after all.
        arrived = [one for one in settlements if one.state is DeliveryState.SENT]
        await self._record(_recording(now).where(DeliveryRow.state == DeliveryState.UNKNOWN), arrived)
        if lost := [one.subscriber_id for one in settlements if one.lost_chat]:
            await lose(self._session, lost, now)
        for one in settlements:
            if one.new_chat_id is not None:
                await change_chat(self._session, one.subscriber_id, one.new_chat_id)

    async def _record(self, recording: Update, settlements: Iterable[Settlement]) -> None:
        if values := [_values(one) for one in settlements]:
            connection = await self._session.connection()
            await connection.execute(recording, values)

    async def release(self, owner: str) -> int:
        """Give back what this owner claimed and did not start."""
        return await self._change(
            _in(_sending(), DeliveryState.CLAIMED)
            .where(DeliveryRow.owner == owner)
            .values(state=DeliveryState.PENDING, owner=None)
        )

    async def recover(self, now: datetime) -> Mapping[DeliveryState, int]:
        """At boot, nobody else running: claimed → pending; sending → pending at risk for private chats,
        unknown elsewhere. Returns how many became what."""
        unsent = await self._change(
            _in(_sending(), DeliveryState.CLAIMED).values(state=DeliveryState.PENDING, owner=None)
        )
        resent_to = select(SubscriberRow.id).where(SubscriberRow.kind.in_(_RESENT_KINDS))
        resent = await self._change(
            _in(_sending(), DeliveryState.SENDING)
            .where(DeliveryRow.subscriber_id.in_(resent_to))
            .values(state=DeliveryState.PENDING, owner=None, risk=DeliveryRow.risk + 1, detail="interrupted")
        )
        held = await self._change(
            _in(_sending(), DeliveryState.SENDING).values(
                state=DeliveryState.UNKNOWN, owner=None, settled_at=now, detail="interrupted"
            )
        )
        became = {DeliveryState.PENDING: unsent + resent, DeliveryState.UNKNOWN: held}
        return {state: count for state, count in became.items() if count}

    async def counts(self, push_id: PushId) -> Mapping[DeliveryState, int]:
        """Deliveries of a push by state."""
        found = await self._session.execute(
            select(DeliveryRow.state, func.count())
            .where(DeliveryRow.push_id == push_id)
            .group_by(DeliveryRow.state)
        )
        return dict(found.all())

    async def _change(self, change: Update) -> int:
        connection = await self._session.connection()
        return (await connection.execute(change)).rowcount


def _sending() -> Select[PushId]:
    """The pushes that can have open deliveries: a handful, however long the history."""
    return select(PushRow.id).where(PushRow.state == PushState.SENDING)


def _in(pushes: Select[PushId], state: DeliveryState) -> Update:
    return update(DeliveryRow).where(DeliveryRow.push_id.in_(pushes), DeliveryRow.state == state)


def _of(ids: Iterable[DeliveryId]) -> Update:
    return update(DeliveryRow).where(DeliveryRow.id.in_(list(ids)))


def _recording(now: datetime) -> Update:
    return (
        update(DeliveryRow)
        .where(DeliveryRow.id == bindparam("delivery"))
        .values(
            state=bindparam("new_state"),
            owner=None,
            not_before=bindparam("new_not_before"),
            risk=DeliveryRow.risk + bindparam("more_risk"),
            lost_chat=bindparam("lost"),
            message_id=bindparam("new_message"),
            detail=bindparam("new_detail"),
            settled_at=now,
        )
    )


def _values(settlement: Settlement) -> dict[str, Any]:
    return {
        "delivery": settlement.delivery_id,
        "new_state": settlement.state,
        "new_not_before": settlement.not_before,
        "more_risk": int(settlement.at_risk),
        "lost": settlement.lost_chat,
        "new_message": settlement.message_id,
        "new_detail": settlement.detail[:_LONGEST_DETAIL] if settlement.detail else None,
    }


def _delivery(row: DeliveryRow, reader: SubscriberRow, card: Card) -> Delivery:
    return Delivery(
        id=row.id,
        push_id=row.push_id,
        subscriber_id=reader.id,
        chat_id=reader.chat_id,
        chat_kind=reader.kind,
        card=card,
        attempts=row.attempts,
        risk=row.risk,
    )
