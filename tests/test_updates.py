"""Updates: stored before they are acknowledged, handled in order, and handled again only after a crash."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, TypeHandler

from bot.clock import SystemClock
from bot.errors import TokenRefused
from bot.ports import OpenStore, StoredUpdate
from bot.sandbox import Sandbox, SandboxClient, serve
from bot.telegram_http import build_bot
from bot.updates import UpdateLoop, introduce

Telegram = Application[Any, Any, Any, Any, Any, Any]
TOKEN = "700000001:updates-token-updates-t0ken"
ANA, BORIS = 501, 502
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class PatientClock(SystemClock):
    """Waits are written down instead of waited."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        """Only let the others work."""
        self.slept.append(seconds)
        await super().sleep(0)


@pytest.fixture
def sandbox() -> Sandbox:
    """Telegram, for one token."""
    return Sandbox(token=TOKEN, chats=[ANA, BORIS])


@pytest.fixture
async def telegram(sandbox: Sandbox) -> AsyncIterator[SandboxClient]:
    """The phones."""
    async with serve(sandbox.app) as address, SandboxClient(address) as telegram:
        yield telegram


@pytest.fixture
async def application(telegram: SandboxClient) -> AsyncIterator[Telegram]:
    """An application that answers every text and every tap with itself."""
    application = Application.builder().bot(build_bot(TOKEN, telegram.address)).updater(None).build()
    application.add_handler(TypeHandler(Update, _echo))
    async with application:
        yield application


async def _echo(update: Update, _context: object) -> None:
    if update.callback_query:
        await update.get_bot().send_message(ANA, f"You pressed: {update.callback_query.data}")
    elif update.message:
        if update.message.text == "stumble":
            raise RuntimeError("stumbled")
        if update.message.text == "hang":
            await asyncio.Event().wait()
        await update.message.reply_text(f"You wrote: {update.message.text}")


@pytest.fixture
def clock() -> PatientClock:
    """Nobody waits in a test."""
    return PatientClock()


@pytest.fixture
def updates(application: Telegram, open_store: OpenStore, clock: PatientClock) -> UpdateLoop:
    """The loop."""
    return UpdateLoop(application=application, open_store=open_store, clock=clock)


@asynccontextmanager
async def at_work(updates: UpdateLoop) -> AsyncIterator[None]:
    """The loop runs beside the block and ends in an orderly way."""
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(updates.run())
        yield
        await updates.idle(5)
        running.cancel()


async def unhandled(open_store: OpenStore) -> list[StoredUpdate]:
    """What waits in the inbox."""
    async with open_store() as store:
        return await store.inbox.unhandled()


async def test_what_people_write_is_answered(telegram: SandboxClient, updates: UpdateLoop) -> None:
    async with at_work(updates):
        await telegram.type(ANA, "hello")
        await telegram.wait_for(ANA, "You wrote: hello")


async def test_an_update_that_nobody_can_read_stops_no_other(
    sandbox: Sandbox, telegram: SandboxClient, updates: UpdateLoop, open_store: OpenStore
) -> None:
    sandbox.state.updates.put("message", {"message_id": 1, "date": 1, "chat": {"id": 5}})
    await telegram.type(ANA, "hello")
    async with at_work(updates):
        await telegram.wait_for(ANA, "You wrote: hello")
    assert await unhandled(open_store) == []


async def test_one_chats_messages_are_answered_in_their_order(
    telegram: SandboxClient, updates: UpdateLoop
) -> None:
    for text in ("one", "two", "three"):
        await telegram.type(ANA, text)
    async with at_work(updates):
        await telegram.wait_for(ANA, "three")
    answers = [one.text for one in (await telegram.screen(ANA)).messages if one.is_from_bot]
    assert answers == ["You wrote: one", "You wrote: two", "You wrote: three"]


async def test_what_was_handled_is_done_with(
    telegram: SandboxClient, updates: UpdateLoop, open_store: OpenStore
) -> None:
    async with at_work(updates):
        await telegram.type(ANA, "hello")
        await telegram.wait_for(ANA, "hello")
    assert await unhandled(open_store) == []


async def test_what_a_crash_left_in_the_inbox_is_handled_at_the_next_start(
    telegram: SandboxClient, updates: UpdateLoop, open_store: OpenStore, application: Telegram
) -> None:
    await telegram.type(ANA, "before the crash")
    (update,) = await application.bot.get_updates()
    async with open_store() as store:
        await store.inbox.store([StoredUpdate(update.update_id, update.to_dict())], NOW)
    async with at_work(updates):
        await telegram.wait_for(ANA, "before the crash")
    assert len((await telegram.screen(ANA)).messages) == 2


async def test_an_update_that_comes_again_is_not_handled_again(
    telegram: SandboxClient, updates: UpdateLoop, open_store: OpenStore, application: Telegram
) -> None:
    """A crash between handling and the next getUpdates: Telegram repeats what is done already."""
    await telegram.type(ANA, "once")
    (update,) = await application.bot.get_updates()
    async with open_store() as store:
        await store.inbox.store([StoredUpdate(update.update_id, update.to_dict())], NOW)
        await store.inbox.handled([update.update_id], NOW)
    async with at_work(updates):
        await telegram.type(BORIS, "hello")
        await telegram.wait_for(BORIS, "hello")
    assert len((await telegram.screen(ANA)).messages) == 1


async def test_a_tap_is_handled_in_the_order_of_its_chat(
    telegram: SandboxClient, updates: UpdateLoop, application: Telegram
) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Press", callback_data="pressed")]])
    await application.bot.send_message(ANA, "A button", reply_markup=keyboard)
    await telegram.tap(ANA, "Press")
    await telegram.type(ANA, "after the tap")
    async with at_work(updates):
        await telegram.wait_for(ANA, "after the tap")
    answers = [one.text for one in (await telegram.screen(ANA)).messages if one.is_from_bot]
    assert answers == ["A button", "You pressed: pressed", "You wrote: after the tap"]


async def test_a_block_is_an_update_too(
    telegram: SandboxClient, updates: UpdateLoop, open_store: OpenStore
) -> None:
    await telegram.block(ANA)
    async with at_work(updates):
        await telegram.type(BORIS, "hello")
        await telegram.wait_for(BORIS, "hello")
    assert await unhandled(open_store) == []


async def test_a_handler_that_fails_does_not_stop_the_loop(
    telegram: SandboxClient, updates: UpdateLoop, open_store: OpenStore
) -> None:
    await telegram.type(ANA, "stumble")
    await telegram.type(ANA, "go on")
    async with at_work(updates):
        await telegram.wait_for(ANA, "go on")
    assert await unhandled(open_store) == []


async def test_an_answer_that_hangs_does_not_hold_up_the_end_and_stays_in_the_inbox(
    telegram: SandboxClient, updates: UpdateLoop, open_store: OpenStore
) -> None:
    await telegram.type(ANA, "thanks")
    await telegram.type(BORIS, "hang")
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(updates.run())
        await telegram.wait_for(ANA, "thanks")
        await updates.idle(0.1)
        running.cancel()
    (left,) = await unhandled(open_store)
    assert left.payload["message"]["text"] == "hang"


@pytest.mark.parametrize("status", [409, 500, 502])
async def test_an_interruption_is_waited_out(
    telegram: SandboxClient, updates: UpdateLoop, clock: PatientClock, status: int
) -> None:
    await telegram.fault(status, method="getUpdates", count=3)
    async with at_work(updates):
        await telegram.type(ANA, "hello")
        await telegram.wait_for(ANA, "hello")
    assert clock.slept == [1.0, 2.0, 4.0]


async def test_a_token_that_was_withdrawn_ends_the_loop(telegram: SandboxClient, updates: UpdateLoop) -> None:
    await telegram.fault(401, method="getUpdates")
    with pytest.raises(TokenRefused):
        await updates.run()


async def test_a_start_waits_for_telegram(telegram: SandboxClient, clock: PatientClock) -> None:
    await telegram.fault(502, method="getMe", count=3)
    application = Application.builder().bot(build_bot(TOKEN, telegram.address)).updater(None).build()
    await introduce(application, clock)
    await application.shutdown()
    assert clock.slept == [1.0, 2.0, 4.0]


async def test_a_start_with_a_token_that_telegram_does_not_know_is_refused(
    telegram: SandboxClient, clock: PatientClock
) -> None:
    bot = build_bot(f"{TOKEN}x", telegram.address)
    application = Application.builder().bot(bot).updater(None).build()
    with pytest.raises(TokenRefused):
        await introduce(application, clock)
    await bot.shutdown()
