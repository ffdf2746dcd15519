"""What is looked up about an article before it is sent."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.articles import Article
from bot.domain.ids import ArticleId, Edition
from bot.domain.preferences import Preferences
from bot.domain.pushes import Action, PushState
from bot.domain.reach import Aim, Reach
from bot.domain.review_checks import EarlierPush, shares_material
from storage.articles import ArticleRow, as_article
from storage.push_rows import PushCardRow, PushRow
from storage.reach import reach
from storage.stories import StoryArticleRow
from storage.unread_pages import UnreadPageRow

_AT_MOST = 200
"""Articles of other editions that are compared."""


class SqlLookups:
    """bot.review_ports.Lookups on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def reach(self, aim: Aim, now: datetime, papers: Preferences) -> Reach:
        """How many would get such a push now."""
        connection = await self._session.connection()
        return await connection.run_sync(reach, aim, now, papers)

    async def pushed_since(self, edition: Edition, since: datetime, but: ArticleId) -> list[EarlierPush]:
        """Pushes of other articles in an edition that are due or went since then, newest first."""
        found = await self._session.execute(
            select(ArticleRow.headline, PushRow.due_at, StoryArticleRow.story_id)
            .select_from(PushRow)
            .join(ArticleRow, ArticleRow.id == PushRow.article_id)
            .outerjoin(StoryArticleRow, StoryArticleRow.article_id == ArticleRow.id)
            .where(
                PushRow.due_at >= since,
                PushRow.state != PushState.CANCELLED,
                PushRow.action == Action.SEND,
                PushRow.article_id != but,
                exists().where(PushCardRow.push_id == PushRow.id, PushCardRow.edition == edition),
            )
            .order_by(PushRow.due_at.desc(), PushRow.id.desc())
        )
        return [EarlierPush(*row) for row in found]

    async def is_unread(self, article_id: ArticleId) -> bool:
        """Whether the article's page could not be had when it was filed, nor since."""
        return bool(
            await self._session.scalar(select(exists().where(UnreadPageRow.article_id == article_id)))
        )

    async def siblings(self, article: Article, since: datetime) -> Mapping[Edition, Article]:
        """The newest article of each other edition since then that shares a picture or a video with it."""
        rows = await self._session.scalars(
            select(ArticleRow)
            .where(ArticleRow.edition != article.edition, ArticleRow.news_at >= since)
            .order_by(ArticleRow.news_at, ArticleRow.id)
            .limit(_AT_MOST)
        )
        others = map(as_article, rows)
        return {other.edition: other for other in others if shares_material(article, other)}
