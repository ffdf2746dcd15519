"""What waits for the desk, and the desk messages that show it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, and_, delete, false, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.ids import ArticleId, ChatId, MessageId, PushId, UserId
from bot.domain.pushes import PushState
from bot.domain.reviews import Page, Review, ReviewState
from bot.domain.subscribers import Person
from storage.articles import ArticleRow, as_article
from storage.columns import Base, Choice, Json, insert
from storage.push_rows import PushRow
from storage.saved_audiences import as_audience


class ReviewRow(Base):
    """The review of an article."""

    __tablename__ = "reviews"
    __table_args__ = (Index(None, "state", "opened_at"),)

    article_id: Mapped[ArticleId] = mapped_column(
        ForeignKey("articles.id"), primary_key=True, autoincrement=False
    )
    state: Mapped[ReviewState] = mapped_column(Choice(ReviewState))
    opened_at: Mapped[datetime]
    decided_by: Mapped[UserId | None]
    decided_name: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    push_id: Mapped[PushId | None]
    """What *Send now* made, where it gives time to stop it."""
    audience: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """Whom an editor chose before deciding; as in PushRow."""


class ReviewMessageRow(Base):
    """A desk chat's message with a review; without a message id, the chat was tried in vain.

    `shows_verdict` once its buttons say what was decided, or were tried to; `shows_stop` while they offer to
    stop it. The index is partial on
    PostgreSQL, too, by the migration.
    """

    __tablename__ = "review_messages"
    __table_args__ = (
        Index(
            "ix_review_messages_without_verdict",
            "article_id",
            sqlite_where=text("NOT shows_verdict"),
        ),
    )

    article_id: Mapped[ArticleId] = mapped_column(
        ForeignKey("reviews.article_id"), primary_key=True, autoincrement=False
    )
    chat_id: Mapped[ChatId] = mapped_column(primary_key=True, autoincrement=False)
    message_id: Mapped[MessageId | None]
    shows_verdict: Mapped[bool] = mapped_column(default=False)
    page: Mapped[Page] = mapped_column(Choice(Page), default=Page.DESK)
    picture: Mapped[str | None]
    turn: Mapped[int] = mapped_column(default=0)
    """Counts what the card was to show so far; it shows the `shown`th of them."""
    shown: Mapped[int] = mapped_column(default=0)
    anew: Mapped[bool] = mapped_column(default=False)
    shows_stop: Mapped[bool] = mapped_column(default=False, server_default=false())
    checks_id: Mapped[MessageId | None]
    """The message below it with the checks."""
    checks_turn: Mapped[int] = mapped_column(default=0, server_default="0")
    """Counts what there was to check so far; `checked` is what the checks are of."""
    checked: Mapped[int] = mapped_column(default=0, server_default="0")
    without_photo: Mapped[bool] = mapped_column(default=False, server_default=false())
    photo_size: Mapped[list[int] | None] = mapped_column(Json)


class SqlReviews:
    """bot.ports.Reviews on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def open(self, article_id: ArticleId, now: datetime) -> None:
        """Lay an article before the desk; again if it was decided or expired before."""
        row = await self._session.get(ReviewRow, article_id)
        if row is None:
            self._session.add(ReviewRow(article_id=article_id, state=ReviewState.WAITING, opened_at=now))
        elif row.state is not ReviewState.WAITING:
            row.state, row.opened_at = ReviewState.WAITING, now
            row.decided_by = row.decided_name = row.decided_at = row.push_id = row.audience = None
            await self._forget_messages(article_id)
        await self._session.flush()

    async def reopen(self, article_id: ArticleId, now: datetime) -> None:
        """What was decided is to be decided again, on the same desk messages."""
        await self._session.execute(
            update(ReviewRow)
            .where(ReviewRow.article_id == article_id)
            .values(
                state=ReviewState.WAITING,
                opened_at=now,
                decided_by=None,
                decided_name=None,
                decided_at=None,
                push_id=None,
            )
        )

    async def get(self, article_id: ArticleId) -> Review | None:
        """The review of an article."""
        found = await self._session.execute(
            select(ReviewRow, ArticleRow, PushRow.id)
            .select_from(ReviewRow)
            .join(ArticleRow)
            .outerjoin(PushRow, _UNBEGUN)
            .where(ReviewRow.article_id == article_id)
        )
        row = found.one_or_none()
        return _review(*row) if row else None

    async def decide(
        self, article_id: ArticleId, state: ReviewState, by: Person, now: datetime, *, on_card: bool = True
    ) -> bool:
        """Decide if it still waits, keeping who it was; False when somebody was faster."""
        decided = await self._session.scalar(
            update(ReviewRow)
            .where(ReviewRow.article_id == article_id, ReviewRow.state == ReviewState.WAITING)
            .values(state=state, decided_by=by.id, decided_name=by.name, decided_at=now)
            .returning(ReviewRow.article_id)
        )
        if decided is not None and on_card:
            # The answer to the press does that.
            await self.verdict_shown(article_id, by.chat_id)
        return decided is not None

    async def overtake(self, article_id: ArticleId, now: datetime) -> None:
        """A schedule sends the article: nobody needs to decide any more."""
        await self._session.execute(
            update(ReviewRow)
            .where(ReviewRow.article_id == article_id, ReviewRow.state == ReviewState.WAITING)
            .values(state=ReviewState.ON_SCHEDULE, decided_at=now)
        )

    async def show_again(self, article_id: ArticleId) -> None:
        """A waiting review's article changed: forget its desk messages, so that it is shown anew."""
        row = await self._session.get(ReviewRow, article_id)
        if row is not None and row.state is ReviewState.WAITING:
            await self._forget_messages(article_id)

    async def expire(self, before: datetime) -> None:
        """Close reviews opened earlier than `before` that still wait."""
        await self._session.execute(
            update(ReviewRow)
            .where(ReviewRow.state == ReviewState.WAITING, ReviewRow.opened_at < before)
            .values(state=ReviewState.EXPIRED)
        )

    async def unshown(self, desk: Sequence[ChatId]) -> list[tuple[Review, ChatId]]:
        """Waiting reviews that a desk chat has not been shown (or tried) yet, oldest first."""
        waiting = await self._session.execute(
            select(ReviewRow, ArticleRow)
            .join(ArticleRow)
            .where(ReviewRow.state == ReviewState.WAITING)
            .order_by(ReviewRow.opened_at, ReviewRow.article_id)
        )
        pairs = waiting.all()
        shown = await self._shown([row.article_id for row, _ in pairs])
        return [
            (_review(row, article), chat_id)
            for row, article in pairs
            for chat_id in desk
            if (row.article_id, chat_id) not in shown
        ]

    async def _shown(self, article_ids: Sequence[ArticleId]) -> set[tuple[ArticleId, ChatId]]:
        found = await self._session.execute(
            select(ReviewMessageRow.article_id, ReviewMessageRow.chat_id).where(
                ReviewMessageRow.article_id.in_(article_ids)
            )
        )
        return set(found)

    async def shown(self, article_id: ArticleId, chat_id: ChatId, message_id: MessageId | None) -> None:
        """Remember the desk message; None means that the chat could not be reached."""
        adding = insert(self._session, ReviewMessageRow).values(
            article_id=article_id, chat_id=chat_id, message_id=message_id
        )
        # A chat that can't be reached now may still hold an older message to put the verdict under.
        known = func.coalesce(adding.excluded.message_id, ReviewMessageRow.message_id)
        await self._session.execute(
            adding.on_conflict_do_update(index_elements=["article_id", "chat_id"], set_={"message_id": known})
        )

    async def forget_unreached(self, chat_id: ChatId) -> None:
        """The chat can be reached now: let its missed reviews be shown again."""
        await self._session.execute(
            delete(ReviewMessageRow).where(
                ReviewMessageRow.chat_id == chat_id, ReviewMessageRow.message_id.is_(None)
            )
        )

    async def without_verdict(self) -> list[tuple[Review, ChatId, MessageId]]:
        """Desk messages of reviews that are over which still show the buttons to decide, oldest first."""
        found = await self._session.execute(
            select(ReviewRow, ArticleRow, PushRow.id, ReviewMessageRow.chat_id, ReviewMessageRow.message_id)
            .select_from(ReviewRow)
            .join(ArticleRow)
            .join(ReviewMessageRow, ReviewMessageRow.article_id == ReviewRow.article_id)
            .outerjoin(PushRow, _UNBEGUN)
            .where(
                ReviewRow.state != ReviewState.WAITING,
                ReviewMessageRow.shows_verdict.is_(False),
                or_(PushRow.id.is_(None), ReviewMessageRow.shows_stop.is_(False)),
                ReviewMessageRow.message_id.is_not(None),
            )
            .order_by(ReviewRow.opened_at, ReviewRow.article_id, ReviewMessageRow.chat_id)
        )
        return [
            (_review(row, article, stoppable), chat_id, message_id)
            for row, article, stoppable, chat_id, message_id in found
            if message_id is not None
        ]

    async def leaves(
        self, article_id: ArticleId, push_id: PushId, chat_id: ChatId, message_id: MessageId | None
    ) -> None:
        """This push carries out the decision, and can still be stopped; that message says so."""
        await self._session.execute(
            update(ReviewRow).where(ReviewRow.article_id == article_id).values(push_id=push_id)
        )
        if message_id is not None:
            await self.shown(article_id, chat_id, message_id)
        shown = update(ReviewMessageRow).where(ReviewMessageRow.article_id == article_id)
        await self._session.execute(
            shown.values(shows_verdict=False, shows_stop=ReviewMessageRow.chat_id == chat_id)
        )

    async def stop_shown(self, article_id: ArticleId, chat_id: ChatId, *, stoppable: bool) -> None:
        """The desk message in this chat offers to stop it now, or does not any more."""
        await self._session.execute(
            update(ReviewMessageRow)
            .where(ReviewMessageRow.article_id == article_id, ReviewMessageRow.chat_id == chat_id)
            .values(shows_stop=stoppable)
        )

    async def back(self) -> list[tuple[Review, ChatId, MessageId]]:
        """Desk messages that offer to stop what somebody has stopped, oldest first."""
        found = await self._session.execute(
            select(ReviewRow, ArticleRow, ReviewMessageRow.chat_id, ReviewMessageRow.message_id)
            .join(ArticleRow)
            .join(ReviewMessageRow, ReviewMessageRow.article_id == ReviewRow.article_id)
            .where(
                ReviewRow.state == ReviewState.WAITING,
                ReviewMessageRow.shows_stop,
                ReviewMessageRow.message_id.is_not(None),
            )
            .order_by(ReviewRow.opened_at, ReviewRow.article_id, ReviewMessageRow.chat_id)
        )
        return [
            (_review(row, article), chat_id, message_id)
            for row, article, chat_id, message_id in found
            if message_id is not None
        ]

    async def verdict_shown(self, article_id: ArticleId, chat_id: ChatId) -> None:
        """The desk message in this chat says what was decided, or can't be made to."""
        await self._session.execute(
            update(ReviewMessageRow)
            .where(ReviewMessageRow.article_id == article_id, ReviewMessageRow.chat_id == chat_id)
            .values(shows_verdict=True)
        )

    async def _forget_messages(self, article_id: ArticleId) -> None:
        await self._session.execute(delete(ReviewMessageRow).where(ReviewMessageRow.article_id == article_id))


_UNBEGUN = and_(PushRow.id == ReviewRow.push_id, PushRow.state == PushState.SCHEDULED)


def _review(row: ReviewRow, article: ArticleRow, stoppable: PushId | None = None) -> Review:
    return Review(
        article=as_article(article),
        state=row.state,
        decided_by=row.decided_by,
        decided_name=row.decided_name,
        decided_at=row.decided_at,
        stoppable=stoppable,
        audience=as_audience(row.audience),
    )
