"""The queue of updates between people and the bot, as getUpdates or the webhook empties it.

An update stays until an offset above it acknowledges it, the webhook took it, or Telegram would forget it.
There is one poller: a second one ends the first with 409.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import OTHER_POLLER, conflict

RETENTION = timedelta(hours=24)
SHORT_RETENTION = {"callback_query": timedelta(seconds=150), "inline_query": timedelta(seconds=30)}
HASTY = timedelta(seconds=0.5)
EAGER = timedelta(seconds=3)
ONLY_WHEN_NAMED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Wakeup(Enum):
    ARRIVED = auto()
    OTHER_POLLER = auto()
    WEBHOOK = auto()
    CLOSING = auto()


@dataclass(frozen=True)
class PendingUpdate:
    update_id: int
    kind: str
    payload: dict[str, Any]
    expires_at: datetime

    def as_json(self) -> dict[str, Any]:
        return {"update_id": self.update_id, self.kind: self.payload}

    @property
    def whose(self) -> int:
        """Of whom, or of which chat where nobody did it: a webhook gets one of them after the other."""
        told = self.payload
        about = told.get("from") or told.get("chat") or told.get("user") or {"id": self.update_id}
        return int(about["id"])


class UpdateQueue:
    def __init__(self, clock: SandboxClock, first_id: int = 100_001) -> None:
        self._clock = clock
        self._next_id = first_id
        self._pending: deque[PendingUpdate] = deque()
        self._allowed: frozenset[str] | None = None
        self._poll: asyncio.Future[Wakeup] | None = None
        self._closed = False
        self._last_poll: tuple[int, datetime | None] = (0, None)
        self.on_arrival: list[Callable[[], None]] = []

    def allow(self, kinds: Iterable[str]) -> None:
        """Which kinds are queued from now on; an empty list means Telegram's default set."""
        self._allowed = frozenset(kinds) or None

    @property
    def allowed(self) -> list[str]:
        """The kinds that the bot named; empty for Telegram's default set."""
        return sorted(self._allowed or ())

    def put(self, kind: str, payload: dict[str, Any]) -> int | None:
        """Queue one update and wake the poller; None when the bot has not asked for this kind."""
        if not self._is_wanted(kind):
            return None
        expires_at = self._clock.now() + SHORT_RETENTION.get(kind, RETENTION)
        update = PendingUpdate(self._next_id, kind, payload, expires_at)
        self._next_id += 1
        self._pending.append(update)
        self._wake(Wakeup.ARRIVED)
        for listener in self.on_arrival:
            listener()
        return update.update_id

    def count(self) -> int:
        self._forget_old()
        return len(self._pending)

    @property
    def waiting(self) -> int:
        """How many long polls are open: none or one."""
        return int(self._poll is not None)

    def clear(self) -> None:
        self._pending.clear()

    def pending(self) -> list[PendingUpdate]:
        """All of them, the oldest first."""
        self._forget_old()
        return list(self._pending)

    def holds(self, update: PendingUpdate) -> bool:
        """Whether nobody took it and Telegram has not forgotten it."""
        self._forget_old()
        return update in self._pending

    def done(self, update: PendingUpdate) -> None:
        """The webhook took it."""
        if update in self._pending:
            self._pending.remove(update)

    def hand_over(self) -> None:
        """A webhook takes the updates from now on: 409 for who is polling."""
        self._wake(Wakeup.WEBHOOK)

    async def poll(self, offset: int, limit: int, timeout: float) -> list[dict[str, Any]]:
        """Acknowledge what is below `offset`, then give what is there or comes within `timeout` seconds.

        Who asks with the same offset again too soon waits longer and gets one update only, as at Telegram.
        """
        limit, timeout = self._slowed(offset, limit, timeout)
        self._wake(Wakeup.OTHER_POLLER)
        self._acknowledge(offset)
        if not self.count() and timeout > 0 and not self._closed:
            await self._wait(timeout)
        self._forget_old()
        return [update.as_json() for update in list(self._pending)[:limit]]

    def _slowed(self, offset: int, limit: int, timeout: float) -> tuple[int, float]:
        now = self._clock.now()
        before, at = self._last_poll
        self._last_poll = (offset, now)
        if at is None or offset != before:
            return limit, timeout
        limit = 1 if now - at < HASTY else limit
        return limit, max(timeout, EAGER.total_seconds()) if now - at < EAGER else timeout

    def close(self) -> None:
        """End the long poll under way, for the server stops."""
        self._closed = True
        self._wake(Wakeup.CLOSING)

    async def _wait(self, timeout: float) -> None:
        poll: asyncio.Future[Wakeup] = asyncio.get_running_loop().create_future()
        self._poll = poll
        try:
            async with asyncio.timeout(timeout):
                wakeup = await poll
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None
        if wakeup is Wakeup.OTHER_POLLER:
            raise conflict(OTHER_POLLER)
        if wakeup is Wakeup.WEBHOOK:
            raise conflict("terminated by setWebhook request")

    def _wake(self, wakeup: Wakeup) -> None:
        poll, self._poll = self._poll, None
        if poll is not None and not poll.done():
            poll.set_result(wakeup)

    def _acknowledge(self, offset: int) -> None:
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        while self._pending and self._pending[0].update_id < offset:
            self._pending.popleft()

    def _forget_old(self) -> None:
        now = self._clock.now()
        if any(update.expires_at <= now for update in self._pending):
            self._pending = deque(update for update in self._pending if update.expires_at > now)

    def _is_wanted(self, kind: str) -> bool:
        return kind not in ONLY_WHEN_NAMED if self._allowed is None else kind in self._allowed
