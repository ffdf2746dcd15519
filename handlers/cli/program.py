"""What the commands are given and how they speak to the person at the terminal."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, NoReturn, Protocol, TypeVar

import typer

from bot.domain.articles import Summary
from bot.domain.backups import Backup, Migrated, Restored
from bot.domain.diagnosis import Finding
from bot.domain.entries import ParsedFeed
from bot.domain.feed_looks import FeedLook, FoundFeed
from bot.domain.paper import Paper
from bot.domain.support_links import References
from bot.errors import KolporterError, StartError, UsageError
from bot.locales import Texts, texts_for
from bot.newsroom import Preview
from bot.office import Cashier, Office

T = TypeVar("T")
Tell = Callable[[str], None]
LARGEST_ID = 2**52
"""Telegram's ids have 52 bits at most."""
JSON = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]


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


class Upkeep(Protocol):
    """The database as a whole."""

    async def migrate(self) -> Migrated:
        """Bring the schema up to date. Raises StartError."""
        ...

    async def back_up(self, target: Path | None) -> Backup:
        """Copy it to a file or into a folder. Raises BackupRefused, StartError."""
        ...

    async def restore(self, source: Path) -> Restored:
        """Put a backup in place. Raises BackupRefused, StartError."""
        ...

    async def mark_restored(self) -> None:
        """Mark a database that its own tools have put back. Raises StartError."""
        ...


class OpenOffice(Protocol):
    """Opens the database for the command line's verbs."""

    def __call__(self, *, alone: bool = False) -> AbstractAsyncContextManager[Office]:
        """`alone`: not while the bot is at work on the same SQLite file. Raises StartError."""
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
    people_code: Callable[[], Coroutine[Any, Any, str]]
    """Eight digits that make an admin of whoever sends them first."""
    upkeep: Callable[[], Upkeep]
    office: OpenOffice
    paper: Callable[[], Paper]
    references: Callable[[], References]
    cashier: Callable[[], AbstractAsyncContextManager[Cashier]]
    """Telegram's till, with the installation's token. Raises SettingsError without one."""


def speak() -> Texts:
    """The texts in the language of this terminal."""
    return texts_for(os.environ.get("LC_ALL") or os.environ.get("LANG"))


def complain(problem: KolporterError) -> None:
    """One clear sentence on standard error."""
    typer.echo(speak().plain(problem.text_key, **problem.args_), err=True)


def refuse(problem: KolporterError) -> NoReturn:
    """One clear sentence, and exit 2 for wrong use or what cannot start, 1 for what is not well."""
    complain(problem)
    raise typer.Exit(2 if isinstance(problem, UsageError | StartError) else 1) from None


def perform(work: Coroutine[Any, Any, T]) -> T:
    """Do it; a problem is told and ends the command."""
    try:
        return asyncio.run(work)
    except KolporterError as problem:
        refuse(problem)


def tell_json(told: object) -> None:
    """One line for a script; times in ISO 8601."""
    typer.echo(json.dumps(told, ensure_ascii=False, default=lambda value: value.isoformat()))


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
