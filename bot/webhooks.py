"""Updates that Telegram brings to our door: on file before its POST is answered, so a kill loses no tap.

Where one process works, it handles what came and answers. Where several do, each handles what came to its own
door (`DoorLoop`), and what another one has left; the active one sees to the webhook and sends everybody's
answers (`AnswerLoop`), because Telegram's budgets can't be shared out.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from telegram import WebhookInfo
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.clock import Clock
from bot.errors import DatabaseUnavailable, TokenRefused, WebhookRefused
from bot.telegram_http import QuietBot
from bot.updates import ALLOWED, DATABASE_PAUSE, Handling, insist
from bot.usecases.handle_updates import HandleUpdates
from bot.usecases.send_answers import SendAnswers

_CONNECTIONS = 40
"""How many updates Telegram may bring at the same time."""
_CHECK_EVERY_SECONDS = 60.0
_LOOK_FOR_UPDATES_SECONDS = 0.2
"""How often to look for what other processes received and left."""
_LOOK_FOR_ANSWERS_SECONDS = 0.05
"""How often to look for what other processes have to say: they cannot tell us, and people wait."""

log = structlog.get_logger()


class Doorstep:
    """The numbers of updates that came to this process's own door, until they are taken up."""

    def __init__(self) -> None:
        self._numbers: list[int] = []
        self._some = asyncio.Event()

    def put(self, numbers: Iterable[int]) -> None:
        """These are on file."""
        self._numbers.extend(numbers)
        self._some.set()

    async def take(self) -> list[int]:
        """All that lie there, once there are some."""
        await self._some.wait()
        self._some.clear()
        numbers, self._numbers = self._numbers, []
        return numbers


@dataclass(frozen=True)
class Webhook:
    """Where Telegram brings updates to, and with what secret."""

    url: str
    secret: str = field(repr=False)


class Hook:
    """Sees to it that Telegram calls our door."""

    def __init__(
        self, webhook: Webhook, bot: QuietBot, clock: Clock, met_another: Callable[[], None] = lambda: None
    ) -> None:
        self._met_another = met_another
        self._webhook = webhook
        self._bot = bot
        self._clock = clock
        self._trouble_at: datetime | None = None

    async def begin(self) -> None:
        """Have Telegram call it. Raises TokenRefused, WebhookRefused."""
        await insist(self._set, self._clock)
        log.info("webhook_set")

    async def watch(self) -> None:
        """See every minute that it still does, until cancelled. Raises TokenRefused."""
        while True:
            await self._clock.sleep(_CHECK_EVERY_SECONDS)
            await self._check()

    async def _set(self) -> None:
        hook = self._webhook
        try:
            await self._bot.set_webhook(
                hook.url, secret_token=hook.secret, allowed_updates=ALLOWED, max_connections=_CONNECTIONS
            )
        except BadRequest as error:
            raise WebhookRefused(problem=error.message) from None

    async def _check(self) -> None:
        """Somebody else may have set or removed it, and what Telegram stumbles over only Telegram knows."""
        try:
            info = await self._bot.get_webhook_info()
            if info.url != self._webhook.url:
                log.warning("webhook_taken_away", another_process_polls=not info.url)
                self._met_another()
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


class _AtTheDoor(Handling):
    """Handles what came to our own door."""

    def __init__(self, doorstep: Doorstep, *, handle_updates: HandleUpdates, clock: Clock) -> None:
        super().__init__(handle_updates=handle_updates, clock=clock)
        self._doorstep = doorstep

    async def _receive(self) -> None:
        self._first.set()
        numbers = await self._doorstep.take()
        try:
            await self._handle_updates.take_up(numbers)
        except DatabaseUnavailable:
            await self._clock.sleep(DATABASE_PAUSE)
            self._doorstep.put(numbers)


class WebhookLoop(_AtTheDoor):
    """The only process that works: has Telegram call its door, handles what comes, and answers."""

    def __init__(
        self, hook: Hook, doorstep: Doorstep, *, handle_updates: HandleUpdates, clock: Clock
    ) -> None:
        super().__init__(doorstep, handle_updates=handle_updates, clock=clock)
        self._hook = hook

    async def begin(self) -> None:
        """Have Telegram call our door. Raises TokenRefused, WebhookRefused."""
        await self._hook.begin()

    async def _watch(self) -> None:
        await self._hook.watch()


class DoorLoop(_AtTheDoor):
    """One process of several, active or not: also takes up what came to others' doors and is left there."""

    async def _watch(self) -> None:
        while True:
            await self._clock.sleep(_LOOK_FOR_UPDATES_SECONDS)
            try:
                await self._handle_updates.look()
            except DatabaseUnavailable:
                await self._clock.sleep(DATABASE_PAUSE)


class AnswerLoop:
    """The active process of several: has Telegram call everybody's door, and sends everybody's answers."""

    def __init__(self, hook: Hook, filed: asyncio.Event, *, send_answers: SendAnswers, clock: Clock) -> None:
        """`filed` is set when this process has put answers on file."""
        self._hook = hook
        self._filed = filed
        self._send_answers = send_answers
        self._clock = clock

    async def begin(self) -> None:
        """Have Telegram call our door. Raises TokenRefused, WebhookRefused."""
        await self._hook.begin()

    async def caught_up(self, within: float) -> None:
        """Nobody is waited for: others handle."""

    async def run(self) -> None:
        """Work until cancelled. Raises TokenRefused."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._send_answers.run(lambda: None))
                tasks.create_task(self._hook.watch())
                while True:
                    await self._look()
        except* TokenRefused:
            raise TokenRefused from None

    async def idle(self, within: float) -> None:
        """Wait, `within` seconds at most, until all that was found is said; the next one says the rest."""
        try:
            async with asyncio.timeout(within):
                await self._send_answers.rest()
        except TimeoutError:
            log.warning("stopped_while_answering")

    async def _look(self) -> None:
        try:
            await self._send_answers.look()
        except DatabaseUnavailable:
            await self._clock.sleep(DATABASE_PAUSE)
        try:
            async with asyncio.timeout(_LOOK_FOR_ANSWERS_SECONDS):
                await self._filed.wait()
        except TimeoutError:
            return
        self._filed.clear()
