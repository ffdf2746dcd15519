"""Several processes on one inbox: an update is handled once, in its chat's order, and one process answers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import copy_context
from functools import partial

import pytest

from bot.clock import SystemClock
from bot.errors import FetchError
from bot.inbox_ports import StoredUpdate
from bot.usecases import handle_updates as module
from bot.usecases.handle_updates import HandleUpdates
from bot.usecases.leave_answers import LeaveAnswers
from bot.usecases.note_visit import NoteVisit
from storage.database import Database
from tests.canaries import capture_logs
from tests.echo import Echo, said
from tests.usecases.answering import ANA, BORIS, Answering
from tests.usecases.house import HandClock
from tests.usecases.wire import Wire


@pytest.fixture
def answering(sqlite_database: Database, clock: HandClock) -> Answering:
    """A process."""
    return Answering(sqlite_database, clock, Wire(), Echo(sqlite_database.open_store))


async def receive(answering: Answering, *updates: StoredUpdate) -> None:
    """Some process stores what came to its door."""
    async with answering.database.open_store() as store:
        await store.inbox.store(updates, answering.clock.now())


async def handled_elsewhere(answering: Answering, *update_ids: int) -> None:
    """Another process has handled them."""
    async with answering.database.open_store() as store:
        await store.inbox.handled(update_ids, answering.clock.now())


async def look_long_enough(updates: HandleUpdates) -> None:
    """As often as whose door took it may need for it."""
    for _ in range(module._LOOKS):
        await updates.look()


@asynccontextmanager
async def another(answering: Answering) -> AsyncIterator[HandleUpdates]:
    """A process that handles and does not send, until the end of the block kills it."""
    handle_updates = HandleUpdates(
        understand=answering.echo,
        note_visit=NoteVisit(open_store=answering.database.open_store, clock=answering.clock),
        open_store=answering.database.open_store,
        together=answering.database.together,
        outlet=LeaveAnswers(lambda: None),
        clock=answering.clock,
    )
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(handle_updates.run())
        await handle_updates.take_in([])  # what was there before is begun
        yield handle_updates
        running.cancel()


async def test_what_came_to_its_own_door_is_handled_at_once(answering: Answering) -> None:
    async with answering.at_work() as updates:
        await receive(answering, said(1, ANA, "one"), said(2, ANA, "two"), said(3, ANA, "theirs"))
        await updates.take_up([1, 2])
        await updates.take_up([1, 2])
    assert answering.wire.texts(ANA) == ["You wrote: one", "You wrote: two"]


async def test_what_another_process_received_is_taken_up_when_it_was_left(answering: Answering) -> None:
    async with answering.at_work() as updates:
        await receive(answering, said(1, ANA, "one"), said(2, ANA, "two"))
        await updates.look()
        await updates.rest()
        assert answering.wire.texts(ANA) == []
        await look_long_enough(updates)
    assert answering.wire.texts(ANA) == ["You wrote: one", "You wrote: two"]


async def test_what_another_process_handles_meanwhile_is_not_left(answering: Answering) -> None:
    async with answering.at_work() as updates:
        await receive(answering, said(1, ANA, "one"))
        await updates.look()
        await handled_elsewhere(answering, 1)
        await look_long_enough(updates)
    assert answering.wire.sent == []


async def test_what_is_in_hand_is_taken_up_once(answering: Answering) -> None:
    answering.echo.network.clear()
    async with answering.at_work() as updates:
        await receive(answering, said(1, ANA, "fetch it"))
        await updates.take_up([1])
        await look_long_enough(updates)
        answering.echo.network.set()
        await updates.rest()
        await look_long_enough(updates)
    assert answering.wire.texts(ANA) == ["You wrote: fetch it"]
    assert answering.echo.answered == ["fetch it"]


async def test_what_comes_after_one_that_another_process_has_in_hand_waits_for_it(
    answering: Answering,
) -> None:
    answering.echo.network.clear()
    async with answering.at_work() as updates, another(answering) as others:
        await receive(answering, said(1, ANA, "fetch it"), said(2, ANA, "then"), said(3, BORIS, "hello"))
        await others.take_up([1])
        await updates.take_up([2, 3])
        await answering.wire.asked(BORIS)
        assert answering.echo.answered == ["hello"]
        answering.echo.network.set()
        while "then" not in answering.echo.answered:
            await SystemClock().sleep(0)
    assert answering.echo.answered == ["hello", "fetch it", "then"]


async def test_what_another_process_has_to_say_is_said_once_and_in_order(answering: Answering) -> None:
    async with answering.at_work() as updates:
        async with another(answering) as others:
            await receive(answering, said(1, ANA, "one"), said(2, ANA, "two"), said(3, BORIS, "hello"))
            await others.take_up([1, 2, 3])
            while len(answering.echo.answered) < 3:
                await SystemClock().sleep(0)
            await others.rest()
        for _ in range(2):
            await answering.send_answers.look()
        await updates.rest()
        await answering.send_answers.look()
    assert answering.wire.texts(ANA) == ["You wrote: one", "You wrote: two"]
    assert answering.wire.texts(BORIS) == ["You wrote: hello"]


async def test_who_floods_several_doors_gets_no_more_answers_than_at_one(answering: Answering) -> None:
    async with another(answering) as others:
        flood = [said(number, BORIS, f"{number}") for number in range(1, 41)]
        await receive(answering, *flood, said(50, ANA, "hello"))
        await others.take_up([one.update_id for one in flood] + [50])
        while len(answering.echo.answered) < 41:
            await SystemClock().sleep(0)
        await others.stop()
    told = [int(one.answer.chat_id) for one in await answering.owed()]
    assert (told.count(BORIS), told.count(ANA)) == (30, 1)


async def test_what_asks_for_nothing_leaves_nothing_to_say(answering: Answering) -> None:
    async with another(answering) as others:
        await receive(answering, StoredUpdate(1, {"update_id": 1, "poll": {}}))
        await others.take_up([1])
        await others.stop()
    assert await answering.unhandled() == []
    assert await answering.owed() == []


async def test_what_a_process_left_by_dying_another_one_does(answering: Answering) -> None:
    answering.echo.network.clear()
    async with another(answering) as others:
        await receive(answering, said(1, ANA, "fetch it"), said(2, ANA, "then"))
        await others.take_up([1, 2])
    answering.echo.network.set()
    async with answering.at_work() as updates:
        await look_long_enough(updates)
    assert answering.wire.texts(ANA) == ["You wrote: fetch it", "You wrote: then"]


async def test_what_nobody_can_handle_is_not_taken_up_again_and_again(answering: Answering) -> None:
    async with answering.at_work() as updates:
        await receive(answering, said(1, ANA, "unspeakable"), said(2, ANA, "hello"))
        with capture_logs() as logs:
            await updates.take_up([1, 2])
            await updates.rest()
            await look_long_enough(updates)
    assert [one["event"] for one in logs if one["log_level"] == "error"] == ["update_not_handled"]
    assert answering.wire.texts(ANA) == ["You wrote: hello"]


async def test_what_nobody_can_handle_waits_where_the_database_is_away(answering: Answering) -> None:
    """It can't be set aside then, and would hold up its chat."""

    async def back() -> None:
        answering.rename("lost", "inbox")

    async with answering.at_work() as updates:
        await updates.take_in([said(1, ANA, "before")])
        await updates.rest()
        answering.echo.speechless = partial(answering.rename, "inbox", "lost")
        answering.clock.meanwhile = back
        await updates.take_in([said(2, ANA, "unspeakable"), said(3, ANA, "hello")])
    assert answering.wire.texts(ANA) == ["You wrote: before", "You wrote: hello"]


