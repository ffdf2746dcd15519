"""Digests are made for one reader each, when their delivery is claimed, and then stay as they are."""

from collections.abc import Sequence

from bot.clock import Clock
from bot.domain.articles import Article
from bot.domain.deliveries import Delivery, Key
from bot.domain.digests import ranked
from bot.domain.ids import Edition, PushId
from bot.domain.paper import Paper
from bot.domain.pushes import Card
from bot.domain.subscribers import Person
from bot.errors import UsageError
from bot.ports import OpenStore
from bot.rendering.digests import digest_card

_AT_ONCE = 50
"""Digests in one transaction, so that nobody waits long for the loop or the database."""


class MakeDigests:
    """Freeze the digests of claimed deliveries, and show more of one."""

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock

    async def __call__(self, deliveries: Sequence[Delivery]) -> dict[Key, Card]:
        """Their cards, the same each time. Those for which nothing waits have none."""
        cards: dict[Key, Card] = {}
        for start in range(0, len(deliveries), _AT_ONCE):
            cards |= await self._make(deliveries[start : start + _AT_ONCE])
        return cards

    async def more(self, person: Person, push_id: PushId, start: int) -> Card:
        """The page of a person's digest that begins with this article. Raises UsageError where nobody
        remembers it."""
        async with self._open_store() as store:
            articles = await store.digests.articles_of(push_id, person.chat_id)
            subscriber = await store.subscribers.by_chat(person.chat_id)
        if subscriber is None or start >= len(articles):
            raise UsageError("error.stale_button")
        return self._card(push_id, articles, start, subscriber.edition)

    async def _make(self, deliveries: Sequence[Delivery]) -> dict[Key, Card]:
        now = self._clock.now()
        async with self._open_store() as store:
            cards = dict(await store.digests.frozen([one.key for one in deliveries]))
            fresh = [one for one in deliveries if one.key not in cards and not one.attempts]
            readers = [one.subscriber_id for one in fresh]
            waiting = dict(await store.digests.take(readers, now))
            editions = await store.digests.editions_of(readers)
            for one in fresh:
                # Whose two hours came at once, after a standstill, has it in the first.
                articles = [best.article for best in ranked(waiting.pop(one.subscriber_id, ()), now)]
                if articles:
                    cards[one.key] = self._card(one.push_id, articles, 0, editions[one.subscriber_id])
                    ids = [article.id for article in articles]
                    await store.digests.keep(one.key, cards[one.key], ids, now)
        return cards

    def _card(self, push_id: PushId, articles: Sequence[Article], start: int, edition: Edition) -> Card:
        facts = self._paper.editions[self._paper.edition_for(edition)]
        return digest_card(push_id, articles, start, facts, self._paper, self._clock.now().date())
