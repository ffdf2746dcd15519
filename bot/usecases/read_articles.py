"""Entries → articles: file what is new, revise what changed, and start each new one on its way.

Article and review (or push) are written in one transaction: nothing is known and then forgotten.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.articles import Article, Reading
from bot.domain.entries import Changed, Comparison, Entry, New, compare, fingerprint, identities, needs_page
from bot.domain.feeds import Feed, Mode
from bot.domain.ids import ArticleId
from bot.domain.paper import Paper
from bot.ports import Fetch, OpenStore, ReadPage, Store
from bot.usecases.freeze import article_push
from bot.usecases.read_entry import ReadEntry


@dataclass(frozen=True)
class Read:
    """How many entries were what."""

    new: int = 0
    changed: int = 0


class ReadArticles:
    """Take in the entries of one fetch of a feed."""

    def __init__(
        self, *, open_store: OpenStore, fetch: Fetch, read_page: ReadPage, paper: Paper, clock: Clock
    ) -> None:
        self._open_store = open_store
        self._read_entry = ReadEntry(fetch, read_page)
        self._paper = paper
        self._clock = clock

    async def __call__(self, feed: Feed, entries: Sequence[Entry]) -> Read:
        """File and revise; a feed's first fetch is filed silently."""
        compared = await self._compare(feed, entries)
        new = [entry for entry, result in compared if isinstance(result, New)]
        await self._file(feed, new)
        changed = [(entry, result) for entry, result in compared if isinstance(result, Changed)]
        for entry, result in changed:
            await self._revise(feed, entry, result.id)
        return Read(len(new), len(changed))

    async def reading(self, feed: Feed, entry: Entry) -> Reading:
        """Read an entry, and its page where the feed leaves things out."""
        async with self._open_store() as store:
            often = await store.paragraphs.often(feed.id)
        wants_page = feed.seeded and needs_page(entry)
        return await self._read_entry(
            entry, edition=feed.plan.edition, topic=feed.plan.topic, often=often, wants_page=wants_page
        )

    async def _compare(self, feed: Feed, entries: Sequence[Entry]) -> list[tuple[Entry, Comparison]]:
        compared: list[tuple[Entry, Comparison]] = []
        seen: set[str] = set()
        async with self._open_store() as store:
            for entry in entries:
                keys = identities(entry)
                if seen.isdisjoint(keys):
                    compared.append((entry, compare(entry, await store.articles.known(feed.id, keys))))
                seen.update(keys)
        return compared

    def _mode(self, feed: Feed, new: int) -> Mode | None:
        """What to do with new articles: None files them silently, as old news."""
        if not feed.seeded:
            return None
        # A flood of "new" old items (a moved site, changed guids) must not reach readers unseen.
        return Mode.REVIEW if new > self._paper.surprise else feed.plan.mode

    async def _file(self, feed: Feed, new: Sequence[Entry]) -> None:
        """File them all in one transaction: half a flood, found again, would look like no flood."""
        # Oldest first, so that readers and editors get them in the order of publication.
        readings = [(entry, await self.reading(feed, entry)) for entry in reversed(new)]
        async with self._open_store() as store:
            for entry, reading in readings:
                await self._file_one(store, feed, entry, reading, self._mode(feed, len(new)))

    async def _file_one(
        self, store: Store, feed: Feed, entry: Entry, reading: Reading, mode: Mode | None
    ) -> None:
        keys = identities(entry)
        if await store.articles.known(feed.id, keys):
            return  # an editor pushed it by its address while its page was being read
        article = await store.articles.file(
            reading.draft, feed_id=feed.id, keys=keys, fingerprint=fingerprint(entry), now=self._clock.now()
        )
        await store.paragraphs.note(feed.id, article.id, reading.prints)
        await self._start(store, article, mode)

    async def _start(self, store: Store, article: Article, mode: Mode | None) -> None:
        if mode is Mode.REVIEW:
            await store.reviews.open(article.id, self._clock.now())
        elif mode is Mode.AUTO:
            await store.pushes.add(article_push(article, self._paper, due_at=self._clock.now(), editor=None))

    async def _revise(self, feed: Feed, entry: Entry, article_id: ArticleId) -> None:
        reading = await self.reading(feed, entry)
        async with self._open_store() as store:
            await store.paragraphs.note(feed.id, article_id, reading.prints)
            await store.articles.revise(
                article_id, reading.draft, keys=identities(entry), fingerprint=fingerprint(entry)
            )
            await store.reviews.show_again(article_id)
