"""Ask the feeds that are due, and hand their entries on. One bad feed never stops the others."""

from datetime import datetime

import structlog

from bot.clock import Clock
from bot.domain.entries import ParsedFeed
from bot.domain.feeds import Feed, FeedPlan, Validators, after_failure, after_success
from bot.errors import FeedError, FetchError, KolporterError
from bot.ports import Fetch, NotModified, OpenStore, ParseFeed
from bot.usecases.read_articles import ReadArticles

_FEEDS_AT_ONCE = 50
_ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"

log = structlog.get_logger()


class PollFeeds:
    """Poll every feed that is due, one after the other."""

    def __init__(
        self,
        *,
        open_store: OpenStore,
        fetch: Fetch,
        parse_feed: ParseFeed,
        read_articles: ReadArticles,
        clock: Clock,
    ) -> None:
        self._open_store = open_store
        self._fetch = fetch
        self._parse = parse_feed
        self._read_articles = read_articles
        self._clock = clock

    async def enrol(self, plans: tuple[FeedPlan, ...]) -> None:
        """Make the database know the feeds of the configuration."""
        async with self._open_store() as store:
            await store.feeds.enrol(plans, self._clock.now())

    async def __call__(self) -> None:
        """Poll what is due now."""
        async with self._open_store() as store:
            due = await store.feeds.due(self._clock.now(), _FEEDS_AT_ONCE)
        for feed in due:
            await self._save(await self._poll(feed))

    async def _poll(self, feed: Feed) -> Feed:
        try:
            answer = await self._fetch(feed.plan.url, feed.validators, accept=_ACCEPT)
            if isinstance(answer, NotModified):
                return after_success(feed, answer.validators, self._clock.now())
            parsed = await self._parse(answer.body, url=answer.url, content_type=answer.content_type)
            return await self._taken(feed, parsed, answer.validators)
        except KolporterError as problem:
            return self._failed(feed, problem, self._clock.now())
        except Exception as error:
            # A feed is somebody else's bytes: whatever it provokes in us must not stop the others.
            log.exception("feed_broke_the_poller", feed=feed.plan.url)
            return self._failed(
                feed, FeedError("error.unexpected", problem=type(error).__name__), self._clock.now()
            )

    async def _taken(self, feed: Feed, parsed: ParsedFeed, validators: Validators) -> Feed:
        read = await self._read_articles(feed, parsed.entries)
        log.info(
            "feed_read", feed=feed.plan.url, entries=len(parsed.entries), new=read.new, changed=read.changed
        )
        return after_success(feed, validators, self._clock.now())

    def _failed(self, feed: Feed, problem: KolporterError, now: datetime) -> Feed:
        log.warning("feed_failed", feed=feed.plan.url, problem=str(problem), failures=feed.failures + 1)
        retry_after = problem.retry_after if isinstance(problem, FetchError) else None
        return after_failure(feed, str(problem), retry_after, now)

    async def _save(self, feed: Feed) -> None:
        async with self._open_store() as store:
            await store.feeds.save(feed)
