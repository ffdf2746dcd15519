"""What readers told the newsroom, and the desk messages that show it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Select, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.feedback import Feedback, FeedbackId, FeedbackState
from bot.domain.ids import ArticleId, ChatId, MessageId, UserId
from bot.domain.subscribers import Person
from storage.articles import ArticleRow, as_article
from storage.columns import ROW_ID, Base, Choice, insert


class FeedbackRow(Base):
    """One message to the newsroom. Without a chat, its reader had everything erased."""

    __tablename__ = "feedbacks"
    __table_args__ = (Index(None, "chat_id", "at"), Index(None, "state"), {"sqlite_autoincrement": True})

    id: Mapped[FeedbackId] = mapped_column(ROW_ID, primary_key=True)
    chat_id: Mapped[ChatId | None]
    name: Mapped[str]
    language: Mapped[str]
    text: Mapped[str]
    article_id: Mapped[ArticleId | None] = mapped_column(ForeignKey("articles.id"))
    at: Mapped[datetime]
    state: Mapped[FeedbackState] = mapped_column(Choice(FeedbackState))
    answer: Mapped[str | None]
    answered_by: Mapped[UserId | None]
    answered_name: Mapped[str | None]
    answered_at: Mapped[datetime | None]


class FeedbackMessageRow(Base):
    """A desk chat's message about it, and the state it shows; without an id, the chat was tried in vain."""

    __tablename__ = "feedback_messages"

    feedback_id: Mapped[FeedbackId] = mapped_column(
        ROW_ID, ForeignKey("feedbacks.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    chat_id: Mapped[ChatId] = mapped_column(primary_key=True, autoincrement=False)
    message_id: Mapped[MessageId | None]
    shows: Mapped[FeedbackState] = mapped_column(Choice(FeedbackState))


class SqlFeedbackFile:
    """bot.rights_ports.FeedbackFile on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, person: Person, text: str, article_id: ArticleId | None, now: datetime) -> FeedbackId:
        """File it."""
        row = FeedbackRow(
            chat_id=person.chat_id,
            name=person.name,
            language=person.language,
            text=text,
            article_id=article_id,
            at=now,
            state=FeedbackState.WAITING,
        )
        self._session.add(row)
        await self._session.flush()
        return row.id

    async def count(self, chat_id: ChatId, since: datetime) -> int:
        """How much came from a chat since then."""
        counting = select(func.count()).where(FeedbackRow.chat_id == chat_id, FeedbackRow.at > since)
        return await self._session.scalar(counting) or 0

    async def get(self, feedback_id: FeedbackId) -> Feedback | None:
        """One on file."""
        found = await self._load(select(FeedbackRow).where(FeedbackRow.id == feedback_id))
        return found[0] if found else None

    async def of(self, chat_id: ChatId) -> list[Feedback]:
        """All that came from a chat, oldest first."""
        return await self._load(
            select(FeedbackRow).where(FeedbackRow.chat_id == chat_id).order_by(FeedbackRow.id)
        )

    async def answer(self, feedback_id: FeedbackId, text: str, by: Person, now: datetime) -> bool:
        """Keep an editor's answer; False when it has one, or when nobody is there to answer any more."""
        answered = await self._session.scalar(
            update(FeedbackRow)
            .where(FeedbackRow.id == feedback_id, FeedbackRow.state == FeedbackState.WAITING)
            .values(
                state=FeedbackState.ANSWERED,
                answer=text,
                answered_by=by.id,
                answered_name=by.name,
                answered_at=now,
            )
            .returning(FeedbackRow.id)
        )
        return answered is not None

    async def answered(self) -> list[Feedback]:
        """Those whose answer is to be delivered, oldest first."""
        return await self._load(
            select(FeedbackRow).where(FeedbackRow.state == FeedbackState.ANSWERED).order_by(FeedbackRow.id)
        )

    async def settle(self, feedback_id: FeedbackId, state: FeedbackState) -> None:
        """Its answer came to this end, unless it was erased meanwhile."""
        await self._session.execute(
            update(FeedbackRow)
            .where(FeedbackRow.id == feedback_id, FeedbackRow.state == FeedbackState.ANSWERED)
            .values(state=state)
        )

    async def unshown(self, desk: Sequence[ChatId]) -> list[tuple[Feedback, ChatId]]:
        """What waits and a desk chat has not been shown (or tried) yet, oldest first."""
        waiting = await self._load(
            select(FeedbackRow).where(FeedbackRow.state == FeedbackState.WAITING).order_by(FeedbackRow.id)
        )
        tried = await self._session.execute(
            select(FeedbackMessageRow.feedback_id, FeedbackMessageRow.chat_id)
            .join(FeedbackRow, FeedbackRow.id == FeedbackMessageRow.feedback_id)
            .where(FeedbackRow.state == FeedbackState.WAITING)
        )
        shown = {(feedback_id, chat_id) for feedback_id, chat_id in tried}
        return [(one, chat_id) for one in waiting for chat_id in desk if (one.id, chat_id) not in shown]

    async def shown(self, feedback: Feedback, chat_id: ChatId, message_id: MessageId | None) -> None:
        """Remember the desk message and in which state it shows it; None: the chat could not be reached."""
        adding = insert(self._session, FeedbackMessageRow).values(
            feedback_id=feedback.id, chat_id=chat_id, message_id=message_id, shows=feedback.state
        )
        await self._session.execute(
            adding.on_conflict_do_update(
                index_elements=["feedback_id", "chat_id"],
                set_={"message_id": adding.excluded.message_id, "shows": adding.excluded.shows},
            )
        )

    async def outdated(self) -> list[tuple[Feedback, ChatId, MessageId]]:
        """Desk messages that show another state than there is."""
        found = await self._session.execute(
            select(FeedbackMessageRow.feedback_id, FeedbackMessageRow.chat_id, FeedbackMessageRow.message_id)
            .join(FeedbackRow, FeedbackRow.id == FeedbackMessageRow.feedback_id)
            .where(FeedbackMessageRow.shows != FeedbackRow.state, FeedbackMessageRow.message_id.is_not(None))
            .order_by(FeedbackMessageRow.feedback_id, FeedbackMessageRow.chat_id)
        )
        places = found.all()
        named = select(FeedbackRow).where(FeedbackRow.id.in_({one.feedback_id for one in places}))
        about = {one.id: one for one in await self._load(named)}
        return [(about[number], chat_id, message_id) for number, chat_id, message_id in places if message_id]

    async def forget_unreached(self, chat_id: ChatId) -> None:
        """The chat can be reached now: let it be shown what it missed."""
        await self._session.execute(
            delete(FeedbackMessageRow).where(
                FeedbackMessageRow.chat_id == chat_id, FeedbackMessageRow.message_id.is_(None)
            )
        )

    async def forget(self, before: datetime) -> None:
        """Drop what came earlier than `before`, and what was erased and is on no desk any more."""
        on_a_desk = exists().where(
            FeedbackMessageRow.feedback_id == FeedbackRow.id,
            FeedbackMessageRow.message_id.is_not(None),
            FeedbackMessageRow.shows != FeedbackState.ERASED,
        )
        gone = delete(FeedbackRow).where(FeedbackRow.at < before)
        erased = delete(FeedbackRow).where(FeedbackRow.state == FeedbackState.ERASED, ~on_a_desk)
        for statement in (gone, erased):
            await self._session.execute(statement)

    async def erase(self, chat_id: ChatId) -> None:
        """Whose it was, what they wrote and what they were answered goes."""
        await self._session.execute(
            update(FeedbackRow)
            .where(FeedbackRow.chat_id == chat_id)
            .values(chat_id=None, name="", language="", text="", answer=None, state=FeedbackState.ERASED)
        )

    async def _load(self, query: Select[FeedbackRow]) -> list[Feedback]:
        rows = (await self._session.scalars(query.execution_options(populate_existing=True))).all()
        articles = await self._session.scalars(
            select(ArticleRow).where(ArticleRow.id.in_({row.article_id for row in rows if row.article_id}))
        )
        about = {row.id: as_article(row) for row in articles}
        return [
            Feedback(
                id=row.id,
                chat_id=row.chat_id,
                name=row.name,
                language=row.language,
                text=row.text,
                article=about[row.article_id] if row.article_id else None,
                at=row.at,
                state=row.state,
                answer=row.answer,
                answered_name=row.answered_name,
                answered_at=row.answered_at,
            )
            for row in rows
        ]
