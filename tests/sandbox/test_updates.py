"""getUpdates: long polling, offsets, limits, kinds, retention, and one poller only."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from telegram import Bot

from bot.sandbox import Sandbox, SandboxClient

Api = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


async def test_a_command_arrives_with_its_entity(ana: int, bot: Bot) -> None:
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.parse_entities() == {update.message.entities[0]: "/start"}


async def test_an_update_stays_until_its_offset_passes(ana: int, bot: Bot) -> None:
    (first,) = await bot.get_updates()
    assert [update.update_id for update in await bot.get_updates()] == [first.update_id]
    assert await bot.get_updates(offset=first.update_id + 1) == ()


async def test_a_negative_offset_keeps_the_last(ana: int, phones: SandboxClient, bot: Bot) -> None:
    await phones.type(ana, "last")
    (update,) = await bot.get_updates(offset=-1)
    assert update.message is not None
    assert update.message.text == "last"


async def test_the_limit_cuts_the_batch(ana: int, phones: SandboxClient, bot: Bot) -> None:
    await phones.type(ana, "second")
    assert len(await bot.get_updates(limit=1)) == 1


async def test_a_long_poll_ends_when_something_is_typed(ana: int, phones: SandboxClient, bot: Bot) -> None:
    (first,) = await bot.get_updates()
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(bot.get_updates(offset=first.update_id + 1, timeout=30))
        await phones.type(ana, "news")
    assert [update.message.text for update in poll.result() if update.message] == ["news"]


async def test_a_short_timeout_ends_empty(bot: Bot) -> None:
    assert await bot.get_updates(timeout=1) == ()


async def test_a_second_poller_ends_the_first_with_409(sandbox: Sandbox, api: Api) -> None:
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(api("getUpdates", timeout=30))
        while not sandbox.state.updates.waiting:
            await api("getMe")
        assert (await api("getUpdates", offset=1))["result"] == []
    answer = poll.result()
    assert answer["error_code"] == 409
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request; make sure")


async def test_kinds_that_were_not_asked_for_are_not_queued(
    ana: int, phones: SandboxClient, bot: Bot
) -> None:
    await bot.get_updates(offset=-1, allowed_updates=["callback_query"])
    before = (await bot.get_webhook_info()).pending_update_count
    await phones.type(ana, "unheard")
    assert (await bot.get_webhook_info()).pending_update_count == before


async def test_dropping_pending_updates_empties_the_queue(ana: int, bot: Bot) -> None:
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


@pytest.mark.parametrize(("seconds", "left"), [(24 * 3600 - 60, 1), (24 * 3600, 0)])
async def test_updates_are_kept_for_a_day(
    ana: int, phones: SandboxClient, bot: Bot, seconds: int, left: int
) -> None:
    await phones.advance(seconds)
    assert len(await bot.get_updates()) == left


async def test_blocking_and_coming_back_tells_the_bot(ana: int, phones: SandboxClient, bot: Bot) -> None:
    await phones.block(ana)
    await phones.type(ana, "/start")
    changes = [update.my_chat_member for update in await bot.get_updates() if update.my_chat_member]
    assert [change.new_chat_member.status for change in changes] == ["kicked", "member"]


async def test_a_hundred_pollers_leave_one_and_no_500(api: Api, phones: SandboxClient, ana: int) -> None:
    await api("getUpdates", offset=-1)
    async with asyncio.TaskGroup() as tasks:
        polls = [tasks.create_task(api("getUpdates", offset=10**9 + n, timeout=1)) for n in range(100)]
    codes = sorted(str(poll.result().get("error_code", "ok")) for poll in polls)
    assert codes == ["409"] * 99 + ["ok"]
