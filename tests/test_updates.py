"""Updates: fetched as long as we run, stored before they are acknowledged, answered after a crash."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import timedelta

import pytest
from telegram.ext import Application

from bot.clock import SystemClock
from bot.courier import Courier
from bot.errors import TokenRefused
from bot.inbox_ports import StoredUpdate
from bot.ports import OpenStore
from bot.rate import Budgets
from bot.sandbox import Sandbox, SandboxClient, serve
from bot.telegram_http import QuietBot, build_bot
from bot.updates import ALLOWED, UpdateLoop, Working, introduce
from bot.usecases.handle_updates import HandleUpdates
from bot.usecases.note_visit import NoteVisit
from bot.usecases.send_answers import SendAnswers
from bot.usecases.subscribe import Subscribe
from storage.database import Database
from tests import canaries
from tests.canaries import capture_logs
from tests.echo import Echo
from tests.usecases.house import paper_at

ANA, BORIS, TOKEN = canaries.ANA, canaries.BORIS, canaries.TOKEN
NOW = SystemClock().now()
"""What is handled is forgotten after three days, by the clock that the loop reads."""


class PatientClock(SystemClock):
    """Waits are written down instead of waited."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.meanwhile: Callable[[], None] | None = None

    async def sleep(self, seconds: float) -> None:
        """Only let the others work."""
        self.slept.append(seconds)
        happening, self.meanwhile = self.meanwhile, None
        if happening:
            happening()
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
async def bot(telegram: SandboxClient) -> AsyncIterator[QuietBot]:
    """The bot as Telegram knows it."""
    async with build_bot(TOKEN, telegram.address) as bot:
        yield bot


@pytest.fixture
def echo(open_store: OpenStore) -> Echo:
    """What answers."""
    return Echo(open_store)


@pytest.fixture
def clock() -> PatientClock:
    """Nobody waits in a test."""
    return PatientClock()


@pytest.fixture
def handle_updates(
    bot: QuietBot, sqlite_database: Database, clock: PatientClock, echo: Echo
) -> HandleUpdates:
    """Who stores and handles."""
    open_store, paper = sqlite_database.open_store, paper_at("http://127.0.0.1:1")
    send_answers = SendAnswers(
        open_store=open_store,
        courier=Courier(bot.wire),
        subscribe=Subscribe(open_store=open_store, paper=paper, clock=clock),
        budgets=Budgets(1_000, clock.now() - timedelta(minutes=1)),
        clock=clock,
    )
    return HandleUpdates(
        understand=echo,
        note_visit=NoteVisit(open_store=open_store, clock=clock),
        open_store=open_store,
        together=sqlite_database.together,
        outlet=send_answers,
        clock=clock,
    )


@pytest.fixture
def updates(bot: QuietBot, handle_updates: HandleUpdates, clock: PatientClock) -> UpdateLoop:
    """The loop."""
    return UpdateLoop(bot, handle_updates=handle_updates, clock=clock)


@asynccontextmanager
async def at_work(updates: Working) -> AsyncIterator[None]:
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


async def test_one_chats_messages_are_answered_in_their_order(
    telegram: SandboxClient, updates: UpdateLoop
) -> None:
    for text in ("one", "two", "three"):
        await telegram.type(ANA, text)
    async with at_work(updates):
        await telegram.wait_for(ANA, "three")
    answers = [one.text for one in (await telegram.screen(ANA)).messages if one.is_from_bot]
    assert answers == ["You wrote: one", "You wrote: two", "You wrote: three"]


async def test_who_wrote_before_the_start_is_answered_before_other_work_begins(
    telegram: SandboxClient, updates: UpdateLoop
) -> None:
    await telegram.type(ANA, "anybody there?")
    async with at_work(updates):
        await updates.caught_up(5)
        assert "You wrote: anybody there?" in [one.text for one in (await telegram.screen(ANA)).messages]


async def test_other_work_does_not_wait_for_ever_for_what_hangs(
    telegram: SandboxClient, updates: UpdateLoop, echo: Echo
) -> None:
    echo.network.clear()
    await telegram.type(ANA, "fetch it")
    with capture_logs() as logs:
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(updates.run())
            await updates.caught_up(0.1)
            running.cancel()
    assert "began_with_updates_waiting" in [one["event"] for one in logs]


async def test_what_was_handled_is_done_with(
    telegram: SandboxClient, updates: UpdateLoop, open_store: OpenStore
) -> None:
    async with at_work(updates):
        await telegram.type(ANA, "hello")
        await telegram.wait_for(ANA, "You wrote: hello")
    assert await unhandled(open_store) == []


