"""The chats that get pushes, and the log of who came and went."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Connection,
    ForeignKey,
    Index,
    Row,
    bindparam,
    delete,
    exists,
    false,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.ids import ChatId, Edition, SubscriberId, ThreadId, UserId
from bot.domain.subscribers import ChatKind, Standing, Subscriber
from storage.columns import ROW_ID, Base, Choice
from storage.digest_rows import DigestWaitRow
from storage.endings import let_go
from storage.follow_rows import FollowRow
from storage.preferences import PreferenceRow

_GONE = (Standing.LEFT, Standing.BLOCKED, Standing.ERASED)


class Move(StrEnum):
    """What a subscriber did. Who pauses has not left, so who resumes does not return."""

    JOINED = "joined"
    RETURNED = "returned"
    PAUSED = "paused"
    RESUMED = "resumed"
    LEFT = "left"
    BLOCKED = "blocked"


_BACK = (Move.RETURNED, Move.RESUMED)


class SubscriberRow(Base):
    """A chat that gets pushes while it is active."""

    __tablename__ = "subscribers"
    # All that is counted of an audience, so that counting reads no row.
    __table_args__ = (Index(None, "standing", "edition", "kind", "source"), {"sqlite_autoincrement": True})

    id: Mapped[SubscriberId] = mapped_column(primary_key=True)
    chat_id: Mapped[ChatId] = mapped_column(unique=True)
    kind: Mapped[ChatKind] = mapped_column(Choice(ChatKind))
    edition: Mapped[Edition]
    language: Mapped[str]
    standing: Mapped[Standing] = mapped_column(Choice(Standing))
    joined_at: Mapped[datetime]
    source: Mapped[str | None]
    """The link by which they came first; see bot.domain.links."""
    thread_id: Mapped[ThreadId | None]
    title: Mapped[str | None]
    keeper_id: Mapped[UserId | None] = mapped_column(index=True)
    keeper_owed: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the keeper has yet to hear that a message was refused here."""
    seen_on: Mapped[date | None]
    """The day, UTC's, on which they wrote or tapped last."""


