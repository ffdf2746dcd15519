"""When what is done now and then was done last, whoever did it."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.moments import Moment
from storage.columns import Base, Choice, insert


class MomentRow(Base):
    """A thing that was done, and when."""

    __tablename__ = "moments"

    name: Mapped[Moment] = mapped_column(Choice(Moment), primary_key=True)
    at: Mapped[datetime]


class SqlMoments:
    """bot.upkeep_ports.Moments on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def note(self, name: Moment, at: datetime) -> None:
        """It was done now."""
        noting = insert(self._session, MomentRow).values(name=name, at=at)
        await self._session.execute(
            noting.on_conflict_do_update(index_elements=["name"], set_={"at": noting.excluded.at})
        )

    async def last(self, name: Moment) -> datetime | None:
        """When it was done last; None for never."""
        return await self._session.scalar(select(MomentRow.at).where(MomentRow.name == name))

    async def forget(self, name: Moment) -> None:
        """It was never, as far as we know."""
        await self._session.execute(delete(MomentRow).where(MomentRow.name == name))
