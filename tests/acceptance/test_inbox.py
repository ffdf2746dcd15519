"""What was stored is answered: by the next process if its own died, and whoever else writes meanwhile."""

import asyncio
import signal
from collections.abc import Mapping
from typing import Any

import aiohttp
import pytest

from bot.clock import SystemClock
from bot.inbox_ports import StoredUpdate
from bot.sandbox import SandboxClient
from storage.database import connect
from tests.acceptance.bot_process import TOKEN, Desk, bot_at_work, told_to_stop
from tests.acceptance.readers import arrives

ANA, IGOR = 7, 8


async def _stored_as_by_a_process_that_then_died(desk: Desk) -> None:
    """What waits at Telegram goes into the inbox, and is acknowledged, and nobody handles it."""
    (waiting,) = await _updates(desk, 0)
    async with connect(f"sqlite:///{desk.database}") as database, database.open_store() as store:
        await store.inbox.store([StoredUpdate(waiting["update_id"], waiting)], SystemClock().now())
    assert await _updates(desk, waiting["update_id"] + 1) == []


async def _updates(desk: Desk, offset: int) -> list[Mapping[str, Any]]:
    address = f"{desk.address}/bot{TOKEN}/getUpdates"
    async with aiohttp.ClientSession() as http, http.post(address, json={"offset": offset}) as answer:
        updates: list[Mapping[str, Any]] = (await answer.json())["result"]
        return updates


async def test_a_tap_that_a_kill_left_in_the_inbox_is_answered_at_the_next_start(
    desk: Desk, telegram: SandboxClient
) -> None:
    async with bot_at_work(desk) as process:
        await arrives(telegram, ANA)
        await told_to_stop(process)
    await telegram.tap(ANA, "Top stories")
    await _stored_as_by_a_process_that_then_died(desk)
    async with bot_at_work(desk):
        await telegram.wait_for(ANA, "You are subscribed", timeout=30)


async def test_an_answer_that_a_kill_kept_from_leaving_comes_at_the_next_start(
    desk: Desk, telegram: SandboxClient
) -> None:
    """Killed between the commit of what the tap changed and Telegram's taking of the answer."""
    async with bot_at_work(desk) as process:
        await arrives(telegram, ANA)
        await telegram.mishap("silence_before", method="editMessageText", chat=ANA)
        await telegram.tap(ANA, "Top stories")
        await _committed(desk)
        process.send_signal(signal.SIGKILL)
        await process.wait()
    await telegram.clear_faults()
    assert desk.figure("SELECT count(*) FROM inbox WHERE handled_at IS NULL") == 0
    async with bot_at_work(desk):
        await telegram.wait_for(ANA, "You are subscribed", timeout=30)
    assert desk.figure("SELECT count(*) FROM moves") == 1


async def _committed(desk: Desk) -> None:
    async with asyncio.timeout(30):
        while desk.figure("SELECT count(*) FROM answers WHERE payload LIKE '%edit%'") == 0:
            await SystemClock().sleep(0)


@pytest.mark.proof
async def test_a_thousand_messages_of_one_person_are_all_kept_and_keep_nobody_waiting(
    desk: Desk, telegram: SandboxClient
) -> None:
    """Their answers leave one a second, for a quarter of an hour; somebody else's comes at once."""
    async with bot_at_work(desk):
        await arrives(telegram, ANA)
        await telegram.person(IGOR, "Igor", language_code="en")
        for _ in range(11):
            await asyncio.gather(*(telegram.type(IGOR, "snow") for _ in range(100)))
        await telegram.type(ANA, "/support")
        await telegram.wait_for(ANA, "free for everyone", timeout=30)
    assert desk.figure("SELECT count(*) FROM inbox") == 1_102
    assert not await telegram.violations()
