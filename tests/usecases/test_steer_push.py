"""A push in flight is paused, goes on, is cancelled or stops by itself; Telegram's log has each message once.

On both databases, with what the wire took as the log, and the progress that a desk would show.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot.courier import Courier
from bot.domain.deliveries import DeliveryState
from bot.domain.ids import ChatId, PushId
from bot.domain.progress import ProgressEvent
from bot.domain.pushes import PushState
from bot.domain.subscribers import Person
from bot.rate import Budgets
from bot.usecases.deliver_pushes import DeliverPushes
from bot.usecases.report_progress import ReportProgress
from bot.usecases.steer_push import SteerPush
from storage.database import Database
from tests.storage.samples import NOW, counts, lead, plan_push
from tests.usecases.house import HandClock, editor
from tests.usecases.wire import Wire, refused

READERS = [ChatId(number) for number in range(501, 521)]
FIRST = READERS[-1]
SENT, PENDING, CANCELLED = DeliveryState.SENT, DeliveryState.PENDING, DeliveryState.CANCELLED


@dataclass
class Press:
    """A push to twenty readers, two at a time."""

    database: Database
    push: PushId
    wire: Wire
    clock: HandClock
    deliver: DeliverPushes
    steer: SteerPush
    report: ReportProgress

    async def in_flight(self, does: Callable[[PushId, Person], Coroutine[Any, Any, object]]) -> None:
        """Deliver, while somebody does this as the first request is under way."""
        self.wire.slow[FIRST] = asyncio.Event()

        async def meanwhile() -> None:
            await self.wire.asked(FIRST)
            await does(self.push, editor())
            self.wire.slow[FIRST].set()

        await asyncio.gather(self.deliver(), meanwhile())

    def took(self) -> Counter[int]:
        """How often the wire took a message, by chat."""
        return Counter(asked["chat_id"] for _, asked in self.wire.sent)

    async def look(self) -> list[ProgressEvent]:
        """What is reported three seconds later."""
        self.clock.advance(seconds=3)
        return list(await self.report())


@pytest.fixture
async def press(database: Database) -> Press:
    """The push, planned."""
    push, wire, clock = await plan_push(database, *READERS), Wire(), HandClock(NOW)
    deliver = DeliverPushes(
        ledger=await lead(database),
        courier=Courier(wire),
        clock=clock,
        budgets=Budgets(1000, NOW - timedelta(minutes=1)),
        concurrency=2,
        ahead=4,
    )
    steer = SteerPush(open_store=database.open_store, clock=clock)
    report = ReportProgress(open_store=database.open_store, clock=clock)
    return Press(database, push, wire, clock, deliver, steer, report)


async def test_a_pause_in_flight_lets_what_is_under_way_end_and_begins_nothing_more(press: Press) -> None:
    await press.in_flight(press.steer.pause)
    ended = await counts(press.database)
    assert ended == {SENT: len(press.took()), PENDING: 20 - len(press.took())}
    assert ended[PENDING] > 0
    await press.deliver()
    assert await counts(press.database) == ended


async def test_a_paused_push_goes_on_where_it_was_and_nobody_gets_it_twice(press: Press) -> None:
    await press.in_flight(press.steer.pause)
    await press.steer.resume(press.push, editor())
    press.clock.advance(seconds=2)
    await press.deliver()
    assert press.took() == dict.fromkeys(READERS, 1)
    assert await counts(press.database) == {SENT: 20}


async def test_a_cancel_in_flight_ends_the_rest_for_good(press: Press) -> None:
    await press.in_flight(press.steer.cancel)
    await press.deliver()
    took = press.took()
    assert set(took.values()) == {1}
    assert await counts(press.database) == {SENT: len(took), CANCELLED: 20 - len(took)}


async def test_a_text_that_telegram_refuses_pauses_its_push_after_a_handful(press: Press) -> None:
    press.wire.next.extend([refused(400, "Bad Request: can't parse entities")] * 20)
    await press.deliver()
    (event,) = await press.look()
    assert (event.push.state, event.push.stopped_for) == (
        PushState.PAUSED,
        "Bad Request: can't parse entities",
    )
    assert 5 <= event.progress.failed <= 6
    assert len(press.took()) == event.progress.failed


async def test_what_is_in_flight_is_reported_with_its_pace_and_its_end(press: Press) -> None:
    (begun,) = await press.look()
    assert (begun.progress.planned, begun.progress.sent, begun.progress.eta) == (20, 0, None)
    await press.in_flight(press.steer.pause)
    await press.steer.resume(press.push, editor())
    (going,) = await press.look()
    assert (going.push.state, going.progress.sent) == (PushState.SENDING, len(press.took()))
    assert going.progress.per_second == going.progress.sent / 3
    left = timedelta(seconds=(20 - going.progress.sent) / going.progress.per_second)
    assert going.progress.eta == press.clock.now() + left


async def test_a_paused_push_has_no_pace_and_no_end(press: Press) -> None:
    await press.look()
    await press.in_flight(press.steer.pause)
    (paused,) = await press.look()
    assert paused.push.state is PushState.PAUSED
    assert (paused.progress.per_second, paused.progress.eta) == (0.0, None)


async def test_nothing_is_reported_before_three_seconds_are_over(press: Press) -> None:
    assert len(await press.look()) == 1
    press.clock.advance(seconds=2.9)
    assert await press.report() == ()


async def test_a_push_that_ended_is_reported_once_more(press: Press) -> None:
    await press.look()
    await press.deliver()
    (last,) = await press.look()
    assert (last.push.is_over, last.progress.sent, last.push.headline) == (True, 20, "Буџетот помина")
    assert await press.look() == []
