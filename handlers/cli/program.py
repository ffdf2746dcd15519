"""What the commands are given and how they speak to the person at the terminal."""

import os
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import typer

from bot.domain.appeals import Effect
from bot.domain.articles import Summary
from bot.domain.diagnosis import Finding
from bot.domain.entries import ParsedFeed
from bot.domain.feed_looks import FeedLook, FoundFeed
from bot.domain.ids import ChatId, Edition
from bot.domain.paper import Paper
from bot.domain.support_links import References
from bot.errors import KolporterError, UsageError
from bot.locales import Texts, texts_for
from bot.newsroom import Explained, Preview

Tell = Callable[[str], None]


class FeedChecker(Protocol):
    """Reads a feed without remembering it. Raises FetchError or FeedError."""

    async def __call__(self, url: str) -> ParsedFeed:
        """The feed at an address."""
        ...

    async def look(self, url: str) -> FeedLook:
        """The feed at an address, and what its server says."""
        ...

    async def find(self, url: str) -> tuple[FoundFeed, ...]:
        """The feed at an address, or those that the site at this address offers."""
        ...

    async def file(self, body: bytes, name: str) -> ParsedFeed:
        """A feed that is at hand."""
        ...


class Previewer(Protocol):
    """Reads a page without remembering it."""

    async def __call__(self, url: str) -> Preview:
        """The page at an address. Raises FetchError."""
        ...

    async def file(self, content: bytes) -> Preview:
        """A page or a text that is at hand."""
        ...


class AppealExplainer(Protocol):
    """Looks at what is kept of readers for deciding about appeals."""

    async def __call__(self, chat_id: ChatId) -> Explained:
        """Whether this chat would be asked, and why not."""
        ...

    async def counts(self, days: int) -> Mapping[tuple[Edition, str], Mapping[Effect, int]]:
        """What came of each wording lately, by edition and the wording's key."""
        ...


@dataclass(frozen=True)
class Program:
    """What the commands can ask for; every function may raise KolporterError."""

    run: Callable[[], Coroutine[Any, Any, None]]
    demo: Callable[[int, Tell], Coroutine[Any, Any, None]]
    """Takes the port, 0 for a free one, and tells the address of the page."""
    script: Callable[[Tell], Coroutine[Any, Any, None]]
    """Tells the transcript, piece by piece."""
    feed_checker: Callable[[], AbstractAsyncContextManager[FeedChecker]]
    previewer: Callable[[], AbstractAsyncContextManager[Previewer]]
    diagnose: Callable[[], AsyncIterator[Finding]]
    newspaper_path: Callable[[], Path]
    summarise: Callable[[str, str, str, int | None], Summary]
    """Takes headline, text, language and the most characters."""
    paper: Callable[[], Paper]
    references: Callable[[], References]
    appeal_explainer: Callable[[], AbstractAsyncContextManager[AppealExplainer]]


def speak() -> Texts:
    """The texts in the language of this terminal."""
    return texts_for(os.environ.get("LC_ALL") or os.environ.get("LANG"))


def complain(problem: KolporterError) -> None:
    """One clear sentence on standard error."""
    typer.echo(speak().plain(problem.text_key, **problem.args_), err=True)


async def look_at_feed(program: Program, url: str) -> FeedLook:
    """The feed at an address. Raises FetchError or FeedError."""
    async with program.feed_checker() as check:
        return await check.look(url)


async def find_feeds(program: Program, url: str) -> tuple[FoundFeed, ...]:
    """The feed at an address, or those a site offers. Raises FetchError or FeedError."""
    async with program.feed_checker() as check:
        return await check.find(url)


async def read_file(program: Program, path: str) -> ParsedFeed:
    """A feed from a file. Raises FeedError, or UsageError for no such file."""
    async with program.feed_checker() as check:
        return await check.file(content_of(path), path)


def content_of(path: str) -> bytes:
    """What is in a file. Raises UsageError for no such file."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UsageError("error.feed.no_file", path=path, problem=error.strerror) from None