async def test_what_a_crash_left_in_the_inbox_is_handled_at_the_next_start(
    telegram: SandboxClient, updates: UpdateLoop, open_store: OpenStore, bot: QuietBot
) -> None:
    await telegram.type(ANA, "before the crash")
    (update,) = await bot.raw_updates(0, 0, ALLOWED)
    async with open_store() as store:
        await store.inbox.store([StoredUpdate(update["update_id"], update)], NOW)
    async with at_work(updates):
        await telegram.wait_for(ANA, "before the crash")
    assert len((await telegram.screen(ANA)).messages) == 2


async def test_an_update_that_comes_again_is_not_handled_again(
    telegram: SandboxClient, updates: UpdateLoop, open_store: OpenStore, bot: QuietBot
) -> None:
    """A crash between handling and the next getUpdates: Telegram repeats what is done already."""
    await telegram.type(ANA, "once")
    (update,) = await bot.raw_updates(0, 0, ALLOWED)
    async with open_store() as store:
        await store.inbox.store([StoredUpdate(update["update_id"], update)], NOW)
        await store.inbox.handled([update["update_id"]], NOW)
    async with at_work(updates):
        await telegram.type(BORIS, "hello")
        await telegram.wait_for(BORIS, "You wrote: hello")
    assert len((await telegram.screen(ANA)).messages) == 1


async def test_a_tap_is_handled_in_the_order_of_its_chat(
    telegram: SandboxClient, updates: UpdateLoop
) -> None:
    async with at_work(updates):
        await telegram.type(ANA, "buttons")
        await telegram.wait_for(ANA, "buttons")
        await telegram.tap(ANA, "Press")
        await telegram.type(ANA, "after the tap")
        await telegram.wait_for(ANA, "after the tap")
    answers = [one.text for one in (await telegram.screen(ANA)).messages if one.is_from_bot]
    assert answers == ["You wrote: buttons", "You wrote: pressed", "You wrote: after the tap"]


async def test_a_block_is_an_update_too(
    telegram: SandboxClient, updates: UpdateLoop, open_store: OpenStore
) -> None:
    await telegram.block(ANA)
    async with at_work(updates):
        await telegram.type(BORIS, "hello")
        await telegram.wait_for(BORIS, "You wrote: hello")
    assert await unhandled(open_store) == []


async def test_an_answer_that_hangs_does_not_hold_up_the_end_and_stays_in_the_inbox(
    telegram: SandboxClient, updates: UpdateLoop, open_store: OpenStore, echo: Echo
) -> None:
    echo.network.clear()
    await telegram.type(ANA, "thanks")
    await telegram.type(BORIS, "fetch it")
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(updates.run())
        await telegram.wait_for(ANA, "You wrote: thanks")
        await updates.idle(0.1)
        running.cancel()
    (left,) = await unhandled(open_store)
    assert left.payload["message"]["text"] == "fetch it"


async def test_what_cannot_be_stored_is_not_acknowledged(
    telegram: SandboxClient, updates: UpdateLoop, sqlite_database: Database, clock: PatientClock
) -> None:
    async with at_work(updates):
        await telegram.type(ANA, "hello")
        await telegram.wait_for(ANA, "You wrote: hello")
        await asyncio.to_thread(_rename, sqlite_database, "inbox", "lost")
        clock.meanwhile = lambda: _rename(sqlite_database, "lost", "inbox")
        await telegram.type(BORIS, "still there?")
        await telegram.wait_for(BORIS, "You wrote: still there?")
    assert clock.slept == [1.0]


@pytest.mark.parametrize("status", [409, 500, 502])
async def test_an_interruption_is_waited_out(
    telegram: SandboxClient, updates: UpdateLoop, clock: PatientClock, status: int
) -> None:
    await telegram.fault(status, method="getUpdates", count=3)
    async with at_work(updates):
        await telegram.type(ANA, "hello")
        await telegram.wait_for(ANA, "You wrote: hello")
    assert clock.slept == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(("status", "met"), [(409, [1]), (502, [])])
async def test_a_second_bot_is_noticed_and_no_other_trouble_taken_for_one(
    telegram: SandboxClient,
    bot: QuietBot,
    handle_updates: HandleUpdates,
    clock: PatientClock,
    status: int,
    met: list[int],
) -> None:
    seen: list[int] = []
    loop = UpdateLoop(bot, handle_updates=handle_updates, clock=clock, met_another=lambda: seen.append(1))
    await telegram.fault(status, method="getUpdates")
    async with at_work(loop):
        await telegram.type(ANA, "hello")
        await telegram.wait_for(ANA, "You wrote: hello")
    assert seen == met


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


def _rename(database: Database, before: str, after: str) -> None:
    assert database.path
    with closing(sqlite3.connect(database.path)) as connection:
        connection.execute(f"ALTER TABLE {before} RENAME TO {after}")
