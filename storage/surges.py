"""Articles that wait together for one decision, and the desk messages that show them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.ids import ArticleId, ChatId, FeedId, MessageId, UserId
from bot.domain.subscribers import Person
from bot.domain.surges import Surge, SurgeId, SurgeState, Surprise
from storage.articles import ArticleRow, as_article
from storage.columns import ROW_ID, Base, Choice, insert
from storage.feeds import FeedRow


class SurgeRow(Base):
    """A surge of a feed."""

    __tablename__ = "surges"
    __table_args__ = (Index(None, "state", "opened_at"), {"sqlite_autoincrement": True})

    id: Mapped[SurgeId] = mapped_column(ROW_ID, primary_key=True)
    feed_id: Mapped[FeedId] = mapped_column(ForeignKey("feeds.id"))
    surprise: Mapped[Surprise] = mapped_column(Choice(Surprise))
    state: Mapped[SurgeState] = mapped_column(Choice(SurgeState))
    opened_at: Mapped[datetime]
    decided_by: Mapped[UserId | None]
    decided_name: Mapped[str | None]
    decided_at: Mapped[datetime | None]


class SurgeArticleRow(Base):
    """An article of a surge; `place` 0 is the newest."""

    __tablename__ = "surge_articles"

    surge_id: Mapped[SurgeId] = mapped_column(
        ROW_ID, ForeignKey("surges.id"), primary_key=True, autoincrement=False
    )
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    article_id: Mapped[ArticleId] = mapped_column(ForeignKey("articles.id"))


class SurgeMessageRow(Base):
    """A desk chat's message with a surge; without a message id, the chat was tried in vain."""

    __tablename__ = "surge_messages"

    surge_id: Mapped[SurgeId] = mapped_column(
        ROW_ID, ForeignKey("surges.id"), primary_key=True, autoincrement=False
    )
    chat_id: Mapped[ChatId] = mapped_column(primary_key=True, autoincrement=False)
    message_id: Mapped[MessageId | None]


class SqlSurges:
    """bot.ports.Surges on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def open(
        self, feed_id: FeedId, surprise: Surprise, articles: Sequence[ArticleId], now: datetime
    ) -> SurgeId:
        """Lay them before the desk, the newest first."""
        row = SurgeRow(feed_id=feed_id, surprise=surprise, state=SurgeState.WAITING, opened_at=now)
        self._session.add(row)
        await self._session.flush()
        self._session.add_all(
            SurgeArticleRow(surge_id=row.id, place=place, article_id=article_id)
            for place, article_id in enumerate(articles)
        )
        await self._session.flush()
        return row.id

    async def get(self, surge_id: SurgeId) -> Surge | None:
        """The surge with its articles."""
        row = await self._session.get(SurgeRow, surge_id)
        return await self._surge(row) if row else None

    async def decide(self, surge_id: SurgeId, state: SurgeState, by: Person, now: datetime) -> bool:
        """Decide if it still waits, keeping who it was; False when somebody was faster."""
        decided = await self._session.scalar(
            update(SurgeRow)
            .where(SurgeRow.id == surge_id, SurgeRow.state == SurgeState.WAITING)
            .values(state=state, decided_by=by.id, decided_name=by.name, decided_at=now)
            .returning(SurgeRow.id)
        )
        return decided is not None

    async def expire(self, before: datetime) -> list[SurgeId]:
        """Close surges opened earlier than `before` that still wait, and name them."""
        expired = await self._session.scalars(
            update(SurgeRow)
            .where(SurgeRow.state == SurgeState.WAITING, SurgeRow.opened_at < before)
            .values(state=SurgeState.EXPIRED)
            .returning(SurgeRow.id)
        )
        return sorted(expired)

    async def unshown(self, desk: Sequence[ChatId]) -> list[tuple[Surge, ChatId]]:
        """Waiting surges that a desk chat has not been shown (or tried) yet, oldest first."""
        waiting = await self._session.scalars(
            select(SurgeRow).where(SurgeRow.state == SurgeState.WAITING).order_by(SurgeRow.id)
        )
        rows = waiting.all()
        tried = select(SurgeMessageRow.surge_id, SurgeMessageRow.chat_id).where(
            SurgeMessageRow.surge_id.in_([row.id for row in rows])
        )
        shown = {(surge_id, chat_id) for surge_id, chat_id in await self._session.execute(tried)}
        return [
            (await self._surge(row), chat_id)
            for row in rows
            for chat_id in desk
            if (row.id, chat_id) not in shown
        ]

    async def shown(self, surge_id: SurgeId, chat_id: ChatId, message_id: MessageId | None) -> None:
        """Remember the desk message; None means that the chat could not be reached."""
        adding = insert(self._session, SurgeMessageRow).values(
            surge_id=surge_id, chat_id=chat_id, message_id=message_id
        )
        known = func.coalesce(adding.excluded.message_id, SurgeMessageRow.message_id)
        await self._session.execute(
            adding.on_conflict_do_update(index_elements=["surge_id", "chat_id"], set_={"message_id": known})
        )

    async def messages(self, surge_id: SurgeId) -> list[tuple[ChatId, MessageId]]:
        """Every desk message that shows it."""
        found = await self._session.execute(
            select(SurgeMessageRow.chat_id, SurgeMessageRow.message_id)
            .where(SurgeMessageRow.surge_id == surge_id)
            .order_by(SurgeMessageRow.chat_id)
        )
        return [(chat_id, message_id) for chat_id, message_id in found if message_id is not None]

    async def _surge(self, row: SurgeRow) -> Surge:
        articles = await self._session.scalars(
            select(ArticleRow)
            .join(SurgeArticleRow, SurgeArticleRow.article_id == ArticleRow.id)
            .where(SurgeArticleRow.surge_id == row.id)
            .order_by(SurgeArticleRow.place)
        )
        feed = await self._session.get_one(FeedRow, row.feed_id)
        return Surge(
            id=row.id,
            feed_url=feed.url,
            surprise=row.surprise,
            articles=tuple(as_article(article) for article in articles),
            state=row.state,
            decided_by=row.decided_by,
            decided_name=row.decided_name,
            decided_at=row.decided_at,
        )
