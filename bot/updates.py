"""Updates from Telegram, by polling or webhook: stored before they are acknowledged, so a kill loses no tap.

Telegram forgets an update once the next getUpdates asks beyond it, or its POST was answered; by then it
is in our inbox.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import structlog
from telegram import WebhookInfo
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application

from bot.clock import Clock
from bot.errors import DatabaseUnavailable, TokenRefused, WebhookRefused
from bot.inbox_ports import StoredUpdate
from bot.telegram_http import QuietBot
from bot.usecases.handle_updates import HandleUpdates

ALLOWED = ["message", "callback_query", "inline_query", "my_chat_member"]
_POLL_SECONDS = 25
_LONGEST_PAUSE = 30.0
_DATABASE_PAUSE = 1.0
_CONNECTIONS = 40
"""How many updates Telegram may bring at the same time."""
_CHECK_EVERY_SECONDS = 60.0

log = structlog.get_logger()


async def introduce(application: Application[Any, Any, Any, Any, Any, Any], clock: Clock) -> None:
    """Initialise the application, waiting for Telegram as long as it takes. Raises TokenRefused."""
    await _insist(application.initialize, clock)


async def _insist(ask: Callable[[], Awaitable[object]], clock: Clock) -> None:
    for attempt in itertools.count(1):
        try:
            await ask()
        except InvalidToken:
            raise TokenRefused from None
        except (NetworkError, RetryAfter) as error:
            log.warning("telegram_unreachable", problem=error.message)
            await clock.sleep(min(2.0**attempt / 2, _LONGEST_PAUSE))
        else:
            return


class Updates(Protocol):
    """A way for updates to come in and be handled."""

    async def begin(self) -> None:
        """Tell Telegram which way. Raises TokenRefused, WebhookRefused."""
        ...

    async def run(self) -> None:
        """Work until cancelled. Raises TokenRefused."""
        ...

    async def idle(self, within: float) -> None:
        """Wait, `within` seconds at most, until all is answered; nothing new is handled from then on."""
        ...


class _Handling:
    """What both ways have in common: somebody handles beside who receives."""

    def __init__(self, *, bot: QuietBot, handle_updates: HandleUpdates, clock: Clock) -> None:
        self._bot = bot
        self._handle_updates = handle_updates
        self._clock = clock

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


class UpdateLoop(_Handling):
    """Fetches what people do, and hands it to who stores and handles it."""

    def __init__(
        self,
        *,
        bot: QuietBot,
        handle_updates: HandleUpdates,
        clock: Clock,
        met_another: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(bot=bot, handle_updates=handle_updates, clock=clock)
        self._met_another = met_another
        self._offset = 0
        self._failures = 0

    async def begin(self) -> None:
        """Take a webhook away that may have been there before: nobody can poll beside one."""
        await _insist(self._bot.delete_webhook, self._clock)

    async def _receive(self) -> None:
        try:
            updates = await self._fetch()
            if updates:
                await self._handle_updates.take_in(updates)
                self._offset = updates[-1].update_id + 1
        except DatabaseUnavailable:
            # Telegram keeps them, and gives them again.
            await self._clock.sleep(_DATABASE_PAUSE)
        except InvalidToken:
            raise TokenRefused from None
        except TelegramError as error:
            second_bot = isinstance(error, Conflict)
            if second_bot:
                self._met_another()
            await self._pause("updates_interrupted", error.message, another_process_polls=second_bot)
        else:
            self._failures = 0

    async def _fetch(self) -> list[StoredUpdate]:
        updates = await self._bot.raw_updates(self._offset, _POLL_SECONDS, ALLOWED)
        return [StoredUpdate(int(update["update_id"]), update) for update in updates]

    async def _pause(self, event: str, problem: str, **more: object) -> None:
        self._failures += 1
        log.warning(event, problem=problem, **more)
        await self._clock.sleep(min(2.0**self._failures / 2, _LONGEST_PAUSE))


@dataclass(frozen=True)
class Webhook:
    """Where Telegram brings updates to, with what secret, and who is told that some came.

    `look_every` is how often to look for those that other processes received; None where there are none.
    """

    url: str
    secret: str = field(repr=False)
    arrived: asyncio.Event
    look_every: float | None = None


class WebhookLoop(_Handling):
    """Sees to it that Telegram calls our door, and handles what the doors of all processes have stored."""

    def __init__(
        self, webhook: Webhook, *, bot: QuietBot, handle_updates: HandleUpdates, clock: Clock
    ) -> None:
        super().__init__(bot=bot, handle_updates=handle_updates, clock=clock)
        self._webhook = webhook
        self._trouble_at: datetime | None = None

    async def begin(self) -> None:
        """Have Telegram call our door. Raises TokenRefused, WebhookRefused."""
        await _insist(self._set, self._clock)
        log.info("webhook_set")

    async def _set(self) -> None:
        hook = self._webhook
        try:
            await self._bot.set_webhook(
                hook.url, secret_token=hook.secret, allowed_updates=ALLOWED, max_connections=_CONNECTIONS
            )
        except BadRequest as error:
            raise WebhookRefused(problem=error.message) from None

    async def _receive(self) -> None:
        await self._wait()
        try:
            await self._handle_updates.look()
        except DatabaseUnavailable:
            await self._clock.sleep(_DATABASE_PAUSE)
            self._webhook.arrived.set()

    async def _wait(self) -> None:
        arrived = self._webhook.arrived
        try:
            async with asyncio.timeout(self._webhook.look_every):
                await arrived.wait()
        except TimeoutError:
            return
        arrived.clear()

    async def _watch(self) -> None:
        while True:
            await self._clock.sleep(_CHECK_EVERY_SECONDS)
            await self._check()

    async def _check(self) -> None:
        """Somebody else may have set or removed it, and what Telegram stumbles over only Telegram knows."""
        try:
            info = await self._bot.get_webhook_info()
            if info.url != self._webhook.url:
                log.warning("webhook_taken_away", another_process_polls=not info.url)
                await self._set()
            self._tell_of_trouble(info)
        except InvalidToken:
            raise TokenRefused from None
        except (TelegramError, WebhookRefused) as error:
            log.warning("webhook_unchecked", problem=str(error))

    def _tell_of_trouble(self, info: WebhookInfo) -> None:
        if info.last_error_date is not None and info.last_error_date != self._trouble_at:
            self._trouble_at = info.last_error_date
            log.warning("webhook_trouble", problem=info.last_error_message, waiting=info.pending_update_count)
