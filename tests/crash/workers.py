"""Several workers on one PostgreSQL database: one is the active one, the others stand by.

Each has a relay of its own before Telegram, so that a run knows whose request it was: the relay's connection
is read by the kernel even when the worker is stopped, and what comes later the worker sent later.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from bot.clock import SystemClock
from tests.crash.kills import StuckError, tail
from tests.crash.processes import Bot, Scene, bot

CLOCK = SystemClock()
_MESSAGE = b"/sendMessage HTTP/1.1"


@dataclass
class Relay:
    """Passes bytes on, and notes when each new message began to leave."""

    address: str = ""
    begun: list[datetime] = field(default_factory=list)

    async def passes(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        """One direction of one connection, until it ends."""
        rest = b""
        try:
            while data := await source.read(65_536):
                found = (rest + data).count(_MESSAGE)
                self.begun += [CLOCK.now()] * found
                rest = (rest + data)[-len(_MESSAGE) + 1 :]
                target.write(data)
                await target.drain()
        except OSError:
            pass
        finally:
            target.close()


@asynccontextmanager
async def relay(telegram: str) -> AsyncIterator[Relay]:
    """A relay before the sandbox at this address."""
    behind, passing = urlsplit(telegram), Relay()

    async def serve(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        answers, questions = await asyncio.open_connection(behind.hostname, behind.port)
        async with asyncio.TaskGroup() as both:
            both.create_task(passing.passes(source, questions))
            both.create_task(passing.passes(answers, target))

    async with await asyncio.start_server(serve, "127.0.0.1") as server:
        host, port = server.sockets[0].getsockname()
        passing.address = f"http://{host}:{port}"
        yield passing


@dataclass(frozen=True)
class Worker:
    """A process and its way to Telegram."""

    process: Bot
    relay: Relay

    @property
    def taken(self) -> list[datetime]:
        """When it took the lease."""
        return self.process.said("lease_taken")


class Team:
    """Workers by the order of their start."""

    def __init__(self, scene: Scene, stack: AsyncExitStack) -> None:
        self._scene = scene
        self._stack = stack
        self._number = 0
        self.workers: list[Worker] = []

    async def join(self) -> None:
        """One more worker starts."""
        self._number += 1
        way = await self._stack.enter_async_context(relay(self._scene.address))
        scene = replace(self._scene, address=way.address)
        process = await self._stack.enter_async_context(bot(scene, f"worker{self._number}"))
        self.workers.append(Worker(process, way))

    def active(self) -> Worker:
        """The one that took the lease last. Raises StuckError when nobody did."""
        held = [(worker.taken[-1], number) for number, worker in enumerate(self.workers) if worker.taken]
        if not held:
            raise StuckError("nobody took the lease")
        return self.workers[max(held)[1]]

    async def heir(self, lost: Worker, at: datetime, within: float) -> Worker:
        """Who takes over from one lost at this time. Raises StuckError when nobody does in time."""
        others = [worker for worker in self.workers if worker is not lost]
        for _ in range(int(within / 0.02)):
            for worker in others:
                if any(taken > at for taken in worker.taken):
                    return worker
            if not await others[0].process.lives(0.02):
                break
        raise StuckError(f"nobody took over\n{tail(self._scene, others[0].process.log.stem)}")


@asynccontextmanager
async def team(scene: Scene, count: int) -> AsyncIterator[Team]:
    """So many workers, of which one is at work."""
    async with AsyncExitStack() as stack:
        everybody = Team(scene, stack)
        for _ in range(count):
            await everybody.join()
        yield everybody


def late(worker: Worker, since: datetime) -> Sequence[datetime]:
    """The messages that it began after this."""
    return [at for at in worker.relay.begun if at > since]
