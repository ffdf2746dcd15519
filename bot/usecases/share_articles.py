"""What somebody may share who types the bot's name and words into some other chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.clock import Clock
from bot.domain.articles import Article
from bot.domain.ids import Edition
from bot.domain.subscribers import Person
from bot.ports import OpenStore
from bot.usecases.answer_question import AnswerQuestion
from bot.usecases.subscribe import Subscribe

_ON_A_PAGE = 20
_LONGEST_OFFSET = 4
_NEWEST_FOR, _FOUND_FOR = timedelta(minutes=1), timedelta(minutes=5)
"""How long an answer is good: news comes every minute, what was written about something stays."""
_QUERIES = 500


@dataclass(frozen=True)
class Shared:
    """A page of articles, and where the next one begins; empty for none."""

    articles: Sequence[Article]
    next_offset: str
    good_for: timedelta
    day: date
    """On which they were found."""


class ShareArticles:
    """Find articles as somebody types. The same words are not looked for again while the answer is good."""

    def __init__(
        self, *, open_store: OpenStore, subscribe: Subscribe, answer_question: AnswerQuestion, clock: Clock
    ) -> None:
        self._open_store = open_store
        self._subscribe = subscribe
        self._answer_question = answer_question
        self._clock = clock
        self._known: dict[tuple[Edition, str, int], tuple[datetime, Shared]] = {}

    async def __call__(self, person: Person, text: str, offset: str = "") -> Shared:
        """The articles about `text`, or without words the newest of the person's edition.

        `offset` is what an earlier page named as its next one; anything else is the beginning.
        """
        edition = await self._subscribe.edition_of(person)
        start = int(offset) if offset.isdecimal() and len(offset) <= _LONGEST_OFFSET else 0
        query = edition, " ".join(text.lower().split()), start
        now = self._clock.now()
        until, shared = self._known.get(query, (now, None))
        if shared is None or not now < until <= now + shared.good_for:
            shared = await self._look(*query)
            if len(self._known) >= _QUERIES:
                self._known.clear()
            self._known[query] = now + shared.good_for, shared
        return shared

    async def _look(self, edition: Edition, text: str, start: int) -> Shared:
        day = self._clock.now().date()
        if text:
            return Shared(await self._answer_question.about(edition, text, _ON_A_PAGE), "", _FOUND_FOR, day)
        async with self._open_store() as store:
            newest = await store.articles.latest(edition, start + _ON_A_PAGE + 1)
        end = start + _ON_A_PAGE
        return Shared(newest[start:end], str(end) if len(newest) > end else "", _NEWEST_FOR, day)
