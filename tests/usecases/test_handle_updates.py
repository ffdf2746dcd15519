"""From the update to the answer: in one commit, once, and never lost."""

import asyncio

import pytest

from bot.clock import SystemClock
from bot.errors import AnswerLost, FetchError
from bot.inbox_ports import StoredUpdate
from bot.usecases import handle_updates as module
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


async def test_what_was_written_is_answered_and_off_every_file(answering: Answering) -> None:
    async with answering.at_work() as updates:
        await updates.take_in([said(1, ANA, "hello")])
    assert answering.wire.texts(ANA) == ["You wrote: hello"]
    assert await answering.owed() == []
    assert await answering.unhandled() == []


async def test_updates_of_a_chat_are_answered_in_their_order(answering: Answering) -> None:
    async with answering.at_work() as updates:
        await updates.take_in([said(1, ANA, "one"), said(2, BORIS, "two"), said(3, ANA, "three")])
        await updates.take_in([said(4, ANA, "four")])
    assert answering.wire.texts(ANA) == ["You wrote: one", "You wrote: three", "You wrote: four"]


async def test_more_than_one_transaction_holds_is_handled_too(answering: Answering) -> None:
    async with answering.at_work() as updates:
        await updates.take_in([said(number, number, "hello") for number in range(1, 71)])
    assert len(answering.wire.sent) == 70


async def test_what_takes_long_does_not_make_its_transaction_longer_for_others(answering: Answering) -> None:
    answering.echo.dawdle = lambda: answering.clock.advance(seconds=1)
    async with answering.at_work() as updates:
        await updates.take_in([said(1, ANA, "dawdle"), said(2, BORIS, "stumble")])
    assert answering.echo.answered == ["dawdle"]
    assert answering.wire.texts(BORIS) == ["Sorry: RuntimeError"]


async def test_a_kill_between_commit_and_answer_loses_no_answer(answering: Answering) -> None:
    answering.wire.slow[ANA] = asyncio.Event()
    async with answering.until_killed() as updates:
        await updates.take_in([said(1, ANA, "subscribe")])
        await answering.wire.asked(ANA)
    assert len(await answering.owed()) == 1
    answering.wire.slow.clear()
    async with answering.restarted().at_work():
        pass
    assert answering.wire.texts(ANA)[-1] == "You wrote: subscribe"
    assert answering.echo.answered == ["subscribe"]
    assert await answering.owed() == []


async def test_a_kill_before_the_commit_leaves_nothing_half_done(answering: Answering) -> None:
    async with answering.until_killed() as updates:
        answering.echo.network.clear()
        await updates.take_in([said(1, ANA, "fetch it")])
    answering.echo.network.set()
    assert [one.update_id for one in await answering.unhandled()] == [1]
    async with answering.restarted().at_work():
        pass
    assert answering.wire.texts(ANA) == ["You wrote: fetch it"]


async def test_a_repeated_update_changes_nothing(answering: Answering) -> None:
    async with answering.at_work() as updates:
        await updates.take_in([said(1, ANA, "once")])
        await updates.take_in([said(1, ANA, "once")])
    async with answering.restarted().at_work() as updates:
        await updates.take_in([said(1, ANA, "once")])
    assert answering.wire.texts(ANA) == ["You wrote: once"]


@pytest.mark.parametrize(
    ("text", "apology"), [("stumble", "Sorry: RuntimeError"), ("refuse", "Sorry: UsageError")]
)
async def test_what_failed_is_undone_and_explained(answering: Answering, text: str, apology: str) -> None:
    async with answering.at_work() as updates:
        await updates.take_in([said(1, ANA, text)])
    assert answering.wire.texts(ANA) == [apology]
    assert await answering.subscriber(ANA) is None
    assert await answering.unhandled() == []


async def test_one_that_fails_takes_no_other_along(answering: Answering) -> None:
    async with answering.at_work() as updates:
        await updates.take_in([said(1, ANA, "subscribe"), said(2, BORIS, "stumble"), said(3, ANA, "on")])
    assert answering.wire.texts(ANA) == ["You wrote: subscribe", "You wrote: on"]
    assert answering.wire.texts(BORIS) == ["Sorry: RuntimeError"]
    assert await answering.subscriber(ANA)


async def test_what_waits_for_the_network_holds_back_only_its_own_chat(answering: Answering) -> None:
    answering.echo.network.clear()
    async with answering.at_work() as updates:
        await updates.take_in([said(1, ANA, "fetch it"), said(2, ANA, "then"), said(3, BORIS, "hello")])
        await answering.wire.asked(BORIS)
        assert answering.wire.texts(ANA) == []
        answering.echo.network.set()
    assert answering.wire.texts(ANA) == ["You wrote: fetch it", "You wrote: then"]


async def test_what_the_network_did_not_give_is_explained(answering: Answering) -> None:
    answering.echo.trouble = FetchError()
    async with answering.at_work() as updates:
        await updates.take_in([said(1, ANA, "fetch it")])
    assert answering.wire.texts(ANA) == ["Sorry: FetchError"]


@pytest.mark.parametrize("about", [{"poll": {"id": "7"}}, {}])
async def test_an_update_for_nobody_is_done_with(answering: Answering, about: dict[str, object]) -> None:
    async with answering.at_work() as updates:
        await updates.take_in([StoredUpdate(1, {"update_id": 1, **about})])
    assert await answering.unhandled() == []
    assert answering.wire.sent == []


