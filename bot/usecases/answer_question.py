"""What readers ask for: the newest articles, the newest videos, and answers to questions.

A question is answered by the articles that cover enough of it, each with its own sentences about it. Words
that no article holds are taken for beginnings, then for misspelt names; what is left unknown counts against
every article, so that the answer may be that the paper has not written about this.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.domain.articles import Article
from bot.domain.folding import fold
from bot.domain.ids import Edition
from bot.domain.matching import Term, weight
from bot.domain.passages import ENOUGH, Answered, Found, rank
from bot.domain.questions import Order, QuestionId, View, asked_words, has_words, wishes, words_to_keep
from bot.domain.spelling import closest
from bot.domain.subscribers import Person
from bot.errors import UsageError
from bot.ports import OpenStore, Store
from bot.usecases.subscribe import Subscribe
from bot.wordforms import ASKED_IN, asked_forms, forms, open_dictionary

_AT_MOST = 5
_ON_A_PAGE = 3
_READ = 9
"""Articles that are read for a question."""
_SHORTEST_BEGINNING = 3
_TOPICS = 3
_FEW = 2
_RELATED = 3


@dataclass(frozen=True)
class Listed:
    """The articles found, newest first, at this moment."""

    articles: Sequence[Article]
    edition: Edition
    now: datetime


class AnswerQuestion:
    """Look things up for a reader, in the edition they read and, for questions, in the others too."""

    def __init__(self, *, open_store: OpenStore, subscribe: Subscribe, clock: Clock) -> None:
        self._open_store = open_store
        self._subscribe = subscribe
        self._clock = clock

    async def prepare(self) -> None:
        """Open the dictionaries, which the first question after a start needs. It takes so long that nobody
        may wait for it but who asks: not in a transaction."""
        for language in ASKED_IN:
            await open_dictionary(language)

    async def latest(self, person: Person) -> Listed:
        """The newest articles."""
        return await self._newest(person, with_video=False)

    async def videos(self, person: Person) -> Listed:
        """The newest articles with a video."""
        return await self._newest(person, with_video=True)

    async def __call__(self, person: Person, text: str) -> Answered:
        """The best answers. Raises UsageError for a question without words, or with common ones only."""
        if not asked_words(text):
            raise UsageError("error.only_common_words" if has_words(text) else "error.no_words")
        answered = await self._answer(person, text, View())
        if not answered.found:
            await self._note_unanswered(text)
            return answered
        async with self._open_store() as store:
            question = await store.questions.note(person.chat_id, text, self._clock.now())
        return replace(answered, question_id=question.id)

    async def _note_unanswered(self, text: str) -> None:
        words = words_to_keep(text)
        if words:
            async with self._open_store() as store:
                await store.statistics.unanswered(words, self._clock.now())

    async def again(self, person: Person, question_id: QuestionId, view: View) -> Answered:
        """Another view of the answers. Raises UsageError when the question is forgotten."""
        async with self._open_store() as store:
            question = await store.questions.get(question_id, person.chat_id)
        if question is None:
            raise UsageError("error.stale_button")
        return replace(await self._answer(person, question.text, view), question_id=question.id)

    async def about(self, edition: Edition, text: str, limit: int) -> list[Article]:
        """The articles about these words, the best first; none for no words, or common ones only."""
        if not asked_words(text):
            return []
        await self.prepare()
        async with self._open_store() as store:
            terms = await _terms(store, asked_words(text))
            articles = await store.archive.candidates(
                terms, limit, edition=edition, order=Order.BEST, only_video=False
            )
        ranked = rank(articles, terms, wishes(text), forms, edition=edition)
        return [one.article for one in ranked if one.covered >= ENOUGH]

    async def _answer(self, person: Person, text: str, view: View) -> Answered:
        await self.prepare()
        edition = await self._subscribe.edition_of(person)
        async with self._open_store() as store:
            terms = await _terms(store, asked_words(text))
            articles = await store.archive.candidates(
                terms, _READ, edition=edition, order=view.order, only_video=view.only_video
            )
            ranked = rank(articles, terms, wishes(text), forms, edition=edition, order=view.order)
            found = [one for one in ranked if one.covered >= ENOUGH]
            topics = [] if found else await _nearest_topics(store, ranked, edition)
            related = await _related(store, found)
        start = view.page * _ON_A_PAGE
        return Answered(
            text=text,
            view=view,
            found=found[start : start + _ON_A_PAGE],
            has_more=len(found) > start + _ON_A_PAGE,
            topics=topics,
            related=related,
            edition=edition,
            now=self._clock.now(),
        )

    async def _newest(self, person: Person, *, with_video: bool) -> Listed:
        edition = await self._subscribe.edition_of(person)
        async with self._open_store() as store:
            articles = await store.articles.latest(edition, _AT_MOST, with_video=with_video)
        return Listed(articles, edition, self._clock.now())


async def _terms(store: Store, words: Sequence[str]) -> list[Term]:
    """The words of a question as they stand in the index, weighted by how rare they are."""
    asked = [asked_forms(word) for word in words]
    *held, articles = await store.archive.holders(asked)
    terms = []
    for word, known, holders in zip(words, asked, held, strict=True):
        if not holders:
            known, holders = await _meant(store, word) or (known, 0)
        terms.append(Term(known, weight(holders, articles)))
    return terms


async def _meant(store: Store, word: str) -> tuple[tuple[str, ...], int] | None:
    """What an unknown word may be: the beginning of others, or a misspelt name."""
    folded = fold(word)
    names = closest(folded, await store.archive.names_like(folded))
    guesses = [tuple(form for name in names for form in asked_forms(name))]
    if len(folded) >= _SHORTEST_BEGINNING:
        guesses.insert(0, (f"{folded}*",))
    for guess in filter(None, guesses):
        holders, _ = await store.archive.holders([guess])
        if holders:
            return guess, holders
    return None


async def _nearest_topics(store: Store, ranked: Sequence[Found], edition: Edition) -> list[str]:
    """What the nearest articles are about, then what the paper mostly writes about."""
    near = [topic for one in ranked if one.article.edition == edition for topic in one.article.topics]
    often = await store.archive.topics(edition, _TOPICS)
    return list(dict.fromkeys((*near[:_TOPICS], *often)))[:_TOPICS]


async def _related(store: Store, found: Sequence[Found]) -> list[Article]:
    """What is related to the best answer, where there are few."""
    if not 0 < len(found) <= _FEW:
        return []
    shown = {one.article.id for one in found}
    related = await store.stories.related(found[0].article.id, _RELATED + _FEW)
    return [one for one in related if one.id not in shown][:_RELATED]
