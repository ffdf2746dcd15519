"""Parsing in a child process that can be killed: some documents keep feedparser busy for minutes."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Self

from bot.clock import Clock
from bot.domain.entries import ParsedFeed
from bot.errors import FeedError
from bot.feeds.messages import ANSWER, REQUEST, Problem, Request, framed

_ROOT = Path(__file__).parents[2]
_START_SECONDS = 60.0
_LONGEST_ANSWER = 64_000_000


class FeedParser:
    """`async with FeedParser(clock) as parse: await parse(body, url=…, content_type=…)`.

    Implements `ports.ParseFeed`. One document at a time; the process starts with the first one and is
    replaced when it had to be killed. `seconds` bounds one document, without the process's start.
    """

    def __init__(self, clock: Clock, *, seconds: float = 5.0) -> None:
        self._clock = clock
        self._seconds = seconds
        self._turn = asyncio.Lock()
        self._process: Process | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._kill()

    async def __call__(self, body: bytes, *, url: str, content_type: str) -> ParsedFeed:
        """The feed's entries. Raises FeedError, `error.feed.too_slow` when the time was up."""
        request = REQUEST.dump_json(Request(url, content_type, self._clock.now()))
        async with self._turn:
            answer = await self._asked(request + b"\n" + body, url)
        if isinstance(answer, Problem):
            raise FeedError(answer.key, **{"url": url, **answer.args})
        return answer

    async def _asked(self, message: bytes, url: str) -> ParsedFeed | Problem:
        finished = False
        try:
            process = await self._running()
            async with asyncio.timeout(self._seconds):
                reply = await _exchange(process, message)
            finished = True
            return ANSWER.validate_json(reply)
        except TimeoutError as error:
            raise FeedError("error.feed.too_slow", url=url, seconds=self._seconds) from error
        except (OSError, EOFError) as error:
            raise FeedError("error.feed.parser_died", url=url) from error
        finally:
            # Also when we were cancelled: an answer nobody took would be the next feed's.
            if not finished:
                await self._kill()

    async def _running(self) -> Process:
        if self._process is None:
            paths = {"PYTHONPATH": str(_ROOT), "PATH": os.defpath}
            command = (sys.executable, "-m", "bot.feeds.worker")
            self._process = await asyncio.create_subprocess_exec(
                *command, stdin=PIPE, stdout=PIPE, env=paths, cwd=_ROOT, start_new_session=True
            )
            async with asyncio.timeout(_START_SECONDS):
                await _received(self._process)
        return self._process

    async def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            process.kill()
        # Reads both pipes to their end, so that nothing stays open behind us.
        await process.communicate()


async def _exchange(process: Process, message: bytes) -> bytes:
    assert process.stdin
    process.stdin.write(framed(message))
    await process.stdin.drain()
    return await _received(process)


async def _received(process: Process) -> bytes:
    assert process.stdout
    size = int.from_bytes(await process.stdout.readexactly(8), "big")
    if size > _LONGEST_ANSWER:
        raise EOFError
    return await process.stdout.readexactly(size)
