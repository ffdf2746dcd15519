"""What is kept of readers for deciding about appeals: one small row each; and counts per day and wording."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from sqlalchemy import Connection, Engine, Index, delete, exists, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.appeals import Effect, History, Pause, Rest
from bot.domain.ids import ArticleId, ChatId, Edition, SubscriberId
from bot.domain.push_reports import EFFECT_LASTS
from bot.domain.pushes import Lane
from storage.columns import Base, Choice, Json, dialect_of, insert
from storage.push_rows import PushRow
from storage.subscribers import SubscriberRow

_REMINDED = text("rest = 'later'")
_ONE = 1


class AppealRow(Base):
    """A private chat. Its days are pairs of a day's number and how much was done; never what."""

    __tablename__ = "appeals"
    __table_args__ = (Index("ix_appeals_reminders", "rests_until", sqlite_where=_REMINDED),)

    chat_id: Mapped[ChatId] = mapped_column(primary_key=True, autoincrement=False)
    days: Mapped[Any] = mapped_column(Json)
    shown_at: Mapped[datetime | None]
    wording: Mapped[str | None]
    is_tapped: Mapped[bool]
    rest: Mapped[Rest | None] = mapped_column(Choice(Rest))
    rests_until: Mapped[datetime | None]


class AppealCountRow(Base):
    """How often something was done with a wording on a day."""

    __tablename__ = "appeal_counts"

    day: Mapped[date] = mapped_column(primary_key=True)
    edition: Mapped[Edition] = mapped_column(primary_key=True)
    wording: Mapped[str] = mapped_column(primary_key=True)
    effect: Mapped[Effect] = mapped_column(Choice(Effect), primary_key=True)
    count: Mapped[int]


class AppealPauseRow(Base):
    """Nobody is asked while this row is there: one at most."""

    __tablename__ = "appeal_pause"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    begun_at: Mapped[datetime]
    begun_name: Mapped[str]


def count_gone(connection: Connection, left: Mapping[SubscriberId, datetime], zone: tzinfo) -> None:
    """Of these who left or blocked us: count those who had just been asked for support, for its wording."""
    asked = connection.execute(
        select(SubscriberRow.id, SubscriberRow.edition, AppealRow.wording, AppealRow.shown_at)
        .join(AppealRow, AppealRow.chat_id == SubscriberRow.chat_id)
        .where(SubscriberRow.id.in_(left), AppealRow.wording.is_not(None))
    )
    gone = Counter(
        (left[row.id].astimezone(zone).date(), row.edition, row.wording)
        for row in asked
        if row.shown_at <= left[row.id] <= row.shown_at + EFFECT_LASTS
    )
    # Always in the same order, so that nobody waits in a circle.
    for (day, edition, wording), by in sorted(gone.items()):
        connection.execute(_counting(connection, day, edition, wording, Effect.GONE, by))


def _counting(
    bind: Engine | Connection, day: date, edition: Edition, wording: str, effect: Effect, by: int
) -> Any:
    key = {"day": day, "edition": edition, "wording": wording, "effect": effect}
    adding = dialect_of(bind).insert(AppealCountRow).values(**key, count=by)
    more = {"count": AppealCountRow.count + by}
    return adding.on_conflict_do_update(index_elements=list(key), set_=more)


class SqlAppeals:
    """bot.appeal_ports.Appeals on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, chat_id: ChatId) -> History | None:
        """What is kept of a chat."""
        kept = select(AppealRow).where(AppealRow.chat_id == chat_id)
        row = await self._session.scalar(kept.execution_options(populate_existing=True))
        if row is None:
            return None
        return History(
            days=tuple((date.fromordinal(day), count) for day, count in row.days),
            shown_at=row.shown_at,
            wording=row.wording,
            is_tapped=row.is_tapped,
            rest=row.rest,
            rests_until=row.rests_until,
        )

    async def hold(self, chat_id: ChatId) -> None:
        """Until this transaction ends, nobody else changes it."""
        # SQLite has one writer at a time anyhow.
        row = select(AppealRow.chat_id).where(AppealRow.chat_id == chat_id)
        await self._session.execute(row.with_for_update())

    async def keep(self, chat_id: ChatId, history: History) -> None:
        """From now on this is kept of a chat."""
        values = {
            "days": [[day.toordinal(), count] for day, count in history.days],
            "shown_at": history.shown_at,
            "wording": history.wording,
            "is_tapped": history.is_tapped,
            "rest": history.rest,
            "rests_until": history.rests_until,
        }
        filing = insert(self._session, AppealRow).values(chat_id=chat_id, **values)
        await self._session.execute(filing.on_conflict_do_update(index_elements=["chat_id"], set_=values))

    async def erase(self, chat_id: ChatId) -> None:
        """Nothing is kept of the chat."""
        await self._session.execute(delete(AppealRow).where(AppealRow.chat_id == chat_id))

    async def count(self, day: date, edition: Edition, wording: str, effect: Effect) -> None:
        """One more on this day."""
        await self._session.execute(_counting(self._session.get_bind(), day, edition, wording, effect, 1))

    async def counts(self, since: date) -> Mapping[tuple[Edition, str], Mapping[Effect, int]]:
        """From that day on, by edition and wording."""
        row = AppealCountRow
        found = await self._session.execute(
            select(row.edition, row.wording, row.effect, func.sum(row.count))
            .where(row.day >= since)
            .group_by(row.edition, row.wording, row.effect)
        )
        told: dict[tuple[Edition, str], dict[Effect, int]] = {}
        for edition, wording, effect, count in found:
            told.setdefault((edition, wording), {})[effect] = int(count)
        return told

    async def reminders(self, now: datetime, limit: int) -> Sequence[ChatId]:
        """Who wanted to be reminded by now, the longest waiting first."""
        due = _REMINDED, AppealRow.rests_until <= now
        first = select(AppealRow.chat_id).where(*due).order_by(AppealRow.rests_until).limit(limit)
        return (await self._session.scalars(first)).all()

    async def pause(self) -> Pause | None:
        """Since when all appeals are off, if they are."""
        row = await self._session.get(AppealPauseRow, _ONE)
        return Pause(row.begun_at, row.begun_name) if row else None

    async def begin_pause(self, name: str, now: datetime) -> bool:
        """Turn them off; False when they are."""
        beginning = insert(self._session, AppealPauseRow).values(id=_ONE, begun_at=now, begun_name=name)
        begun = beginning.on_conflict_do_nothing(index_elements=["id"]).returning(AppealPauseRow.id)
        return await self._session.scalar(begun) is not None

    async def end_pause(self) -> bool:
        """Turn them on; False when they are."""
        ended = delete(AppealPauseRow).returning(AppealPauseRow.id)
        return await self._session.scalar(ended) is not None

    async def any_breaking(self, articles: Sequence[ArticleId]) -> bool:
        """Whether one of them was pushed as breaking news."""
        pushed = exists().where(PushRow.article_id.in_(articles), PushRow.lane == Lane.BREAKING)
        return bool(await self._session.scalar(select(pushed)))
