"""What readers made of pushes: counts for each push, and the links by which they are counted. Never who."""

from sqlalchemy import ForeignKey, case, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.ids import ArticleId, ChatId, MessageId, PushId
from bot.domain.push_reports import Effect, Effects
from storage.columns import Base, Choice, insert
from storage.delivery_rows import DeliveryRow
from storage.departures import gone_after
from storage.push_rows import PushLinkRow, PushRow
from storage.subscribers import SubscriberRow


class PushEffectRow(Base):
    """How often something was done with a push."""

    __tablename__ = "push_effects"

    push_id: Mapped[PushId] = mapped_column(ForeignKey("pushes.id"), primary_key=True, autoincrement=False)
    effect: Mapped[Effect] = mapped_column(Choice(Effect), primary_key=True)
    count: Mapped[int]


class SqlPushEffects:
    """bot.desk_ports.PushEffects on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def tapped(self, chat_id: ChatId, message_id: MessageId, article_id: ArticleId) -> PushId | None:
        """The push of this article that brought this message to this chat."""
        return await self._session.scalar(
            select(PushRow.id)
            .join(DeliveryRow, DeliveryRow.push_id == PushRow.id)
            .join(SubscriberRow, SubscriberRow.id == DeliveryRow.subscriber_id)
            .where(
                PushRow.article_id == article_id,
                SubscriberRow.chat_id == chat_id,
                DeliveryRow.message_id == message_id,
            )
            .order_by(PushRow.id)
            .limit(1)
        )

    async def count(self, push_id: PushId, effect: Effect, by: int = 1) -> None:
        """Add so many; a count never falls below 0."""
        adding = insert(self._session, PushEffectRow).values(push_id=push_id, effect=effect, count=max(by, 0))
        total = PushEffectRow.count + by
        await self._session.execute(
            adding.on_conflict_do_update(
                index_elements=["push_id", "effect"], set_={"count": case((total > 0, total), else_=0)}
            )
        )

    async def of(self, push_id: PushId) -> Effects:
        """What came of a push so far."""
        found = await self._session.execute(
            select(PushEffectRow.effect, PushEffectRow.count).where(PushEffectRow.push_id == push_id)
        )
        due_at = await self._session.scalar(select(PushRow.due_at).where(PushRow.id == push_id))
        gone = await gone_after(self._session, push_id, due_at) if due_at else 0
        return Effects(dict(found.all()), gone)

    async def link(self, key: str) -> tuple[PushId, str] | None:
        """Whose link it is, and where it leads."""
        row = await self._session.get(PushLinkRow, key)
        return (row.push_id, row.url) if row else None
