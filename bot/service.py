"""A service's working day: ticks and updates side by side until somebody says stop, then an orderly end."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.errors import KolporterError
from bot.jobs import Ticker
from bot.rate import Budgets
from bot.updates import Updates, Working
from bot.webhooks import Doorstep

_STOP_WITHIN_SECONDS = 3.0
_CATCH_UP_WITHIN_SECONDS = 1.0
_YOUNG_OBJECTS = 10_000


@dataclass
class Duty:
    """What a process is at, for those of its parts that work before and after its days, too."""

    is_active: bool = False
    doorstep: Doorstep = field(default_factory=Doorstep)
    """What came in by the webhook."""
    filed: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when there are answers for the active process to send."""
    budgets: Budgets | None = None
    """Those of the day that is under way."""
    ticker: Ticker | None = None
    """That of the day that is under way."""

    def is_alive(self) -> bool:
        """Whether what must tick does."""
        return self.ticker is None or self.ticker.is_alive()

    @contextmanager
    def on(self) -> Iterator[None]:
        """For the length of the block this process is the active one."""
        self.is_active = True
        try:
            yield
        finally:
            self.is_active, self.budgets, self.ticker = False, None, None


Begin = Callable[[], Coroutine[Any, Any, None]]


@asynccontextmanager
async def at_the_door(begin: Begin, updates: Working) -> AsyncIterator[None]:
    """`begin`, and handle updates for the length of the block; what is under way then to its end."""
    try:
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(_begun(begin, updates))
            yield
            await updates.idle(_STOP_WITHIN_SECONDS)
            running.cancel()
    except BaseExceptionGroup as problems:
        raise _the_known_one(problems) from None


async def _begun(begin: Begin, updates: Working) -> None:
    await begin()
    await updates.run()


async def work(
    begin: Begin,
    publish: Begin,
    ticker: Ticker,
    updates: Updates,
    stopping: asyncio.Event,
    keep: Begin | None = None,
) -> None:
    """`begin`, then work until `stopping` is set, which also ends a beginning that waits for Telegram.

    Requests under way may end, what was claimed and not begun is given back. `publish` is what nobody needs
    to wait for. `keep` holds the right to do all this, and raises LeaseLost when it went to another process.
    """
    try:
        async with asyncio.TaskGroup() as tasks:
            keeping = tasks.create_task(keep()) if keep else None
            day = tasks.create_task(_day(tasks, begin, publish, ticker, updates))
            await stopping.wait()
            await asyncio.gather(ticker.stop(_STOP_WITHIN_SECONDS), updates.idle(_STOP_WITHIN_SECONDS))
            day.cancel()
            if keeping:
                keeping.cancel()
    except BaseExceptionGroup as problems:
        raise _the_known_one(problems) from None
    finally:
        await ticker.stop(_STOP_WITHIN_SECONDS)


def _the_known_one(problems: BaseExceptionGroup[BaseException]) -> BaseException:
    """The error that has a sentence for people, unless bugs of ours came with it."""
    known, unknown = problems.split(KolporterError)
    return known.exceptions[0] if known and not unknown else problems


async def _day(
    tasks: asyncio.TaskGroup, begin: Begin, publish: Begin, ticker: Ticker, updates: Updates
) -> None:
    await begin()
    keep_for_good()
    beside = tasks.create_task(_beside(publish, ticker, updates))
    try:
        await updates.run()
    finally:
        beside.cancel()


async def _beside(publish: Begin, ticker: Ticker, updates: Updates) -> None:
    """People first: whoever waits for an answer has it before we look what else there is to do."""
    await updates.caught_up(_CATCH_UP_WITHIN_SECONDS)
    ticker.start()
    await publish()


def keep_for_good() -> None:
    """Tell the garbage collector that what there is now stays, which is mostly modules.

    Otherwise it walks through all of it again and again, and each time everything waits for it. What is
    under way at a time is far more than the 700 objects after which it would look at once.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS)


def until_signalled() -> asyncio.Event:
    """An event that SIGTERM or Ctrl-C sets."""
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    return stopping
