"""A clock that is put back by an hour or a day silences neither feeds nor deliveries nor chats."""

from datetime import timedelta

import pytest

from bot.delivery_ports import Beat
from bot.domain.deliveries import DeliveryState, put_off
from bot.domain.ids import ChatId
from bot.ports import OpenStore
from bot.rate import Budgets
from bot.usecases.keep_time import KeepTime
from tests.canaries import capture_logs
from tests.usecases.house import ANA, EN, NEWS, OLD, HandClock, House
from tests.usecases.web import rss

HOURS = [1, 24]
SNOW = "Snow closes"


@pytest.fixture
def keep(open_store: OpenStore, clock: HandClock) -> KeepTime:
    """What watches the clock."""
    return KeepTime(open_store=open_store, clock=clock)


async def steps(keep: KeepTime) -> list[str]:
    """What it says of the clock now."""
    with capture_logs() as logs:
        await keep()
    return [one["by"] for one in logs if one["event"] == "clock_put_back"]


@pytest.mark.parametrize("hours", HOURS)
async def test_a_step_back_is_noticed_once(keep: KeepTime, clock: HandClock, hours: int) -> None:
    await keep()
    clock.advance(hours=-hours)
    assert [await steps(keep), await steps(keep)] == [[str(timedelta(hours=hours))], []]


@pytest.mark.parametrize("hours", HOURS)
async def test_a_step_ahead_and_back_is_noticed_when_it_comes_back(
    keep: KeepTime, clock: HandClock, hours: int
) -> None:
    await keep()
    clock.advance(hours=hours)
    assert await steps(keep) == []
    clock.advance(hours=-hours)
    assert await steps(keep) == [str(timedelta(hours=hours))]


async def test_it_is_noticed_after_a_standstill_but_for_the_minute_that_nobody_filed(
    keep: KeepTime, open_store: OpenStore, clock: HandClock
) -> None:
    await keep()
    clock.advance(seconds=59)
    await keep()
    clock.advance(seconds=1 - 3600)
    assert await steps(KeepTime(open_store=open_store, clock=clock)) == ["0:59:00"]


async def test_a_second_that_is_taken_back_changes_nothing(keep: KeepTime, clock: HandClock) -> None:
    await keep()
    clock.advance(seconds=-1)
    assert await steps(keep) == []
    clock.advance(seconds=-5)
    assert await steps(keep) == ["0:00:06"]


@pytest.mark.parametrize("hours", HOURS)
async def test_a_feed_is_asked_again_within_its_interval(house: House, hours: int) -> None:
    await house.newsroom.keep_time()
    house.web.put(f"/{EN}/feed", rss(house.web.address, NEWS, OLD))
    house.clock.advance(hours=-hours)
    await house.newsroom.keep_time()
    house.clock.advance(minutes=16)
    await house.newsroom.poll_feeds()
    assert await house.article("snow")


@pytest.mark.parametrize("hours", HOURS)
@pytest.mark.parametrize("restarts", [False, True])
async def test_a_reader_whose_chat_rests_gets_the_push_all_the_same(
    house: House, hours: int, restarts: bool
) -> None:
    await house.subscribe(ANA)
    push = await house.push()
    now, ledger = house.clock.now(), house.world.ledger
    await house.newsroom.keep_time()
    (delivery,) = (await ledger.beat(Beat(claim=9), now)).claimed
    soon = now + timedelta(seconds=9)
    await ledger.beat(Beat(settlements=[put_off(delivery, soon)], parked={ChatId(ANA): soon}), now)
    house.clock.advance(hours=-hours)
    if restarts:
        house = await house.restarted(budgets=Budgets(30, house.clock.now()))
    await house.newsroom.keep_time()
    house.clock.advance(seconds=10)
    await house.newsroom.deliver_pushes()
    assert await house.counts(push) == {DeliveryState.SENT: 1}
    assert await house.received(ANA, SNOW) == 1
