"""What readers asked last, for the buttons below the answers."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.ids import ChatId
from bot.domain.questions import Question, QuestionId
from storage.columns import Base, clean

_KEPT = 5
"""Questions of a chat; the buttons of older ones are out of date."""


class QuestionRow(Base):
    """A question of a chat."""

    __tablename__ = "questions"
    # No number is used twice: an old button must not find a newer question.
    __table_args__ = (Index(None, "chat_id"), {"sqlite_autoincrement": True})

    id: Mapped[QuestionId] = mapped_column(primary_key=True)
    chat_id: Mapped[ChatId]
    text: Mapped[str]
    asked_at: Mapped[datetime]


_TABLE: Any = QuestionRow.__table__
_NOTE = insert(_TABLE).returning(_TABLE.c.id)
_OF_CHAT = _TABLE.c.chat_id == bindparam("of_chat")
_KEEP = select(_TABLE.c.id).where(_OF_CHAT).order_by(_TABLE.c.id.desc()).limit(_KEPT)
_FORGET = delete(_TABLE).where(_OF_CHAT, _TABLE.c.id.not_in(_KEEP))


class SqlQuestions:
    """bot.question_ports.Questions on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def note(self, chat_id: ChatId, text: str, now: datetime) -> Question:
        """Keep a question and forget the chat's older ones."""
        text = clean(text)
        row = {"chat_id": chat_id, "text": text, "asked_at": now}
        number = (await self._session.execute(_NOTE, row)).scalar_one()
        await self._session.execute(_FORGET, {"of_chat": chat_id})
        return Question(QuestionId(number), chat_id, text, now)

    async def get(self, question_id: QuestionId, chat_id: ChatId) -> Question | None:
        """A question of this chat."""
        row = await self._session.get(QuestionRow, question_id)
        if row is None or row.chat_id != chat_id:
            return None
        return _as_question(row)

    async def of(self, chat_id: ChatId) -> list[Question]:
        """All that is kept of a chat, oldest first."""
        asked = select(QuestionRow).where(QuestionRow.chat_id == chat_id).order_by(QuestionRow.id)
        return [_as_question(row) for row in await self._session.scalars(asked)]

    async def erase(self, chat_id: ChatId) -> None:
        """Forget what a chat asked."""
        await self._session.execute(delete(QuestionRow).where(QuestionRow.chat_id == chat_id))


def _as_question(row: QuestionRow) -> Question:
    return Question(row.id, row.chat_id, row.text, row.asked_at)
