"""A reader tells the newsroom something, perhaps about an article."""

from datetime import timedelta

from bot.clock import Clock
from bot.domain.articles import Article
from bot.domain.entries import link_identity
from bot.domain.feedback import LONGEST, PER_HOUR, is_too_long
from bot.domain.ids import MessageId
from bot.domain.subscribers import Person
from bot.errors import UsageError
from bot.ports import OpenStore

_HOUR = timedelta(hours=1)


class TakeFeedback:
    """Files what a person wrote; the desk is shown it by ShowFeedback."""

    def __init__(self, *, open_store: OpenStore, clock: Clock) -> None:
        self._open_store = open_store
        self._clock = clock

    async def __call__(self, person: Person, text: str, article: Article | None = None) -> None:
        """Take it. Raises UsageError for what is too long, and for more than PER_HOUR."""
        if is_too_long(text):
            raise UsageError("error.too_long", limit=LONGEST)
        now = self._clock.now()
        async with self._open_store() as store:
            if await store.feedback.count(person.chat_id, now - _HOUR) >= PER_HOUR:
                raise UsageError("error.feedback_often")
            await store.feedback.add(person, text, article.id if article else None, now)

    async def pushed(self, person: Person, message_id: MessageId) -> Article | None:
        """The article that a message of ours pushed to this person."""
        async with self._open_store() as store:
            return await store.records.article_of(person.chat_id, message_id)

    async def at(self, url: str | None) -> Article | None:
        """The article at an address."""
        if not url:
            return None
        async with self._open_store() as store:
            return await store.articles.by_link(link_identity(url))
