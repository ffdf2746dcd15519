"""Read any feed, from a file or an address, as the poller would."""

from bot.domain.entries import ParsedFeed
from bot.ports import Fetch, Fetched, ParseFeed


class CheckFeed:
    """Parse a feed without remembering anything."""

    def __init__(self, *, fetch: Fetch, parse_feed: ParseFeed) -> None:
        self._fetch = fetch
        self._parse = parse_feed

    async def __call__(self, url: str) -> ParsedFeed:
        """Raises FetchError or FeedError."""
        answer = await self._fetch(url)
        assert isinstance(answer, Fetched)
        return await self._parse(answer.body, url=answer.url, content_type=answer.content_type)

    async def file(self, body: bytes, name: str) -> ParsedFeed:
        """A feed that is at hand already; `name` stands for its address in errors. Raises FeedError."""
        return await self._parse(body, url=name, content_type="")
