"""Where a link into the bot leads somebody who taps it, be it stale, forwarded or made up."""

from dataclasses import dataclass

from bot.domain.articles import Article
from bot.domain.follows import Subject
from bot.domain.ids import ArticleId
from bot.domain.links import SOURCES, Link, LinkKind, read_link
from bot.domain.subscribers import Person
from bot.errors import UsageError
from bot.ports import OpenStore
from bot.usecases.follow import FollowSubjects


@dataclass(frozen=True)
class Arrival:
    """What a link names; nothing of it for a plain `/start`."""

    article: Article | None = None
    subject: Subject | None = None
    story_of: ArticleId | None = None
    """The article whose story `subject` is."""
    source: str | None = None
    """The tag of a link that says where somebody came from."""
    is_stale: bool = False
    """Whether it named something that is not here."""


class OpenLink:
    """Read what stands after `/start`."""

    def __init__(self, *, open_store: OpenStore, follow: FollowSubjects) -> None:
        self._open_store = open_store
        self._follow = follow

    async def __call__(self, person: Person, payload: str) -> Arrival:
        """Never raises for what somebody may have put into a link."""
        link = read_link(payload)
        if link is None:
            return Arrival(is_stale=bool(payload))
        if link.kind in SOURCES:
            return Arrival(source=link.tag)
        if link.kind is LinkKind.ARTICLE:
            return await self._to_article(link)
        subject = await self._follow.of_link(person, link)
        if subject is None:
            return Arrival(is_stale=True)
        story_of = ArticleId(int(link.name)) if link.kind is LinkKind.STORY else None
        return Arrival(subject=subject, story_of=story_of)

    async def article(self, article_id: ArticleId) -> Article:
        """The article a button is about. Raises UsageError when it is not here."""
        try:
            async with self._open_store() as store:
                return await store.articles.get(article_id)
        except LookupError:
            raise UsageError("error.stale_button") from None

    async def _to_article(self, link: Link) -> Arrival:
        try:
            article = await self.article(link.article_id)
        except UsageError:
            return Arrival(is_stale=True)
        return Arrival(article=article, source=link.tag if link.is_source else None)
