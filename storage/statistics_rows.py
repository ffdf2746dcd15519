"""The rows of figures."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.ids import PushId
from storage.columns import ROW_ID, Base


class DailyRow(Base):
    """How often a fact was so on a day: some dozens of rows a day, however many subscribers there are."""

    __tablename__ = "daily_counts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    fact: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class PushCostRow(Base):
    """How many readers left within a day after a push reached them; asked once, when that day is over."""

    __tablename__ = "push_costs"

    push_id: Mapped[PushId] = mapped_column(ForeignKey("pushes.id"), primary_key=True, autoincrement=False)
    gone: Mapped[int]


class UnansweredRow(Base):
    """Words that were asked for and found nowhere. Nothing leads to who asked."""

    __tablename__ = "unanswered"

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    words: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
