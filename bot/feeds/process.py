"""Parsing in child processes that can be killed: some documents keep feedparser busy for minutes."""

import os
from typing import Self

from bot.clock import Clock
from bot.domain.entries import ParsedFeed
from bot.errors import FeedError
from bot.feeds.messages import Problem, Request, answers, requests
from bot.workers import DiedError, TooSlowError, Workers


class FeedParser:
    """`async with FeedParser(clock) as parse: await parse(body, url=…, content_type=…)`.

    Implements `ports.ParseFeed`: one process per core, started with the first documents. `seconds` bounds
    one document.
    """

    def __init__(self, clock: Clock, *, seconds: float = 5.0) -> None:
        self._clock = clock
        self._seconds = seconds
        self._workers = Workers("bot.feeds.worker", count=os.cpu_count() or 1, seconds=seconds)

    async def __aenter__(self) -> Self:
        await self._workers.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._workers.__aexit__(*error)

    async def __call__(self, body: bytes, *, url: str, content_type: str) -> ParsedFeed:
        """The feed's entries. Raises FeedError, `error.feed.too_slow` when the time was up."""
        request = requests().dump_json(Request(url, content_type, self._clock.now()))
        answer = answers().validate_json(await self._asked(request + b"\n" + body, url))
        if isinstance(answer, Problem):
            raise FeedError(answer.key, **{"url": url, **answer.args})
        return answer

    async def _asked(self, message: bytes, url: str) -> bytes:
        try:
            return await self._workers(message)
        except TooSlowError as error:
            raise FeedError("error.feed.too_slow", url=url, seconds=self._seconds) from error
        except DiedError as error:
            raise FeedError("error.feed.parser_died", url=url) from error
