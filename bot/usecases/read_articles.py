"""Entries → articles: file what is new, revise what changed, and start each new one on its way.

Article and review (or push, or surge) are written in one transaction: nothing is known and then forgotten.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from bot.domain.articles import Article, Draft
from bot.domain.entries import (
    WHOLE_ARTICLE,
    Changed,
    Compared,
    Entry,
    Met,
    New,
    Same,
    Sighting,
    compare_all,
    identities_in,
)
from bot.domain.feeds import Feed, Mode
from bot.domain.follows import Subject
from bot.domain.headlines import is_same_headline
from bot.domain.ids import ArticleId, FeedId
from bot.domain.paper import Paper
from bot.domain.standstills import Gap, is_from_then
from bot.domain.surges import Surprise, is_old_news, surprise
from bot.feed_ports import UnreadPage
from bot.ports import OpenStore, Store
from bot.usecases.drafts import DraftArticle, Drafted, log_changes, put_draft
from bot.usecases.freeze import article_push, file_push, matching
from bot.usecases.open_correction import open_correction
from bot.usecases.place_article import place_article
from bot.usecases.turns import one_at_a_time

_SAME_STORY_WITHIN = timedelta(days=1)
_CANDIDATES = 200
FIRST_RETRY = timedelta(minutes=1)
_CORRECTED_TEXT = 0.7
"""A correction leaves at least this much of a text's length."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Read:
    """How many entries were what, and why the new ones are held, if they are."""

    new: int = 0
    changed: int = 0
    surprise: Surprise | None = None


