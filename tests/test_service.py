"""The working day: begin, work side by side, and an orderly end."""
# ruff: noqa: F811 - fixtures that another package shares

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest

from bot.clock import SystemClock
from bot.errors import TokenRefused
from bot.jobs import Ticker
from bot.service import Begin, until_signalled, work
from bot.telegram_http import QuietBot, build_bot
from bot.updates import UpdateLoop
from tests.usecases.conftest import clock, house, new_house, telegram, town, web, world  # noqa: F401
from tests.usecases.house import ELENA, NEWS, TOKEN, House
from tests.usecases.web import rss


@pytest.fixture
async def bot(house: House) -> AsyncIterator[QuietBot]:
    """A bot that nobody has introduced yet."""
    bot = build_bot(TOKEN, house.telegram.address)
    yield bot
    await bot.shutdown()


async def nothing() -> None:
    """Nothing to publish."""


async def a_day(
    house: House, bot: QuietBot, begin: Begin, stopping: asyncio.Event, publish: Begin = nothing
) -> None:
    """A whole working day."""
    handle_updates = house.newsroom.handle_updates(
        understand=lambda _: None, outlet=house.newsroom.send_answers
    )
    updates = UpdateLoop(bot=bot, handle_updates=handle_updates, clock=SystemClock())
    await work(begin, publish, Ticker(house.newsroom), updates, stopping)


async def test_a_day_brings_the_news_to_the_desk_until_it_is_stopped(house: House, bot: QuietBot) -> None:
    house.web.put("/mk/feed", rss(house.web.address, NEWS))
    house.clock.advance(days=1)
    stopping = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(a_day(house, bot, bot.initialize, stopping))
        await house.telegram.wait_for(ELENA, NEWS.title)
        stopping.set()


async def test_nobody_waits_for_what_is_published(house: House, bot: QuietBot) -> None:
    """Menus and profile are beside the work; what of them is not out at the end stays as it was."""
    stopping = asyncio.Event()
    publishing: list[str] = []

    async def publish() -> None:
        publishing.append("begun")
        try:
            await asyncio.Event().wait()
        finally:
            publishing.append("cut off")

    house.web.put("/mk/feed", rss(house.web.address, NEWS))
    house.clock.advance(days=1)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(a_day(house, bot, bot.initialize, stopping, publish))
        await house.telegram.wait_for(ELENA, NEWS.title)
        stopping.set()
    assert publishing == ["begun", "cut off"]


async def test_stop_ends_a_beginning_that_waits_for_telegram(house: House, bot: QuietBot) -> None:
    stopping = asyncio.Event()

    async def wait_for_telegram() -> None:
        stopping.set()
        await asyncio.Event().wait()

    async with asyncio.timeout(3):
        await a_day(house, bot, wait_for_telegram, stopping)


async def test_what_has_a_sentence_is_raised_by_itself(house: House, bot: QuietBot) -> None:
    async def refuse() -> None:
        raise TokenRefused

    with pytest.raises(TokenRefused):
        await a_day(house, bot, refuse, asyncio.Event())


async def test_a_bug_of_ours_is_raised_with_its_traceback(house: House, bot: QuietBot) -> None:
    async def stumble() -> None:
        raise RuntimeError("stumbled")

    with pytest.raises(ExceptionGroup) as caught:
        await a_day(house, bot, stumble, asyncio.Event())
    assert caught.group_contains(RuntimeError)


async def test_a_token_that_is_withdrawn_during_the_day_ends_it(house: House, bot: QuietBot) -> None:
    await house.telegram.fault(401, method="getUpdates")
    with pytest.raises(TokenRefused):
        await a_day(house, bot, bot.initialize, asyncio.Event())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_is_the_end_of_the_day(number: signal.Signals) -> None:
    stopping = until_signalled()
    os.kill(os.getpid(), number)
    async with asyncio.timeout(3):
        await stopping.wait()
