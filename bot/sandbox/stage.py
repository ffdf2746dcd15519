"""The demo's stage: a local Telegram, a sample newspaper and three people, with somebody's bot at work."""

import asyncio
import secrets
import socket
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.sandbox.app import Sandbox
from bot.sandbox.client import SandboxClient
from bot.sandbox.clock import SandboxClock
from bot.sandbox.membership_site import MembershipSite
from bot.sandbox.newspaper import PAPER_ZONE
from bot.sandbox.server import serve
from bot.sandbox.story import ADMIN, demo_newspaper, people_arrive

_AFTER_DIGESTS = time(8)


@dataclass(frozen=True)
class Engagement:
    """What a bot needs to play on the stage: where Telegram is, a token for it, and the paper's file."""

    address: str
    token: str
    newspaper: str
    database_url: str
    web_port: int
    """Where its own HTTP is called, which the paper's membership page does."""
    membership_secret: str
    admin: int = ADMIN


Bot = Callable[[Engagement, asyncio.Event], Awaitable[None]]


@asynccontextmanager
async def stage(
    port: int, bot: Bot, advance: Callable[[timedelta], None], stopping: asyncio.Event
) -> AsyncIterator[SandboxClient]:
    """Set up everything, let the bot work beside the block, and clear up. A taken port raises OSError.

    `advance` puts the bot's clock forward; the stage moves Telegram's with it.
    """
    clock, web_port, secret = SandboxClock(), _free_port(), secrets.token_urlsafe(26)
    members = MembershipSite(secret, f"http://127.0.0.1:{web_port}", clock.timestamp)
    sandbox = Sandbox(clock, actions={"day": lambda: _a_day(sandbox, advance)}, members=members)
    async with _one_error_at_a_time(), AsyncExitStack() as stack:
        address = await stack.enter_async_context(serve(sandbox.app, port))
        telegram = await stack.enter_async_context(SandboxClient(address))
        await people_arrive(telegram)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        engagement = Engagement(
            address=address,
            token=f"700000001:{secrets.token_urlsafe(26)}",
            newspaper=demo_newspaper(f"{address}/paper"),
            database_url=f"sqlite:///{folder / 'demo.sqlite3'}",
            web_port=web_port,
            membership_secret=secret,
        )
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        tasks.create_task(_perform(bot, engagement, stopping))
        stack.callback(stopping.set)
        yield telegram


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


@asynccontextmanager
async def _one_error_at_a_time() -> AsyncIterator[None]:
    """The first error of a task group by itself: what follows it is only its echo."""
    try:
        yield
    except BaseExceptionGroup as group:
        first: BaseException = group
        while isinstance(first, BaseExceptionGroup):
            first = first.exceptions[0]
        raise first from None


async def _perform(bot: Bot, engagement: Engagement, stopping: asyncio.Event) -> None:
    await bot(engagement, stopping)


async def _a_day(sandbox: Sandbox, advance: Callable[[timedelta], None]) -> None:
    by = until_tomorrow(sandbox.clock.now())
    advance(by)
    sandbox.clock.advance(by.total_seconds())


def until_tomorrow(now: datetime) -> timedelta:
    """Until tomorrow's digests have just come: by evening, this morning's would be too old to send."""
    tomorrow = now.astimezone(PAPER_ZONE).date() + timedelta(days=1)
    return datetime.combine(tomorrow, _AFTER_DIGESTS, PAPER_ZONE).astimezone(UTC) - now