class ReadArticles:
    """Take in the entries of one fetch of a feed."""

    def __init__(self, *, open_store: OpenStore, draft: DraftArticle, paper: Paper, clock: Clock) -> None:
        self._open_store = one_at_a_time(open_store)
        self._draft = draft
        self._paper = paper
        self._clock = clock

    async def __call__(self, feed: Feed, entries: Sequence[Entry]) -> Read:
        """File and revise; a feed's first fetch is filed silently, a surprising one held for an editor."""
        compared = await self._compared(feed, entries)
        held = surprise(feed, compared, self._paper.surprise)
        new = [one for one in compared if isinstance(one.result, New)]
        await self._file(feed, new, held, await self._gap(feed) if new else None)
        changed = [await self._revise(feed, one) for one in compared if isinstance(one.result, Changed)]
        return Read(len(new), sum(changed), held)

    async def _compared(self, feed: Feed, entries: Sequence[Entry]) -> list[Compared]:
        keys_of = identities_in(entries)
        async with self._open_store() as store:
            keys = dict.fromkeys(key for keys in keys_of for key in keys)
            known = await store.articles.known(feed.id, list(keys))
            compared = compare_all(entries, known, keys_of)
            if feed.seeded and not surprise(feed, compared, self._paper.surprise):
                compared = await self._with_twins(store, feed, compared)
            # What we know under other keys, or from elsewhere, is known from this feed too from now on.
            met = [one for one in compared if isinstance(one.result, Met) or _is_renamed(one)]
            await store.articles.sight(feed.id, [sighting for one in met if (sighting := _sighting(one))])
        return compared

    async def _with_twins(self, store: Store, feed: Feed, compared: list[Compared]) -> list[Compared]:
        """New entries that tell what an article of another feed tells, are that article."""
        if not any(isinstance(one.result, New) for one in compared):
            return compared
        since = self._clock.now() - _SAME_STORY_WITHIN
        recent = await store.articles.headlines(feed.plan.edition, since, _CANDIDATES)
        others = [(article_id, headline) for feed_id, article_id, headline in recent if feed_id != feed.id]
        return [_with_twin(one, others) if isinstance(one.result, New) else one for one in compared]

    async def _gap(self, feed: Feed) -> Gap | None:
        """The last time of which the database knows nothing, where news would go out by itself."""
        if feed.plan.mode is not Mode.AUTO:
            return None
        async with self._open_store() as store:
            return await store.standstills.gap()

    async def _file(
        self, feed: Feed, new: Sequence[Compared], held: Surprise | None, gap: Gap | None
    ) -> None:
        """File them all in one transaction: half a flood, found again, would look like no flood."""
        # Oldest first, so that readers and editors get them in the order of publication.
        drafts = [(one, await self._read(feed, one.entry)) for one in reversed(new)]
        modes = [self._mode(feed, one.entry, gap) for one, _ in drafts]
        words = {} if held else await self._words(drafts, modes)
        filed: list[Article] = []
        async with self._open_store() as store:
            for number, (one, drafted) in enumerate(drafts):
                article = await self._file_one(store, feed, one, drafted)
                if article and held:
                    filed.append(article)
                elif article:
                    await self._start(store, article, modes[number], words.get(number, ()))
            if held and filed:
                ids = [article.id for article in _newest_first(filed)]
                await store.surges.open(feed.id, held, ids, self._clock.now())

    async def _read(self, feed: Feed, entry: Entry) -> Drafted:
        return await self._draft(feed, entry, with_page=feed.seeded)

    async def _words(
        self, drafts: Sequence[tuple[Compared, Drafted]], modes: Sequence[Mode | None]
    ) -> dict[int, Sequence[Subject]]:
        """The readers' words in each article that goes out by itself: found before a transaction waits."""
        if Mode.AUTO not in modes:
            return {}
        async with self._open_store() as store:
            keywords = await store.follows.keywords()
        return {
            number: await matching(drafted.reading.draft, keywords)
            for number, (mode, (_, drafted)) in enumerate(zip(modes, drafts, strict=True))
            if mode is Mode.AUTO
        }

    async def _file_one(self, store: Store, feed: Feed, one: Compared, drafted: Drafted) -> Article | None:
        known = await store.articles.known(feed.id, one.keys)
        if known:
            # An editor pushed it by its address while its page was being read.
            first = next(known[key] for key in one.keys if key in known)
            await store.articles.sight(feed.id, [Sighting(first.id, one.keys, one.fingerprint)])
            return None
        now = self._clock.now()
        article = await store.articles.file(
            drafted.reading.draft, feed_id=feed.id, keys=one.keys, fingerprint=one.fingerprint, now=now
        )
        await store.paragraphs.note(feed.id, article.id, drafted.reading.prints)
        await place_article(store, article, drafted.reading.terms, now)
        await self._note_whether_whole(store, feed.id, article.id, one.entry, drafted)
        return article

    def _mode(self, feed: Feed, entry: Entry, gap: Gap | None) -> Mode | None:
        """What to do with a new article: None files it silently, as old news."""
        if not feed.seeded:
            return None
        may_be_known = gap and is_from_then(gap, entry.published, feed.last_success_at)
        return Mode.REVIEW if may_be_known or is_old_news(feed, entry) else feed.plan.mode

    async def _start(
        self, store: Store, article: Article, mode: Mode | None, words: Sequence[Subject]
    ) -> None:
        if mode is Mode.REVIEW:
            await store.reviews.open(article.id, self._clock.now())
        elif mode is Mode.AUTO:
            now = self._clock.now()
            push = article_push(article, self._paper, words=words, due_at=now, editor=None)
            await file_push(store, push, article)

    async def _revise(self, feed: Feed, one: Compared) -> bool:
        """Whether a reader would notice."""
        sighting = _sighting(one)
        assert sighting
        drafted = await self._draft(feed, one.entry)
        async with self._open_store() as store:
            await self._note_whether_whole(store, feed.id, sighting.article_id, one.entry, drafted)
            if not drafted.is_whole and _is_excerpt(
                drafted.reading.draft, of=await store.articles.get(sighting.article_id)
            ):
                # The page's text must not give way to the feed's excerpt.
                await store.articles.sight(feed.id, [sighting])
                return False
            article, changed = await put_draft(store, feed.id, sighting, drafted.reading, self._clock.now())
            if changed:
                await store.articles.note_changes(article, changed, self._clock.now())
                await open_correction(store, article, self._clock.now())
        log_changes(article, changed)
        return bool(changed)

    async def _note_whether_whole(
        self, store: Store, feed_id: FeedId, article_id: ArticleId, entry: Entry, drafted: Drafted
    ) -> None:
        if drafted.is_whole:
            await store.unread_pages.drop(article_id)
            return
        due_at = self._clock.now() + FIRST_RETRY
        await store.unread_pages.put(
            UnreadPage(article_id=article_id, feed_id=feed_id, entry=entry, tries=1, due_at=due_at)
        )


def _sighting(one: Compared) -> Sighting | None:
    return None if isinstance(one.result, New) else Sighting(one.result.id, one.keys, one.fingerprint)


def _is_renamed(one: Compared) -> bool:
    return one.is_renamed and isinstance(one.result, Same)


def _with_twin(one: Compared, others: Sequence[tuple[ArticleId, str]]) -> Compared:
    same = (number for number, headline in others if is_same_headline(one.entry.title, headline))
    twin = next(same, None)
    return one if twin is None else replace(one, result=Met(twin))


def _is_excerpt(draft: Draft, *, of: Draft) -> bool:
    """Whether one text is so much shorter than the other that the latter must have come from a page."""
    length, known = (sum(map(len, one.body)) for one in (draft, of))
    return known >= WHOLE_ARTICLE and length < known * _CORRECTED_TEXT


def _newest_first(articles: Sequence[Article]) -> list[Article]:
    return sorted(articles, key=lambda one: (one.published_at or _NEVER, one.id), reverse=True)
