"""An entry, and its page where the feed leaves things out, → what the paper published."""

from dataclasses import dataclass

import structlog

from bot.domain.articles import Article, Draft
from bot.domain.changes import Change, changes
from bot.domain.entries import Entry, Sighting, needs_page
from bot.domain.ids import Edition, FeedId
from bot.errors import FetchError
from bot.ports import Fetch, Fetched, ReadPage, Store

log = structlog.get_logger()


@dataclass(frozen=True)
class Drafted:
    """The draft; not `is_whole` where the page would have told more and could not be read."""

    draft: Draft
    is_whole: bool = True


class DraftArticle:
    """Read an entry, and its page where that is needed."""

    def __init__(self, *, fetch: Fetch, read_page: ReadPage) -> None:
        self._fetch = fetch
        self._read_page = read_page

    async def __call__(
        self, entry: Entry, *, edition: Edition, topic: str | None, with_page: bool = True
    ) -> Drafted:
        """The draft, from the entry alone where `with_page` is false or its page cannot be read."""
        wants_page = with_page and entry.url is not None and needs_page(entry)
        page = await self._page(entry.url) if wants_page and entry.url else None
        draft = self._read_page(entry, page, edition=edition, topic=topic)
        return Drafted(draft, is_whole=page is not None or not wants_page)

    async def _page(self, url: str) -> bytes | None:
        try:
            page = await self._fetch(url, accept="text/html, */*;q=0.5")
        except FetchError as problem:
            # The feed's own content is still an article; the page only adds to it.
            log.warning("page_unread", url=url, problem=str(problem))
            return None
        return page.body if isinstance(page, Fetched) else None


async def put_draft(
    store: Store, feed_id: FeedId, sighting: Sighting, draft: Draft
) -> tuple[Article, tuple[Change, ...]]:
    """Make the draft the article's content if a reader would notice; the article, and what changed.

    A review that waits is shown anew, with what editors are to see now.
    """
    before = await store.articles.get(sighting.article_id)
    changed = changes(before, draft)
    if not changed:
        await store.articles.sight(feed_id, [sighting])
        return before, ()
    after = await store.articles.revise(
        sighting.article_id, draft, keys=sighting.keys, fingerprint=sighting.fingerprint, feed_id=feed_id
    )
    await store.reviews.show_again(sighting.article_id)
    return after, changed


def log_changes(article: Article, changed: tuple[Change, ...]) -> None:
    """What changed, for whoever reads the log."""
    if changed:
        parts = [change.part.value for change in changed]
        log.info("article_changed", article=article.id, revision=article.revision, parts=parts)
