"""Updates from Telegram, by long polling: stored before they are acknowledged, so a kill loses no tap.

Telegram forgets an update once the next getUpdates asks beyond it; by then it is in our inbox, and
what a crash left unhandled there is handled at the next start.
"""

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import structlog
from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import Application

from bot.clock import Clock
from bot.errors import TokenRefused
from bot.failpoints import reached
from bot.ports import OpenStore, StoredUpdate

ALLOWED = ["message", "callback_query", "my_chat_member"]
_POLL_SECONDS = 25
_LONGEST_PAUSE = 30.0

log = structlog.get_logger()


async def introduce(application: Application[Any, Any, Any, Any, Any, Any], clock: Clock) -> None:
    """Initialise the application, waiting for Telegram as long as it takes. Raises TokenRefused."""
    for attempt in itertools.count(1):
        try:
            await application.initialize()
        except InvalidToken:
            raise TokenRefused from None
        except NetworkError as error:
            log.warning("telegram_unreachable", problem=error.message)
            await clock.sleep(min(2.0**attempt / 2, _LONGEST_PAUSE))
        else:
            return


class UpdateLoop:
    """Fetch, store, handle; updates of one chat in their order, of different chats side by side."""

    def __init__(
        self, *, application: Application[Any, Any, Any, Any, Any, Any], open_store: OpenStore, clock: Clock
    ) -> None:
        self._application = application
        self._open_store = open_store
        self._clock = clock
        self._offset = 0
        self._failures = 0
        self._busy = asyncio.Lock()

    async def run(self) -> None:
        """Work until cancelled. Raises TokenRefused."""
        async with self._busy:
            await self._handle(await self._left_over())
        while True:
            fetched = await self._fetch()
            async with self._busy:
                await self._handle(await self._store(fetched))

    async def idle(self, within: float) -> None:
        """Wait, `within` seconds at most, until nothing is being handled; nothing new is from then on.

        What is cut off by cancelling `run` after that stays in the inbox for the next start.
        """
        try:
            async with asyncio.timeout(within):
                await self._busy.acquire()
        except TimeoutError:
            log.warning("stopped_while_answering")

    async def _fetch(self) -> list[StoredUpdate]:
        try:
            updates = await self._application.bot.raw_updates(self._offset, _POLL_SECONDS, ALLOWED)
        except InvalidToken:
            raise TokenRefused from None
        except TelegramError as error:
            await self._pause(error)
            return []
        self._failures = 0
        return [StoredUpdate(int(update["update_id"]), update) for update in updates]

    async def _pause(self, error: TelegramError) -> None:
        self._failures += 1
        second_bot = isinstance(error, Conflict)
        log.warning("updates_interrupted", problem=error.message, another_process_polls=second_bot)
        await self._clock.sleep(min(2.0**self._failures / 2, _LONGEST_PAUSE))

    async def _store(self, stored: Sequence[StoredUpdate]) -> list[StoredUpdate]:
        if not stored:
            return []
        async with self._open_store() as store:
            reached("inbox.begun")
            new = set(await store.inbox.store(stored, self._clock.now()))
            reached("inbox.uncommitted")
        reached("inbox.committed")
        self._offset = stored[-1].update_id + 1
        return [one for one in stored if one.update_id in new]

    async def _left_over(self) -> list[StoredUpdate]:
        async with self._open_store() as store:
            return await store.inbox.unhandled()

    async def _handle(self, stored: Sequence[StoredUpdate]) -> None:
        chats: dict[int | None, list[StoredUpdate]] = defaultdict(list)
        for one in stored:
            chats[_chat_of(one)].append(one)
        await asyncio.gather(*(self._handle_in_order(some) for some in chats.values()))

    async def _handle_in_order(self, some: Sequence[StoredUpdate]) -> None:
        for one in some:
            reached("update.begun")
            await self._process(one)
            reached("update.processed")
            async with self._open_store() as store:
                await store.inbox.handled(one.update_id, self._clock.now())
                reached("update.uncommitted")
            reached("update.handled")

    async def _process(self, stored: StoredUpdate) -> None:
        try:
            update = Update.de_json(dict(stored.payload), self._application.bot)
        except Exception:
            # One update that python-telegram-bot cannot read must not stop the bot, now and at every start.
            log.exception("update_unreadable", update=stored.update_id)
        else:
            await self._application.process_update(update)


def _chat_of(stored: StoredUpdate) -> int | None:
    for part in stored.payload.values():
        if isinstance(part, dict):
            chat = part.get("chat") or part.get("message", {}).get("chat") or {}
            return chat.get("id")
    return None
