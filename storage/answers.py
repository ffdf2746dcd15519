"""Answers that are on file until Telegram took them, so that none vanishes with its process."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, bindparam, delete, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.answers import Answer, OwedAnswer, Way
from bot.domain.ids import ChatId, MessageId
from bot.domain.pushes import Button, Card, Document
from bot.inbox_ports import AnswerKey
from bot.rate import MINUTE
from storage.columns import Base, Json


class AnswerRow(Base):
    """An answer to an update, in the order in which its handler gave them."""

    __tablename__ = "answers"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    chat_id: Mapped[ChatId]
    payload: Mapped[Mapping[str, Any]] = mapped_column(Json)
    said_at: Mapped[datetime | None]
    """When an answer to a group was done with: for a minute it counts in the group's budget."""


_KEY = AnswerRow.update_id, AnswerRow.position
_THIS = AnswerRow.update_id == bindparam("of_update"), AnswerRow.position == bindparam("at_position")
_TABLE: Any = AnswerRow.__table__
_ADD = insert(_TABLE)
_STALE = delete(_TABLE).where(_TABLE.c.said_at <= bindparam("before"))
_DELETE = delete(_TABLE).where(*_THIS)
_SAID = update(_TABLE).where(*_THIS).values(said_at=bindparam("now"))


class SqlAnswers:
    """bot.ports.Answers on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, owed: Sequence[OwedAnswer]) -> None:
        """Keep them until `remove`."""
        if owed:
            await self._session.execute(_ADD, [_values(one) for one in owed])

    async def owed(self, keys: Sequence[AnswerKey] | None = None) -> list[OwedAnswer]:
        """What was not sent yet, oldest update first; of these alone, where there are `keys`."""
        waiting = select(AnswerRow).where(AnswerRow.said_at.is_(None)).order_by(*_KEY)
        if keys is not None:
            waiting = waiting.where(tuple_(*_KEY).in_(keys))
        return [_owed(row) for row in await self._session.scalars(waiting)]

    async def owed_keys(self, limit: int) -> list[AnswerKey]:
        """Which were not sent yet, in the same order."""
        waiting = select(*_KEY).where(AnswerRow.said_at.is_(None)).order_by(*_KEY).limit(limit)
        return [(update_id, position) for update_id, position in await self._session.execute(waiting)]

    async def crowded(self, chat_ids: Collection[ChatId], crowd: int) -> set[ChatId]:
        """The chats for which so many answers or more were not sent yet."""
        waiting = AnswerRow.chat_id.in_(chat_ids), AnswerRow.said_at.is_(None)
        counted = select(AnswerRow.chat_id).where(*waiting).group_by(AnswerRow.chat_id)
        return set(await self._session.scalars(counted.having(func.count() >= crowd)))

    async def remove(self, owed: Sequence[OwedAnswer], now: datetime) -> None:
        """They are sent, or given up. What a group's budget counts stays for as long as it does."""
        connection = await self._session.connection()
        await connection.execute(_STALE, {"before": now - MINUTE})
        for statement, over in (
            (_DELETE, [one for one in owed if not _counts(one)]),
            (_SAID, [one for one in owed if _counts(one)]),
        ):
            if over:
                await connection.execute(
                    statement,
                    [{"of_update": one.update_id, "at_position": one.position, "now": now} for one in over],
                )


def _counts(owed: OwedAnswer) -> bool:
    return owed.answer.chat_id < 0 and owed.answer.way is Way.NEW


def _values(owed: OwedAnswer) -> dict[str, Any]:
    answer = owed.answer
    payload = {
        "way": answer.way,
        "message_id": answer.message_id,
        "thread_id": answer.thread_id,
        "card": answer.card,
    }
    return {
        "update_id": owed.update_id,
        "position": owed.position,
        "chat_id": answer.chat_id,
        "payload": payload,
    }


def _owed(row: AnswerRow) -> OwedAnswer:
    payload = row.payload
    message_id = payload["message_id"]
    answer = Answer(
        chat_id=row.chat_id,
        card=_card(payload["card"]),
        way=Way(payload["way"]),
        message_id=None if message_id is None else MessageId(message_id),
        thread_id=payload.get("thread_id"),
    )
    return OwedAnswer(update_id=row.update_id, position=row.position, answer=answer)


def _card(kept: Mapping[str, Any]) -> Card:
    buttons = tuple(tuple(Button(**button) for button in row) for row in kept["buttons"])
    document = Document(**kept["document"]) if kept.get("document") else None
    return Card(**{**kept, "buttons": buttons, "document": document})
