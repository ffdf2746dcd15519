"""Ask the feeds that are due, and hand their entries on. No feed stops or delays the others."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.clock import Clock
from bot.domain.addresses import host_of
from bot.domain.entries import ParsedFeed
from bot.domain.feeds import Answer, Failure, Feed, FeedPlan, after_answer, after_failure
from bot.domain.habits import Found
from bot.domain.ids import FeedId
from bot.domain.measures import POLLS
from bot.domain.troubles import FeedEvent, Trouble, turns
from bot.errors import FeedError, FetchError, Gone, KolporterError
from bot.fetch_ports import Fetch, Fetched, NotModified
from bot.meter import meter
from bot.ports import OpenStore, ParseFeed
from bot.usecases.read_articles import ReadArticles
from bot.usecases.turns import Places, one_at_a_time

ACCEPT_FEEDS = "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"
_FEEDS_AT_ONCE = 100
_AT_ONE_HOST = 4
"""Of these: two that ask, as many as a host is asked at the same time, and two that are read."""
_UNDER_WAY = 2_000
"""Feeds that wait for their turn or have it."""
_DUE_AT_ONCE = 500
_SAVE_EVERY_SECONDS = 1.0

log = structlog.get_logger()


@dataclass(frozen=True)
class _Polled:
    before: Feed
    after: Feed
    problem: KolporterError | None = None

    def events(self) -> list[FeedEvent]:
        """What the admins should know about this look."""
        args = {name: str(value) for name, value in self.problem.args_.items()} if self.problem else {}
        if self.after.moved_to:
            args["address"] = self.after.moved_to
        seen = self.after.last_success_at or self.after.next_poll_at
        return [
            FeedEvent(
                feed_id=self.after.id,
                trouble=trouble,
                is_over=is_over,
                at=seen,
                key=self.problem.text_key if self.problem and not is_over else "",
                args=args,
            )
            for trouble, is_over in turns(self.before.troubles, self.after.troubles)
        ]


class PollFeeds:
    """Poll every feed that is due, side by side; what becomes due meanwhile joins in."""

    def __init__(
        self,
        *,
        open_store: OpenStore,
        fetch: Fetch,
        parse_feed: ParseFeed,
        read_articles: ReadArticles,
        clock: Clock,
    ) -> None:
        self._open_store = one_at_a_time(open_store)
        self._fetch = fetch
        self._parse = parse_feed
        self._read_articles = read_articles
        self._clock = clock
        self._places = Places(_FEEDS_AT_ONCE, per_host=_AT_ONE_HOST)
        self._stopping = False

    async def enrol(self, plans: tuple[FeedPlan, ...]) -> None:
        """Make the database know the feeds of the configuration."""
        async with self._open_store() as store:
            await store.feeds.enrol(plans, self._clock.now())

    def stop(self) -> None:
        """Begin with no further feed."""
        self._stopping = True

    async def __call__(self) -> None:
        """Poll what is due now and until nothing is under way any more."""
        under_way: dict[asyncio.Task[_Polled], FeedId] = {}
        async with asyncio.TaskGroup() as tasks:
            while True:
                for feed in await self._due(set(under_way.values())):
                    under_way[tasks.create_task(self._in_turn(feed))] = feed.id
                if not under_way:
                    return
                # What is done is saved together once a second, so that a slow feed holds nothing up.
                done, _ = await asyncio.wait(under_way, timeout=_SAVE_EVERY_SECONDS)
                await self._save([task.result() for task in done])
                for task in done:
                    del under_way[task]

    async def _due(self, under_way: set[FeedId]) -> list[Feed]:
        if self._stopping or len(under_way) >= _UNDER_WAY:
            return []
        async with self._open_store() as store:
            return await store.feeds.due(self._clock.now(), _DUE_AT_ONCE, but=under_way)

    async def _in_turn(self, feed: Feed) -> _Polled:
        async with self._places.at(host_of(feed.address)):
            return await self._poll(feed)

    async def _poll(self, feed: Feed) -> _Polled:
        try:
            answer = await self._fetch(feed.address, feed.validators, accept=ACCEPT_FEEDS)
            found = None if isinstance(answer, NotModified) else await self._found(feed, answer)
            return self._answered(feed, answer, found)
        except KolporterError as problem:
            return self._failed(feed, problem)
        except Exception as error:
            # A feed is somebody else's bytes: whatever it provokes in us must not stop the others.
            log.exception("feed_broke_the_poller", feed=feed.plan.url)
            return self._failed(feed, FeedError("error.unexpected", problem=type(error).__name__))

    async def _found(self, feed: Feed, answer: Fetched) -> Found:
        parsed = await self._parse(answer.body, url=answer.url, content_type=answer.content_type)
        read = await self._read_articles(feed, parsed.entries)
        log.info(
            "feed_read",
            feed=feed.plan.url,
            entries=len(parsed.entries),
            new=read.new,
            changed=read.changed,
            held=read.surprise,
        )
        return found_in(parsed, read.new)

    def _answered(self, feed: Feed, answer: Fetched | NotModified, found: Found | None) -> _Polled:
        meter.count(POLLS, "unchanged" if found is None else "read")
        if found is None:
            log.info("feed_unchanged", feed=feed.plan.url)
        told = Answer(
            validators=answer.validators, notice=answer.notice, wire_bytes=answer.wire_bytes, found=found
        )
        return _Polled(feed, after_answer(feed, told, self._clock.now()))

    def _failed(self, feed: Feed, problem: KolporterError) -> _Polled:
        meter.count(POLLS, "failed")
        log.warning("feed_failed", feed=feed.plan.url, problem=str(problem), failures=feed.failures + 1)
        retry_after = problem.retry_after if isinstance(problem, FetchError) else None
        failure = Failure(problem=str(problem), trouble=_trouble(problem), retry_after=retry_after)
        return _Polled(feed, after_failure(feed, failure, self._clock.now()), problem)

    async def _save(self, polled: Sequence[_Polled]) -> None:
        if not polled:
            return
        async with self._open_store() as store:
            await store.feeds.save([one.after for one in polled])
            await store.feeds.report([event for one in polled for event in one.events()])


def found_in(parsed: ParsedFeed, new: int) -> Found:
    """What a feed's document brought, for the feed's memory."""
    dates = tuple(entry.published for entry in parsed.entries if entry.published)
    return Found(new=new, dates=dates, wish=parsed.wish, hub=parsed.hub, topic=parsed.topic)


def _trouble(problem: KolporterError) -> Trouble:
    if isinstance(problem, Gone):
        return Trouble.GONE
    is_certificate = problem.text_key == "error.fetch.certificate"
    return Trouble.CERTIFICATE if is_certificate else Trouble.FAILING
