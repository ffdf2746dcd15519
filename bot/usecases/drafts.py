"""An entry, and its page where the feed leaves things out, → what the paper published."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.domain.articles import Article, Reading
from bot.domain.changes import Change, changes
from bot.domain.entries import Entry, Sighting, needs_page
from bot.domain.feeds import Feed
from bot.domain.ids import FeedId
from bot.ports import OpenStore, Store
from bot.usecases.place_article import place_article
from bot.usecases.read_entry import ReadEntry
from bot.usecases.turns import one_at_a_time

log = structlog.get_logger()


@dataclass(frozen=True)
class Drafted:
    """What was read; not `is_whole` where the page would have told more and could not be had."""

    reading: Reading
    is_whole: bool = True


class DraftArticle:
    """Read an entry of a feed, and its page where that is needed."""

    def __init__(self, *, open_store: OpenStore, read_entry: ReadEntry) -> None:
        self._open_store = one_at_a_time(open_store)
        self._read_entry = read_entry

    async def __call__(self, feed: Feed, entry: Entry, *, with_page: bool = True) -> Drafted:
        """The draft, from the entry alone where `with_page` is false or its page cannot be had."""
        wants_page = with_page and entry.url is not None and needs_page(entry)
        async with self._open_store() as store:
            often = await store.paragraphs.often(feed.id)
        page = await self._read_entry.page_if_any(entry.url) if wants_page and entry.url else None
        reading = await self._read_entry.of_page(
            entry, page, edition=feed.plan.edition, topic=feed.plan.topic, often=often
        )
        return Drafted(reading, is_whole=page is not None or not wants_page)


async def put_draft(
    store: Store, feed_id: FeedId, sighting: Sighting, reading: Reading, now: datetime
) -> tuple[Article, tuple[Change, ...]]:
    """Make what was read the article's content if a reader would notice; the article, and what changed.

    A review that waits is shown anew, with what editors are to see now.
    """
    await store.paragraphs.note(feed_id, sighting.article_id, reading.prints)
    before = await store.articles.get(sighting.article_id)
    changed = changes(before, reading.draft)
    if not changed:
        await store.articles.sight(feed_id, [sighting])
        return before, ()
    after = await store.articles.revise(
        sighting.article_id,
        reading.draft,
        keys=sighting.keys,
        fingerprint=sighting.fingerprint,
        feed_id=feed_id,
    )
    await place_article(store, after, reading.terms, now)
    await store.reviews.show_again(sighting.article_id)
    await store.corrections.renew(after)
    return after, changed


def log_changes(article: Article, changed: tuple[Change, ...]) -> None:
    """What changed, for whoever reads the log."""
    if changed:
        parts = [change.part.value for change in changed]
        log.info("article_changed", article=article.id, revision=article.revision, parts=parts)
