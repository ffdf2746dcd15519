"""Which articles belong together, and the terms by which that is found."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    Double,
    ForeignKey,
    Index,
    Select,
    Text,
    case,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column
from sqlalchemy.sql.functions import FunctionElement

from bot.domain.articles import Article
from bot.domain.follows import FollowKind
from bot.domain.ids import ArticleId, Edition, StoryId
from bot.domain.pushes import Action, PushState
from bot.domain.stories import REMEMBERED, Place
from bot.domain.terms import Background
from storage.articles import ArticleRow, as_article
from storage.columns import Base, Json, clean, insert
from storage.follow_rows import FollowRow
from storage.push_rows import PushRow


class StoryArticleRow(Base):
    """An article's place: its story and what it is about."""

    __tablename__ = "story_articles"
    __table_args__ = (Index(None, "edition", "seen_at"),)

    article_id: Mapped[ArticleId] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    story_id: Mapped[StoryId] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    edition: Mapped[Edition]
    keywords: Mapped[list[str]] = mapped_column(Json)
    seen_at: Mapped[datetime]


class RelatedRow(Base):
    """Two articles that are related, under the later one."""

    __tablename__ = "related_articles"

    article_id: Mapped[ArticleId] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    earlier_id: Mapped[ArticleId] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    likeness: Mapped[float]


class TermRow(Base):
    """A term of an article of the last 30 days, and its weight there."""

    __tablename__ = "article_terms"
    __table_args__ = (Index(None, "article_id"), {"sqlite_with_rowid": False})

    edition: Mapped[Edition] = mapped_column(primary_key=True)
    term: Mapped[str] = mapped_column(primary_key=True)
    article_id: Mapped[ArticleId] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    weight: Mapped[float]


