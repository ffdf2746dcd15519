"""What we asked hubs for. Their secrets are not here: they are made of the bot's own."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.hubs import HubOrder, OrderState
from bot.domain.ids import FeedId
from storage.columns import Base, Choice


class HubOrderRow(Base):
    """An order; several of one feed while it changes its hub."""

    __tablename__ = "hub_orders"

    key: Mapped[str] = mapped_column(primary_key=True)
    feed_id: Mapped[FeedId] = mapped_column(ForeignKey("feeds.id"))
    hub: Mapped[str]
    topic: Mapped[str]
    state: Mapped[OrderState] = mapped_column(Choice(OrderState))
    asked_at: Mapped[datetime | None]
    tries: Mapped[int]
    confirmed_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]


class SqlHubOrders:
    """bot.feed_ports.HubOrders on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self) -> list[HubOrder]:
        """Every order on file."""
        return [_order(row) for row in await self._session.scalars(select(HubOrderRow))]

    async def get(self, key: str) -> HubOrder | None:
        """The order that a hub knows by this key."""
        row = await self._session.get(HubOrderRow, key)
        return None if row is None else _order(row)

    async def put(self, orders: Sequence[HubOrder]) -> None:
        """Keep them, in place of what was known of the same."""
        for order in orders:
            await self._session.merge(HubOrderRow(**asdict(order)))
        await self._session.flush()

    async def drop(self, orders: Sequence[HubOrder]) -> None:
        """Forget them."""
        if orders:
            keys = [order.key for order in orders]
            await self._session.execute(delete(HubOrderRow).where(HubOrderRow.key.in_(keys)))


def _order(row: HubOrderRow) -> HubOrder:
    return HubOrder(
        key=row.key,
        feed_id=row.feed_id,
        hub=row.hub,
        topic=row.topic,
        state=row.state,
        asked_at=row.asked_at,
        tries=row.tries,
        confirmed_at=row.confirmed_at,
        ends_at=row.ends_at,
    )
