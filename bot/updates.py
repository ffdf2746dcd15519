"""Updates from Telegram by polling: stored before they are acknowledged, so a kill loses no tap.

Telegram forgets an update once the next getUpdates asks beyond it; by then it is in our inbox. How webhooks
bring them is in webhooks.py.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import structlog
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application

from bot.clock import Clock
from bot.domain.growing_pauses import pause_after
from bot.errors import DatabaseUnavailable, TokenRefused
from bot.inbox_ports import StoredUpdate
from bot.telegram_http import QuietBot
from bot.usecases.handle_updates import HandleUpdates

ALLOWED = [
    "message",
    "callback_query",
    "inline_query",
    "my_chat_member",
    "pre_checkout_query",
    "subscription",
]
_POLL_SECONDS = 25
_LONGEST_PAUSE = 30.0
DATABASE_PAUSE = 1.0

log = structlog.get_logger()


async def introduce(application: Application[Any, Any, Any, Any, Any, Any], clock: Clock) -> None:
    """Initialise the application, waiting for Telegram as long as it takes. Raises TokenRefused."""
    await insist(application.initialize, clock)


async def insist(ask: Callable[[], Awaitable[object]], clock: Clock) -> None:
    """Ask Telegram until it answers. Raises TokenRefused, and what Telegram has against the question."""
    for attempt in itertools.count(1):
        try:
            await ask()
        except InvalidToken:
            raise TokenRefused from None
        except (NetworkError, RetryAfter) as error:
            log.warning("telegram_unreachable", problem=error.message)
            await clock.sleep(pause_after(attempt, 1, _LONGEST_PAUSE))
        else:
            return


class Working(Protocol):
    """Something that handles updates or sends answers."""

    async def caught_up(self, within: float) -> None:
        """Wait, `within` seconds at most, until who wrote before we began is answered."""
        ...

    async def run(self) -> None:
        """Work until cancelled. Raises TokenRefused."""
        ...

    async def idle(self, within: float) -> None:
        """Wait, `within` seconds at most, until all is answered; nothing new is handled from then on."""
        ...


class Updates(Working, Protocol):
    """A way for updates to come in and be answered."""

    async def begin(self) -> None:
        """Tell Telegram which way. Raises TokenRefused, WebhookRefused."""
        ...


class Handling:
    """What all ways have in common: somebody handles beside who receives."""

    def __init__(self, *, handle_updates: HandleUpdates, clock: Clock) -> None:
        self._handle_updates = handle_updates
        self._clock = clock
        self._first = asyncio.Event()
        """Set once what waited is taken in."""

    async def caught_up(self, within: float) -> None:
        """Wait, `within` seconds at most, until who wrote before we began is answered."""
        try:
            async with asyncio.timeout(within):
                await self._first.wait()
                await self._handle_updates.rest()
        except TimeoutError:
            log.info("began_with_updates_waiting")

    async def run(self) -> None:
        """Work until cancelled. Raises TokenRefused."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._handle_updates.run())
                tasks.create_task(self._watch())
                while True:
                    await self._receive()
        except* TokenRefused:
            raise TokenRefused from None

    async def idle(self, within: float) -> None:
        """Wait, `within` seconds at most, until all is answered; nothing new is handled from then on.

        What is cut off by cancelling `run` after that is done at the next start.
        """
        try:
            async with asyncio.timeout(within):
                await self._handle_updates.stop()
        except TimeoutError:
            log.warning("stopped_while_answering")

    async def _receive(self) -> None:
        raise NotImplementedError

    async def _watch(self) -> None:
        """What is to be seen to beside receiving."""


class UpdateLoop(Handling):
    """Fetches what people do, and hands it to who stores and handles it."""

    def __init__(
        self,
        bot: QuietBot,
        *,
        handle_updates: HandleUpdates,
        clock: Clock,
        met_another: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(handle_updates=handle_updates, clock=clock)
        self._bot = bot
        self._met_another = met_another
        self._offset = 0
        self._failures = 0

    async def begin(self) -> None:
        """Take a webhook away that may have been there before: nobody can poll beside one."""
        await insist(self._bot.delete_webhook, self._clock)

    async def _receive(self) -> None:
        try:
            updates = await self._fetch()
            if updates:
                await self._handle_updates.take_in(updates)
                self._offset = updates[-1].update_id + 1
        except DatabaseUnavailable:
            # Telegram keeps them, and gives them again.
            await self._clock.sleep(DATABASE_PAUSE)
        except InvalidToken:
            raise TokenRefused from None
        except TelegramError as error:
            second_bot = isinstance(error, Conflict)
            if second_bot:
                self._met_another()
            await self._pause("updates_interrupted", error.message, another_process_polls=second_bot)
        else:
            self._failures = 0
            self._first.set()

    async def _fetch(self) -> list[StoredUpdate]:
        # The first time only what waits: for what is still to come we can wait beside other work.
        patience = _POLL_SECONDS if self._first.is_set() else 0
        updates = await self._bot.raw_updates(self._offset, patience, ALLOWED)
        return [StoredUpdate(int(update["update_id"]), update) for update in updates]

    async def _pause(self, event: str, problem: str, **more: object) -> None:
        self._failures += 1
        log.warning(event, problem=problem, **more)
        await self._clock.sleep(pause_after(self._failures, 1, _LONGEST_PAUSE))
