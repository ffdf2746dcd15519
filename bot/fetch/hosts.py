"""Good manners towards one host: few requests at the same time, and a moment between their beginnings."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.steps_back import step_back

_REMEMBERED = 1_000

GoTo = Callable[[str], Awaitable[None]]
"""Waits for a request's turn at a host."""


@dataclass
class _Host:
    free: asyncio.Semaphore
    seen_at: datetime
    next_at: datetime
    guests: int = field(default=0)


class Hosts:
    """Turns at hosts, `at_once` at a time and `pause` apart."""

    def __init__(self, clock: Clock, *, at_once: int, pause: timedelta) -> None:
        self._clock = clock
        self._at_once = at_once
        self._pause = pause
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def journey(self) -> AsyncIterator[GoTo]:
        """For a request that may be led from host to host. It has a place at one of them at a time, so that
        requests which wait for each other's hosts cannot wait for ever."""
        async with AsyncExitStack() as held:
            place: _Host | None = None

            async def go_to(name: str) -> None:
                nonlocal place
                if place is None or place is not self._hosts.get(name):
                    await held.aclose()
                    place = await held.enter_async_context(self._place(name))
                await self._paused(place)

            yield go_to

    @asynccontextmanager
    async def _place(self, name: str) -> AsyncIterator[_Host]:
        now = self._clock.now()
        host = self._hosts.setdefault(name, _Host(asyncio.Semaphore(self._at_once), now, now))
        host.guests += 1
        try:
            async with host.free:
                yield host
        finally:
            host.guests -= 1
            self._forget()

    async def _paused(self, host: _Host) -> None:
        now = self._clock.now()
        if step_back(host.seen_at, now):
            host.next_at = now
        host.seen_at = now
        begin = max(now, host.next_at)
        host.next_at = begin + self._pause
        if begin > now:
            await self._clock.sleep((begin - now).total_seconds())

    def _forget(self) -> None:
        if len(self._hosts) > _REMEMBERED:
            now = self._clock.now()
            self._hosts = {
                name: host for name, host in self._hosts.items() if host.guests or host.next_at > now
            }