async def test_a_tap_gets_its_notice_once_what_it_did_is_kept(answering: Answering) -> None:
    tap = {"update_id": 1, "callback_query": {"data": "tap", "message": {"chat": {"id": ANA}}}}
    async with answering.at_work() as updates:
        await updates.take_in([StoredUpdate(1, tap)])
    assert answering.echo.noticed == ["tap"]


async def test_an_errand_that_fails_stops_nothing(answering: Answering) -> None:
    with capture_logs() as logs:
        async with answering.at_work() as updates:
            await updates.take_in([said(1, ANA, "slip")])
    assert "errand_failed" in [one["event"] for one in logs]
    assert answering.wire.texts(ANA) == ["You wrote: slip"]


async def test_while_the_database_is_away_updates_wait_and_taps_are_told(answering: Answering) -> None:
    async def back() -> None:
        answering.rename("lost", "answers")

    async with answering.at_work() as updates:
        await updates.take_in([said(1, BORIS, "before")])
        await updates.rest()
        await asyncio.to_thread(answering.rename, "answers", "lost")
        answering.clock.meanwhile = back
        await updates.take_in([said(2, ANA, "hello")])
    assert answering.wire.texts(ANA) == ["You wrote: hello"]
    assert answering.echo.noticed == ["before", "hello", "hello"]


async def test_a_visit_that_was_not_kept_is_written_down_with_the_next_try(answering: Answering) -> None:
    async def back() -> None:
        answering.rename("lost", "answers")

    async with answering.at_work() as updates:
        await asyncio.to_thread(answering.rename, "answers", "lost")
        answering.clock.meanwhile = back
        await updates.take_in([said(1, ANA, "subscribe")])
    subscriber = await answering.subscriber(ANA)
    assert subscriber
    assert subscriber.seen_on == answering.clock.now().date()


async def test_a_start_waits_for_the_database(answering: Answering) -> None:
    async def back() -> None:
        answering.rename("lost", "answers")

    answering.rename("answers", "lost")
    answering.clock.meanwhile = back
    async with answering.at_work() as updates:
        await updates.take_in([said(1, ANA, "hello")])
    assert answering.wire.texts(ANA) == ["You wrote: hello"]


async def test_an_update_that_can_be_neither_handled_nor_explained_stays_for_the_next_start(
    answering: Answering,
) -> None:
    async with answering.at_work() as updates:
        await updates.take_in([said(1, ANA, "unspeakable"), said(2, ANA, "hello")])
    assert answering.wire.texts(ANA) == ["You wrote: hello"]
    assert [one.update_id for one in await answering.unhandled()] == [1]


async def test_beyond_a_thousand_telegram_keeps_what_comes(answering: Answering) -> None:
    answering.echo.network.clear()
    full = [said(number, number, "fetch it") for number in range(1, module._AT_MOST + 1)]
    async with answering.at_work() as updates, asyncio.TaskGroup() as tasks:
        await updates.take_in(full)
        more = tasks.create_task(updates.take_in([said(2_000, 2_000, "hello")]))
        await SystemClock().sleep(0)
        assert not more.done()
        answering.echo.network.set()
    assert answering.wire.texts(2_000) == ["You wrote: hello"]


async def test_thousands_of_updates_of_one_chat_keep_nobody_out_and_none_is_lost(
    answering: Answering,
) -> None:
    answering.echo.network.clear()
    async with answering.until_killed() as updates:
        for start in range(1, 3_001, 100):
            await updates.take_in([said(start + one, BORIS, "fetch it") for one in range(100)])
        await updates.take_in([said(4_000, ANA, "hello")])
        await answering.wire.asked(ANA)
    assert len(await answering.unhandled()) == 3_000


async def test_who_floods_us_is_answered_first_and_then_met_with_silence_until_they_have_read(
    answering: Answering,
) -> None:
    answering.wire.slow[BORIS] = asyncio.Event()
    async with answering.at_work() as updates:
        await updates.take_in([said(number, BORIS, f"{number}") for number in range(1, 101)])
        while await answering.unhandled():
            pass
        answering.wire.slow[BORIS].set()
        await updates.rest()
        await updates.take_in([said(200, BORIS, "again")])
    said_to_boris = answering.wire.texts(BORIS)
    assert said_to_boris == [*(f"You wrote: {number}" for number in range(1, 31)), "You wrote: again"]


async def test_after_the_stop_what_comes_is_only_stored(answering: Answering) -> None:
    async with answering.at_work() as updates:
        await updates.take_in([said(1, ANA, "hello")])
        await updates.stop()
        await updates.take_in([said(2, ANA, "too late")])
    assert answering.wire.texts(ANA) == ["You wrote: hello"]
    assert [one.update_id for one in await answering.unhandled()] == [2]


async def test_an_answer_that_may_have_arrived_is_said_once_more(answering: Answering) -> None:
    answering.wire.next.append(AnswerLost("reset"))
    async with answering.at_work() as updates:
        await updates.take_in([said(1, ANA, "hello")])
    assert answering.wire.texts(ANA) == ["You wrote: hello"] * 2
