"""What is remembered of articles beside their content, and who else may summarise them; see ports.py for what
holds for all repositories."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.articles import Article, Draft
from bot.domain.ids import ArticleId, Edition, FeedId, StoryId
from bot.domain.stories import Place
from bot.domain.terms import Background


class WriteSummary(Protocol):
    """Another summariser than our own, e.g. a language model. It is not trusted: see bot.articles.checks."""

    async def __call__(self, draft: Draft) -> str:
        """An article in one to three sentences of plain text. Raises KolporterError when there is none."""
        ...


class Stories(Protocol):
    """Keywords, related articles and stories, and the terms of the last 30 days by which they are found."""

    async def background(self, edition: Edition, keys: Collection[str], *, but: ArticleId) -> Background:
        """How many of the edition's other remembered articles hold each of these terms."""
        ...

    async def holders(
        self, edition: Edition, keys: Collection[str], *, but: ArticleId
    ) -> Mapping[ArticleId, Mapping[str, float]]:
        """The edition's other articles that hold any of these terms, with the terms' weights."""
        ...

    async def place(self, article: Article, place: Place, now: datetime) -> None:
        """Keep an article's place, in place of an earlier one; a story that has two articles keeps them.
        Forgets the terms of articles that are older than is remembered."""
        ...

    async def of(self, article_id: ArticleId) -> StoryId | None:
        """The story of an article, which may be its only one; None where it has no place yet."""
        ...

    async def articles(self, story_id: StoryId) -> list[Article]:
        """The articles of a story in the order of their publication."""
        ...

    async def keywords(self, article_id: ArticleId) -> tuple[str, ...]:
        """What an article is about."""
        ...

    async def related(self, article_id: ArticleId, limit: int) -> list[Article]:
        """Related articles, earlier and later ones, likest first."""
        ...

    async def pushed_before(self, article_id: ArticleId) -> Article | None:
        """The article of the same story that readers got, or will get, last; never the article itself."""
        ...


class Paragraphs(Protocol):
    """Prints of the paragraphs of each feed's last articles; see `bot.domain.paragraphs`."""

    async def note(self, feed_id: FeedId, article_id: ArticleId, prints: Sequence[str]) -> None:
        """Keep the paragraphs of an article, replacing earlier ones; forget the feed's older articles."""
        ...

    async def often(self, feed_id: FeedId) -> frozenset[str]:
        """Those that stand in several of the feed's last articles."""
        ...