class MoveRow(Base):
    """One move of one subscriber."""

    __tablename__ = "moves"
    __table_args__ = (
        Index("ix_moves_uncounted", "id", sqlite_where=text("counted = 0")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    subscriber_id: Mapped[SubscriberId] = mapped_column(ForeignKey("subscribers.id"), index=True)
    move: Mapped[Move] = mapped_column(Choice(Move))
    at: Mapped[datetime] = mapped_column(index=True)
    counted: Mapped[bool] = mapped_column(server_default=false())
    """Whether the figures of its day hold it; see statistics.py."""


_TABLE = SubscriberRow.__table__
_OF_CHAT = select(_TABLE).where(_TABLE.c.chat_id == bindparam("of_chat"))
"""Asked with nearly every update: put together once, and of plain columns."""


class SqlSubscribers:
    """bot.ports.Subscribers on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def by_chat(self, chat_id: ChatId) -> Subscriber | None:
        """The subscriber of a chat, whatever its standing."""
        row = (await self._session.execute(_OF_CHAT, {"of_chat": chat_id})).first()
        return _subscriber(row) if row else None

    async def by_id(self, subscriber_id: SubscriberId) -> Subscriber | None:
        """The subscriber of this number, whatever its standing; a tombstone, too."""
        row = await self._session.get(SubscriberRow, subscriber_id)
        return _subscriber(row) if row else None

    async def join(
        self, chat_id: ChatId, *, edition: Edition, language: str, now: datetime, source: str | None = None
    ) -> Subscriber:
        """Subscribe a chat or make it active again; logged as a join when it was gone or new."""
        row = await self._row(chat_id)
        if row is None:
            row = await self._add(chat_id, edition, language, now, source)
        else:
            row.edition, row.language = edition, language
            await self._move(row, Standing.ACTIVE, now)
        await self._session.flush()
        return _subscriber(row)

    async def set_standing(self, chat_id: ChatId, standing: Standing, now: datetime) -> None:
        """Change the standing of a known chat, and log the move if it is one."""
        row = await self._row(chat_id)
        if row is not None:
            await self._move(row, standing, now)
            await self._session.flush()
            if standing is not Standing.ACTIVE:
                await (await self._session.connection()).run_sync(let_go, row.id, now)

    async def set_edition(self, chat_id: ChatId, edition: Edition) -> None:
        """Change what a known chat reads."""
        await self._set(chat_id, edition=edition)

    async def describe(
        self, chat_id: ChatId, *, kind: ChatKind, title: str, keeper_id: UserId | None = None
    ) -> None:
        """What a known group or channel is, and who let us in; None leaves that as it is. Who changed our
        place there knows what that means."""
        kept = {} if keeper_id is None else {"keeper_id": keeper_id}
        await self._set(chat_id, kind=kind, title=title, keeper_owed=False, **kept)

    async def rename(self, chat_id: ChatId, title: str) -> None:
        """A known group has another title."""
        await self._set(chat_id, title=title)

    async def send_to(self, chat_id: ChatId, thread_id: ThreadId | None) -> None:
        """The topic of a known group that pushes go to from now on."""
        await self._set(chat_id, thread_id=thread_id)

    async def kept_by(self, user_id: UserId) -> list[Subscriber]:
        """The groups and channels that this person let us into, and that are not gone, by title."""
        rows = await self._session.scalars(
            select(SubscriberRow)
            .where(SubscriberRow.keeper_id == user_id, SubscriberRow.standing != Standing.ERASED)
            .order_by(SubscriberRow.title, SubscriberRow.id)
        )
        return [_subscriber(row) for row in rows]

    async def owe_keeper(self, chat_id: ChatId) -> None:
        """A message to this chat was refused; where somebody keeps it, they have yet to hear of it."""
        await self._set(chat_id, keeper_owed=SubscriberRow.keeper_id.is_not(None))

    async def owed_keepers(self, limit: int) -> list[Subscriber]:
        """The chats whose keepers have yet to hear that a message was refused there."""
        # Said so, the index of the few chats that somebody keeps serves the question.
        kept = SubscriberRow.keeper_id > 0
        owed = select(SubscriberRow).where(kept, SubscriberRow.keeper_owed).order_by(SubscriberRow.id)
        return [_subscriber(row) for row in await self._session.scalars(owed.limit(limit))]

    async def keeper_told(self, chat_id: ChatId) -> None:
        """The keeper has heard of it, or can't be reached."""
        await self._set(chat_id, keeper_owed=False)

    async def seen(self, chat_ids: Collection[ChatId], day: date) -> Collection[ChatId]:
        """These chats wrote or tapped on this day; those of them that are no strangers."""
        known = await self._session.scalars(
            update(SubscriberRow)
            .where(SubscriberRow.chat_id.in_(chat_ids), SubscriberRow.standing != Standing.ERASED)
            .values(seen_on=day)
            .returning(SubscriberRow.chat_id)
        )
        return known.all()

    async def migrate(self, old: ChatId, new: ChatId, now: datetime) -> None:
        """A group goes on under another id, with all it chose; twice is the same as once."""
        before, after = await self._row(old), await self._row(new)
        if before is None:
            return
        if after is None:
            before.chat_id, before.thread_id = new, None
        else:
            # Telegram told us of the new group before it told of the move.
            await self._take_along(before, after)
            await self._move(before, Standing.LEFT, now)
        await self._session.flush()

    async def _take_along(self, before: SubscriberRow, after: SubscriberRow) -> None:
        """What the group chose, unless it has chosen anew by now."""
        chosen = await self._session.scalar(select(exists().where(FollowRow.subscriber_id == after.id)))
        if not chosen and before.standing not in _GONE:
            after.edition, after.language, after.standing = before.edition, before.language, before.standing
            after.keeper_id = before.keeper_id
            theirs = update(FollowRow).where(FollowRow.subscriber_id == before.id)
            await self._session.execute(theirs.values(subscriber_id=after.id))

    async def wake(self, now: datetime) -> None:
        """Whose pause is over by now are active again."""
        over = select(PreferenceRow.subscriber_id).where(PreferenceRow.paused_until <= now)
        ids = (await self._session.scalars(over)).all()
        if not ids:
            return
        rows = select(SubscriberRow).where(
            SubscriberRow.id.in_(ids), SubscriberRow.standing == Standing.PAUSED
        )
        for row in (await self._session.scalars(rows)).all():
            await self._move(row, Standing.ACTIVE, now)
        await self._session.execute(
            update(PreferenceRow).where(PreferenceRow.subscriber_id.in_(ids)).values(paused_until=None)
        )
        await self._session.flush()

    async def standings(self) -> Mapping[Standing, int]:
        """How many subscribers stand how."""
        found = await self._session.execute(
            select(SubscriberRow.standing, func.count()).group_by(SubscriberRow.standing)
        )
        return dict(found.all())

    async def _set(self, chat_id: ChatId, **values: object) -> None:
        statement = update(SubscriberRow).where(SubscriberRow.chat_id == chat_id).values(**values)
        await self._session.execute(statement)

    async def _row(self, chat_id: ChatId) -> SubscriberRow | None:
        return await self._session.scalar(select(SubscriberRow).where(SubscriberRow.chat_id == chat_id))

    async def _add(
        self, chat_id: ChatId, edition: Edition, language: str, now: datetime, source: str | None
    ) -> SubscriberRow:
        row = SubscriberRow(
            chat_id=chat_id,
            # Telegram's own rule: people have positive ids, every other kind of chat a negative one.
            kind=ChatKind.PRIVATE if chat_id > 0 else ChatKind.GROUP,
            edition=edition,
            language=language,
            standing=Standing.ACTIVE,
            joined_at=now,
            source=source,
        )
        self._session.add(row)
        await self._session.flush()
        self._session.add(MoveRow(subscriber_id=row.id, move=Move.JOINED, at=now))
        return row

    async def _move(self, row: SubscriberRow, standing: Standing, now: datetime) -> None:
        move = _move_between(row.standing, standing)
        row.standing = standing
        row.keeper_owed = row.keeper_owed and standing is Standing.BLOCKED
        if move is not None:
            self._session.add(MoveRow(subscriber_id=row.id, move=move, at=now))
        if move in _BACK:
            # What came meanwhile they did not want, and what waited before is old.
            await self._session.execute(delete(DigestWaitRow).where(DigestWaitRow.subscriber_id == row.id))


def lose(connection: Connection, subscriber_ids: Sequence[SubscriberId], now: datetime) -> None:
    """Telegram says that these chats can't be reached: those still with us are blocked from now on."""
    if not subscriber_ids:
        return
    lost = connection.scalars(
        update(SubscriberRow)
        .where(SubscriberRow.id.in_(subscriber_ids), SubscriberRow.standing.not_in(_GONE))
        .values(standing=Standing.BLOCKED, keeper_owed=SubscriberRow.keeper_id.is_not(None))
        .returning(SubscriberRow.id)
    ).all()
    if lost:
        moves = [{"subscriber_id": one, "move": Move.BLOCKED, "at": now} for one in lost]
        connection.execute(insert(MoveRow), moves)


def move_chat(connection: Connection, subscriber_id: SubscriberId, chat_id: ChatId) -> None:
    """A group goes on under another id. Where the new id subscribed by itself, the old one is over."""
    new = connection.scalar(select(SubscriberRow.id).where(SubscriberRow.chat_id == chat_id))
    change = {"chat_id": chat_id} if new is None else {"standing": Standing.LEFT}
    if new != subscriber_id:
        still = update(SubscriberRow).where(SubscriberRow.standing != Standing.ERASED)
        connection.execute(still.where(SubscriberRow.id == subscriber_id).values(change))


def _move_between(before: Standing, after: Standing) -> Move | None:
    if before is after:
        return None
    if after is Standing.ACTIVE:
        return Move.RETURNED if before in _GONE else Move.RESUMED
    if after is Standing.PAUSED:
        return Move.PAUSED
    if before in _GONE:
        return None
    return Move.LEFT if after is Standing.LEFT else Move.BLOCKED


def _subscriber(row: SubscriberRow | Row[Any]) -> Subscriber:
    return Subscriber(
        id=row.id,
        chat_id=row.chat_id,
        kind=row.kind,
        edition=row.edition,
        language=row.language,
        standing=row.standing,
        joined_at=row.joined_at,
        source=row.source,
        thread_id=row.thread_id,
        title=row.title,
        keeper_id=row.keeper_id,
        seen_on=row.seen_on,
    )
