"""Deliveries: everybody who should gets the push, once, and nothing disappears when Telegram is unwell."""

import pytest

from bot.domain.deliveries import DeliveryState
from bot.domain.subscribers import Standing
from bot.rate import Budgets
from bot.usecases.deliver_pushes import DeliverPushes
from tests.usecases.house import ANA, BORIS, CVETA, House, person

# python-telegram-bot announces at every 429 that `retry_after` will change its type; we take both.
pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
SENT, PENDING, FAILED = DeliveryState.SENT, DeliveryState.PENDING, DeliveryState.FAILED
SNOW = "Snow closes roads"


async def test_every_active_reader_gets_the_push_once(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    push = await house.push()
    await house.round()
    await house.round()
    assert await house.counts(push) == {SENT: 2}
    assert [await house.received(one, SNOW) for one in (ANA, BORIS, CVETA)] == [1, 1, 0]


async def test_a_push_leaves_in_batches_until_all_have_it(house: House) -> None:
    await house.subscribe(ANA, BORIS, CVETA)
    push = await house.push()
    world = house.world
    await DeliverPushes(
        ledger=world.ledger,
        courier=world.courier,
        clock=world.clock,
        budgets=world.budgets,
        make_digests=house.newsroom.make_digests,
        concurrency=1,
        ahead=2,
    )()
    assert await house.counts(push) == {SENT: 3}


@pytest.mark.parametrize("leaving", ["pause", "stop"])
async def test_who_leaves_after_the_planning_gets_nothing(house: House, leaving: str) -> None:
    await house.subscribe(ANA)
    push = await house.push()
    await getattr(house.newsroom.subscribe, leaving)(person(ANA))
    await house.newsroom.deliver_pushes()
    assert await house.counts(push) == {DeliveryState.CANCELLED: 1}
    assert await house.received(ANA, SNOW) == 0


async def test_who_blocks_after_the_planning_gets_nothing(house: House) -> None:
    await house.subscribe(ANA)
    push = await house.push()
    await house.newsroom.subscribe.blocked(person(ANA).chat_id)
    await house.newsroom.deliver_pushes()
    assert await house.counts(push) == {DeliveryState.CANCELLED: 1}


@pytest.mark.parametrize("leaving", ["block", "deactivate"])
async def test_a_reader_who_cannot_be_reached_counts_as_blocked(house: House, leaving: str) -> None:
    await house.subscribe(ANA)
    push = await house.push()
    await getattr(house.telegram, leaving)(ANA)
    await house.newsroom.deliver_pushes()
    assert await house.counts(push) == {FAILED: 1}
    assert await house.standing(ANA) is Standing.BLOCKED


async def test_a_message_that_telegram_rejects_is_not_the_readers_fault(house: House) -> None:
    await house.subscribe(ANA)
    push = await house.push()
    await house.telegram.fault(400, description="Bad Request: can't parse entities")
    await house.newsroom.deliver_pushes()
    assert await house.counts(push) == {FAILED: 1}
    assert await house.standing(ANA) is Standing.ACTIVE


async def test_a_throttled_delivery_waits_as_long_as_telegram_asks(house: House) -> None:
    await house.subscribe(ANA)
    push = await house.push()
    await house.telegram.fault(429, retry_after=30)
    await house.round()
    house.clock.advance(seconds=29)
    await house.round()
    assert await house.counts(push) == {PENDING: 1}
    house.clock.advance(seconds=1)
    await house.round()
    assert await house.received(ANA, SNOW) == 1


async def test_a_throttled_reader_does_not_hold_up_the_others(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    await house.push()
    await house.telegram.fault(429, retry_after=30, chat=ANA)
    await house.round()
    assert await house.received(BORIS, SNOW) == 1


async def test_a_delivery_without_a_usable_answer_is_made_again_and_recorded_as_at_risk(
    house: House,
) -> None:
    await house.subscribe(ANA)
    push = await house.push()
    await house.telegram.fault(500)
    await house.round()
    assert (await house.counts(push), house.risks()) == ({PENDING: 1}, 1)
    house.clock.advance(seconds=10)
    await house.round()
    assert await house.counts(push) == {SENT: 1}


async def test_a_push_that_came_too_late_expires_instead_of_being_sent(house: House) -> None:
    await house.subscribe(ANA)
    push = await house.push()
    house.clock.advance(hours=13)
    await house.round()
    assert await house.counts(push) == {DeliveryState.EXPIRED: 1}
    assert await house.received(ANA, SNOW) == 0


async def test_deliveries_keep_the_carriers_pace(house: House) -> None:
    await house.subscribe(ANA, BORIS, CVETA)
    slow = await house.restarted(budgets=Budgets(4, house.clock.now()))
    await slow.push()
    await slow.newsroom.deliver_pushes()
    leaving = sorted(set(house.clock.slept))[1::2]
    assert leaving == pytest.approx([1.005, 1.256, 1.507], abs=0.001)
