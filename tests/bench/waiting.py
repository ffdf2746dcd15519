"""Time that passes in a benchmark."""

import asyncio


async def later(seconds: float) -> None:
    """So many seconds later; at once when there are none."""
    loop = asyncio.get_running_loop()
    passed: asyncio.Future[None] = loop.create_future()
    loop.call_later(seconds, passed.set_result, None)
    await passed
