"""What readers ask for: the newest articles, the newest videos, and articles about some words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.domain.articles import Article
from bot.domain.ids import Edition
from bot.domain.subscribers import Person
from bot.errors import UsageError
from bot.ports import OpenStore
from bot.usecases.subscribe import Subscribe
from bot.wordforms import open_dictionary, split

_AT_MOST = 5
_FEW = 2
_LONGEST_QUESTION = 10


@dataclass(frozen=True)
class Answer:
    """The articles found, newest first, at this moment."""

    articles: Sequence[Article]
    edition: Edition
    now: datetime
    related: Sequence[Article] = ()
    """To the first one found, where few were."""


class AnswerQuestion:
    """Look things up for a reader, in the edition they read."""

    def __init__(self, *, open_store: OpenStore, subscribe: Subscribe, clock: Clock) -> None:
        self._open_store = open_store
        self._subscribe = subscribe
        self._clock = clock

    async def latest(self, person: Person) -> Answer:
        """The newest articles."""
        edition = await self._subscribe.edition_of(person)
        async with self._open_store() as store:
            return self._answer(await store.articles.latest(edition, _AT_MOST), edition)

    async def videos(self, person: Person) -> Answer:
        """The newest articles with a video."""
        edition = await self._subscribe.edition_of(person)
        async with self._open_store() as store:
            return self._answer(await store.articles.latest(edition, _AT_MOST, with_video=True), edition)

    async def search(self, person: Person, question: str) -> Answer:
        """Articles that hold every word. Raises UsageError for a question without words."""
        query = split(question)[:_LONGEST_QUESTION]
        if not query:
            raise UsageError("error.no_words")
        edition = await self._subscribe.edition_of(person)
        await open_dictionary(edition)
        async with self._open_store() as store:
            found = await store.articles.search(query, edition, _AT_MOST)
            related = await store.stories.related(found[0].id, _AT_MOST) if 0 < len(found) <= _FEW else []
        others = [one for one in related if one not in found]
        return replace(self._answer(found, edition), related=others[: _AT_MOST - len(found)])

    def _answer(self, articles: Sequence[Article], edition: Edition) -> Answer:
        return Answer(articles, edition, self._clock.now())