class SqlStories:
    """bot.article_ports.Stories on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def background(self, edition: Edition, keys: Collection[str], *, but: ArticleId) -> Background:
        """How many of the edition's other remembered articles hold each of these terms."""
        spread = (
            select(TermRow.term, func.count())
            .where(
                TermRow.edition == edition, TermRow.term.in_(self._listed(keys)), TermRow.article_id != but
            )
            .group_by(TermRow.term)
        )
        newest = await self._session.scalar(
            select(func.max(StoryArticleRow.seen_at)).where(StoryArticleRow.edition == edition)
        )
        if newest is None:
            return Background()
        articles = await self._session.scalar(
            select(func.count()).where(
                StoryArticleRow.edition == edition,
                StoryArticleRow.seen_at >= newest - REMEMBERED,
                StoryArticleRow.article_id != but,
            )
        )
        holders = dict(iter(await self._session.execute(spread)))
        return Background(articles or 0, holders)

    async def holders(
        self, edition: Edition, keys: Collection[str], *, but: ArticleId
    ) -> dict[ArticleId, dict[str, float]]:
        """The edition's other articles that hold any of these terms, with the terms' weights."""
        postings = await self._session.execute(
            select(TermRow.article_id, TermRow.term, TermRow.weight).where(
                TermRow.edition == edition, TermRow.term.in_(self._listed(keys)), TermRow.article_id != but
            )
        )
        holders: defaultdict[ArticleId, dict[str, float]] = defaultdict(dict)
        for article_id, term, weight in postings:
            holders[article_id][term] = weight
        return dict(holders)

    async def place(self, article: Article, place: Place, now: datetime) -> None:
        """Keep an article's place, in place of an earlier one; a story that has two articles keeps them.

        Who follows the story of an article that was alone in it goes along to another.
        """
        before = await self.of(article.id)
        story_id = await self._story(article.id, before, place.continues)
        if before not in (None, story_id):
            await self._take_along(str(before), str(story_id))
        values = {
            "article_id": article.id,
            "story_id": story_id,
            "edition": article.edition,
            "keywords": place.keywords,
            "seen_at": article.seen_at,
        }
        adding = insert(self._session, StoryArticleRow).values(values)
        changed = {name: adding.excluded[name] for name in ("story_id", "edition", "keywords")}
        await self._session.execute(adding.on_conflict_do_update(index_elements=["article_id"], set_=changed))
        await self._put_related(article.id, place)
        await self._put_terms(article, place)
        await self._forget(article.edition, now - REMEMBERED)

    async def of(self, article_id: ArticleId) -> StoryId | None:
        """The story of an article, which may be its only one."""
        return await self._session.scalar(
            select(StoryArticleRow.story_id).where(StoryArticleRow.article_id == article_id)
        )

    async def articles(self, story_id: StoryId) -> list[Article]:
        """The articles of a story in the order of their publication."""
        found = await self._session.scalars(
            select(ArticleRow)
            .join(StoryArticleRow, StoryArticleRow.article_id == ArticleRow.id)
            .where(StoryArticleRow.story_id == story_id)
            .order_by(ArticleRow.news_at, ArticleRow.id)
        )
        return [as_article(row) for row in found]

    async def keywords(self, article_id: ArticleId) -> tuple[str, ...]:
        """What an article is about."""
        found = await self._session.get(StoryArticleRow, article_id)
        return tuple(found.keywords) if found else ()

    async def related(self, article_id: ArticleId, limit: int) -> list[Article]:
        """Related articles, earlier and later ones, likest first."""
        is_later = RelatedRow.article_id == article_id
        other = case((is_later, RelatedRow.earlier_id), else_=RelatedRow.article_id)
        found = await self._session.scalars(
            select(ArticleRow)
            .join(RelatedRow, other == ArticleRow.id)
            .where(or_(is_later, RelatedRow.earlier_id == article_id))
            .order_by(RelatedRow.likeness.desc(), ArticleRow.id.desc())
            .limit(limit)
        )
        return [as_article(row) for row in found]

    async def pushed_before(self, article_id: ArticleId) -> Article | None:
        """The article of the same story that readers got, or will get, last; never the article itself."""
        mine, other = aliased(StoryArticleRow), aliased(StoryArticleRow)
        row = await self._session.scalar(
            select(ArticleRow)
            .join(PushRow, PushRow.article_id == ArticleRow.id)
            .join(other, other.article_id == ArticleRow.id)
            .join(mine, mine.story_id == other.story_id)
            .where(
                mine.article_id == article_id,
                ArticleRow.id != article_id,
                PushRow.action == Action.SEND,
                PushRow.state.not_in((PushState.CANCELLED, PushState.DRAFT)),
            )
            .order_by(PushRow.due_at.desc(), PushRow.id.desc())
            .limit(1)
        )
        return as_article(row) if row else None

    async def _story(
        self, article_id: ArticleId, mine: StoryId | None, continues: ArticleId | None
    ) -> StoryId:
        if mine is not None and await self._size(mine) > 1:
            return mine
        found = await self.of(continues) if continues is not None else None
        return found if found is not None else StoryId(article_id)

    async def _take_along(self, before: str, after: str) -> None:
        of_story = FollowRow.kind == FollowKind.STORY
        both = select(FollowRow.subscriber_id).where(of_story, FollowRow.key == after)
        old = of_story & (FollowRow.key == before)
        await self._session.execute(delete(FollowRow).where(old, FollowRow.subscriber_id.in_(both)))
        await self._session.execute(update(FollowRow).where(old).values(key=after))

    async def _size(self, story_id: StoryId) -> int:
        counting = select(func.count()).where(StoryArticleRow.story_id == story_id)
        return await self._session.scalar(counting) or 0

    async def _put_related(self, article_id: ArticleId, place: Place) -> None:
        await self._session.execute(delete(RelatedRow).where(RelatedRow.article_id == article_id))
        rows = [
            {"article_id": article_id, "earlier_id": one.article_id, "likeness": one.likeness}
            for one in place.related
        ]
        if rows:
            await self._session.execute(insert(self._session, RelatedRow).values(rows))

    async def _put_terms(self, article: Article, place: Place) -> None:
        await self._session.execute(delete(TermRow).where(TermRow.article_id == article.id))
        weights = {clean(term): weight for term, weight in place.weights.items()}
        each = self._unfold("each", weights).table_valued("key", "value")
        term = select(literal(article.edition), each.c.key, literal(article.id), cast(each.c.value, Double))
        names = ["edition", "term", "article_id", "weight"]
        await self._session.execute(insert(self._session, TermRow).from_select(names, term))

    def _listed(self, keys: Collection[str]) -> Select[str]:
        values = self._unfold("array_elements", [clean(key) for key in keys]).table_valued("value")
        return select(values.c.value)

    def _unfold(self, kind: str, batch: object) -> FunctionElement[Any]:
        """A batch as rows: it travels as one parameter, which costs a fifth of two hundred."""
        text = literal(orjson.dumps(batch).decode(), Text)
        on_postgres = self._session.get_bind().dialect.name == "postgresql"
        rows: FunctionElement[Any] = (
            getattr(func, f"json_{kind}_text")(cast(text, JSON)) if on_postgres else func.json_each(text)
        )
        return rows

    async def _forget(self, edition: Edition, before: datetime) -> None:
        newest = await self._session.scalar(
            select(StoryArticleRow.article_id)
            .where(StoryArticleRow.edition == edition, StoryArticleRow.seen_at < before)
            .order_by(StoryArticleRow.seen_at.desc(), StoryArticleRow.article_id.desc())
            .limit(1)
        )
        if newest is not None:
            older = TermRow.article_id <= newest
            await self._session.execute(delete(TermRow).where(TermRow.edition == edition, older))
