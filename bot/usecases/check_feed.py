"""Read any feed, from a file or an address, as the poller would; find the feeds of a site."""

import re
from urllib.parse import urlsplit

from bot.clock import Clock, SystemClock
from bot.domain.entries import ParsedFeed
from bot.domain.feed_looks import FeedLook, FoundFeed
from bot.errors import FeedError, FetchError
from bot.feed_ports import FeedLinks
from bot.fetch_ports import Fetch, Fetched
from bot.ports import ParseFeed
from bot.usecases.poll_feeds import ACCEPT_FEEDS

_ABOUT_ONE_TOPIC = re.compile(
    r"/(?:category|categories|tag|topic|rubrika|kategorija|sekcija)/", re.IGNORECASE
)
_NAME_ENDS = re.compile(r"\s+[–—|\-»]\s+")


class CheckFeed:
    """Parse feeds without remembering anything. Raises FetchError or FeedError."""

    def __init__(
        self,
        *,
        fetch: Fetch,
        parse_feed: ParseFeed,
        feed_links: FeedLinks | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._clock = clock or SystemClock()
        self._fetch = fetch
        self._parse = parse_feed
        self._feed_links = feed_links

    async def __call__(self, url: str) -> ParsedFeed:
        """The feed at an address."""
        return (await self.look(url)).parsed

    async def look(self, url: str) -> FeedLook:
        """The feed at an address, and what its server says."""
        answer = await self._answer(url)
        return await self._seen(answer)

    async def find(self, url: str) -> tuple[FoundFeed, ...]:
        """The feed at an address, or those that the site at this address offers; FeedError for none."""
        answer = await self._answer(url)
        try:
            return (_found(await self._seen(answer)),)
        except FeedError as problem:
            links = self._feed_links(answer.body, answer.url) if self._feed_links else ()
            offered = await self._offered(links)
            if not offered:
                raise problem from None
            return offered

    async def file(self, body: bytes, name: str) -> ParsedFeed:
        """A feed that is at hand already; `name` stands for its address in errors."""
        return await self._parse(body, url=name, content_type="")

    async def _answer(self, url: str) -> Fetched:
        answer = await self._fetch(url, accept=ACCEPT_FEEDS)
        assert isinstance(answer, Fetched)
        return answer

    async def _seen(self, answer: Fetched) -> FeedLook:
        parsed = await self._parse(answer.body, url=answer.url, content_type=answer.content_type)
        return FeedLook(
            url=answer.url,
            parsed=parsed,
            validators=answer.validators,
            notice=answer.notice,
            wire_bytes=answer.wire_bytes,
            body_bytes=len(answer.body),
            seen_at=self._clock.now(),
        )

    async def _offered(self, links: tuple[str, ...]) -> tuple[FoundFeed, ...]:
        """Each feed once, though several addresses may lead to it."""
        offered: dict[object, FoundFeed] = {}
        for link in links:
            try:
                look = await self.look(link)
            except (FetchError, FeedError):
                continue
            same = (look.parsed.title, tuple(entry.url for entry in look.parsed.entries))
            offered.setdefault(same if look.parsed.entries else look.url, _found(look))
        return tuple(offered.values())


def _found(look: FeedLook) -> FoundFeed:
    return FoundFeed(
        url=look.url,
        title=look.parsed.title,
        language=look.parsed.language,
        topic=_topic(look),
        entries=look.parsed.entries,
    )


def _topic(look: FeedLook) -> str | None:
    """WordPress names a section's feed "Section – Paper"."""
    if not _ABOUT_ONE_TOPIC.search(urlsplit(look.url).path):
        return None
    return _NAME_ENDS.split(look.parsed.title, maxsplit=1)[0] or None
