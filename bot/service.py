"""A service's working day: ticks and updates side by side until somebody says stop, then an orderly end."""

import asyncio
import signal

from bot.errors import KolporterError
from bot.jobs import Ticker
from bot.updates import UpdateLoop

_STOP_WITHIN_SECONDS = 4.0


async def work(ticker: Ticker, updates: UpdateLoop, stopping: asyncio.Event) -> None:
    """Until `stopping` is set. Requests under way may end, what was claimed and not begun is given back."""
    try:
        async with asyncio.TaskGroup() as tasks:
            ticker.start()
            listening = tasks.create_task(updates.run())
            await stopping.wait()
            await ticker.stop(_STOP_WITHIN_SECONDS)
            await updates.idle()
            listening.cancel()
    except* KolporterError as problems:
        raise problems.exceptions[0] from None


def until_signalled() -> asyncio.Event:
    """An event that SIGTERM or Ctrl-C sets."""
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    return stopping
