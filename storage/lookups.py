"""What is looked up about an article before it is sent."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.articles import Article
from bot.domain.follows import FollowKind, Subject
from bot.domain.ids import ArticleId, Edition, SubscriberId
from bot.domain.pushes import Action, PushState
from bot.domain.review_checks import Audience, EarlierPush, shares_material
from bot.domain.subscribers import Standing
from storage.articles import ArticleRow, as_article
from storage.delivery_rows import ParkedChatRow
from storage.follow_rows import FollowRow
from storage.push_rows import PushCardRow, PushRow
from storage.stories import StoryArticleRow
from storage.subscribers import SubscriberRow
from storage.unread_pages import UnreadPageRow

_AT_MOST = 200
"""Articles of other editions that are compared."""


class SqlLookups:
    """bot.review_ports.Lookups on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def audience(
        self, editions: Collection[Edition], keys: Sequence[Subject], now: datetime
    ) -> Audience:
        """Whom a push of these editions under these subjects is for now, at once or in a digest. Later get it
        those whom Telegram wants left alone for a while."""
        followers = _standing_to(keys).where(FollowRow.since.is_not(None))
        of_everything = select(FollowRow.subscriber_id).where(
            FollowRow.kind == FollowKind.EDITION, FollowRow.key.in_(editions), FollowRow.since.is_not(None)
        )
        silent = _standing_to(keys).where(FollowRow.muted_until > now)
        row = SubscriberRow
        # As for planning: two questions and not one with OR.
        counts = [
            await self._count(of_edition, row.id.in_(who), row.id.not_in(silent), now=now)
            for of_edition, who in (
                (row.edition.in_(editions), followers),
                (row.edition.not_in(editions), of_everything),
            )
        ]
        return Audience(sum(one.readers for one in counts), sum(one.later for one in counts))

    async def _count(self, *among: ColumnElement[bool], now: datetime) -> Audience:
        row = SubscriberRow
        is_parked = exists().where(ParkedChatRow.chat_id == row.chat_id, ParkedChatRow.until > now)
        later = func.coalesce(func.sum(case((is_parked, 1), else_=0)), 0)
        counting = select(func.count(), later).where(row.standing == Standing.ACTIVE, *among)
        return Audience(*(await self._session.execute(counting)).one())

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


def _standing_to(keys: Sequence[Subject]) -> Select[SubscriberId]:
    by_kind: dict[FollowKind, list[str]] = {}
    for one in keys:
        by_kind.setdefault(one.kind, []).append(one.key)
    of_kinds = [and_(FollowRow.kind == kind, FollowRow.key.in_(names)) for kind, names in by_kind.items()]
    return select(FollowRow.subscriber_id).where(or_(false(), *of_kinds))