async def test_a_look_waits_while_there_is_much_to_do(answering: Answering) -> None:
    answering.echo.network.clear()
    full = [said(number, number, "fetch it") for number in range(1, module._AT_MOST + 1)]
    async with answering.at_work() as updates, asyncio.TaskGroup() as tasks:
        await updates.take_in(full)
        await receive(answering, said(2_000, 2_000, "hello"))
        look = tasks.create_task(updates.take_up([2_000]))
        await SystemClock().sleep(0)
        assert not look.done()
        answering.echo.network.set()
    assert answering.wire.texts(2_000) == ["You wrote: hello"]


async def test_after_the_stop_nothing_is_taken_up(answering: Answering) -> None:
    async with answering.at_work() as updates:
        await updates.stop()
        await receive(answering, said(1, ANA, "too late"))
        await updates.take_up([1])
    assert answering.wire.sent == []


async def test_what_another_process_handles_between_two_tries_is_left_to_it(answering: Answering) -> None:
    outside = copy_context()
    async with asyncio.TaskGroup() as tasks, answering.at_work() as updates:

        def stumble() -> None:
            # In a transaction of its own: that of the handler is about to be taken back.
            tasks.create_task(handled_elsewhere(answering, 1), context=outside)
            raise RuntimeError

        answering.echo.dawdle = stumble
        await updates.take_in([said(1, ANA, "dawdle")])
    assert answering.wire.sent == []


@pytest.mark.parametrize("trouble", [None, FetchError()])
async def test_what_another_process_handled_meanwhile_is_not_answered(
    answering: Answering, trouble: Exception | None
) -> None:
    """This process was stopped by its machine for a while."""
    answering.echo.network.clear()
    answering.echo.trouble = trouble
    async with answering.at_work() as updates:
        await updates.take_in([said(1, ANA, "fetch it"), said(2, BORIS, "hello")])
        await answering.wire.asked(BORIS)
        await handled_elsewhere(answering, 1)
        answering.echo.network.set()
    assert answering.wire.texts(ANA) == []
    assert answering.echo.noticed == ["hello"]
    assert await answering.owed() == []
