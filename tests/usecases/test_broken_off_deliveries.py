"""Deliveries that a stop, a crash or a lost network broke off: all are made, none is forgotten."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest

from bot.courier import Courier
from bot.delivery_ports import Beat, Beaten, Ledger
from bot.domain.articles import Image
from bot.domain.deliveries import DeliveryState, Outcome, Sent
from bot.domain.ids import ChatId, MessageId, ThreadId
from bot.domain.pushes import Card
from bot.errors import LeaseLost
from bot.rate import Budgets
from bot.sandbox import Sandbox, serve
from bot.telegram_http import build_bot
from bot.usecases.deliver_pushes import DeliverPushes
from tests.usecases.house import ANA, BORIS, EVERYBODY, TOKEN, House, editor, person

SENT, PENDING = DeliveryState.SENT, DeliveryState.PENDING
SNOW = "Snow closes roads"


def two_at_a_time(house: House) -> DeliverPushes:
    """Deliveries of this house in chunks of two."""
    world = house.world
    return DeliverPushes(
        ledger=world.ledger,
        courier=world.courier,
        clock=world.clock,
        budgets=world.budgets,
        make_digests=house.newsroom.make_digests,
        concurrency=2,
    )


@pytest.fixture
async def out_of_reach(house: House) -> AsyncIterator[Courier]:
    """A courier whose Telegram stopped after they had met."""
    async with serve(Sandbox().app) as address:
        bot = build_bot(TOKEN, address)
        await bot.initialize()
    yield Courier(bot.wire)
    await bot.shutdown()


async def test_a_push_waits_for_a_telegram_that_is_out_of_reach(house: House, out_of_reach: Courier) -> None:
    await house.subscribe(ANA)
    push = await house.push()
    await (await house.restarted(courier=out_of_reach)).round()
    assert (await house.counts(push), house.risks()) == ({PENDING: 1}, 0)
    house.clock.advance(seconds=10)
    await (await house.restarted()).round()
    assert await house.received(ANA, SNOW) == 1


async def test_stop_lets_what_is_under_way_end_and_gives_the_rest_back(house: House) -> None:
    await house.subscribe(*EVERYBODY)
    push = await house.push()
    deliver = two_at_a_time(house)

    async def stop() -> None:
        deliver.stop()

    house.clock.meanwhile = stop
    await deliver()
    assert await house.counts(push) == {SENT: 1, PENDING: 4}


async def test_the_next_process_makes_what_was_given_back(house: House) -> None:
    await house.subscribe(*EVERYBODY)
    push = await house.push()
    house.newsroom.deliver_pushes.stop()
    await house.newsroom.deliver_pushes()
    assert await house.counts(push) == {PENDING: 5}
    await (await house.restarted()).round()
    assert await house.counts(push) == {SENT: 5}


@pytest.fixture
async def crashed(house: House) -> House:
    """A house whose last process died between recording an intent and its answer."""
    await house.subscribe(ANA)
    await house.push()
    now = house.clock.now()
    beaten = await house.world.ledger.beat(Beat(claim=10), now)
    await house.world.ledger.beat(Beat(intend=beaten.claimed), now)
    return house


async def test_an_intent_that_a_crash_left_unanswered_is_made_again(crashed: House) -> None:
    await (await crashed.restarted()).newsroom.deliver_pushes()
    assert await crashed.received(ANA, SNOW) == 1


async def test_it_is_recorded_as_at_risk(crashed: House) -> None:
    await (await crashed.restarted()).newsroom.deliver_pushes()
    assert crashed.risks() == 1


async def test_a_claim_that_a_crash_left_is_no_risk(house: House) -> None:
    await house.subscribe(ANA)
    await house.push()
    await house.world.ledger.beat(Beat(claim=10), house.clock.now())
    await (await house.restarted()).newsroom.deliver_pushes()
    assert (await house.received(ANA, SNOW), house.risks()) == (1, 0)


async def test_what_another_process_took_meanwhile_is_left_to_it(house: House) -> None:
    """Another process thinks us dead while we wait for our turn."""
    await house.subscribe(ANA)
    house = await house.restarted(budgets=Budgets(30, house.clock.now()))
    push = await house.push()

    async def think_us_dead() -> None:
        other = await house.lead("another process")
        await other.recover(house.clock.now())
        await other.beat(Beat(claim=10), house.clock.now())

    house.clock.meanwhile = think_us_dead
    with pytest.raises(LeaseLost):
        await house.newsroom.deliver_pushes()
    assert await house.counts(push) == {DeliveryState.CLAIMED: 1}
    assert await house.received(ANA, SNOW) == 0


async def test_who_was_stopped_after_recording_an_intent_sends_nothing_when_it_goes_on(house: House) -> None:
    """Another process took over meanwhile, and it is theirs to send or to ask."""
    await house.subscribe(ANA)
    house = await house.restarted(budgets=Budgets(30, house.clock.now()))
    push = await house.push()

    async def hang() -> None:
        other = await house.lead("another process")
        await other.recover(house.clock.now())
        house.clock.advance(seconds=12)

    async def record() -> None:
        house.clock.meanwhile = hang

    house.clock.meanwhile = record
    with pytest.raises(LeaseLost):
        await house.newsroom.deliver_pushes()
    assert await house.counts(push) == {PENDING: 1}
    assert (await house.received(ANA, SNOW), house.risks()) == (0, 1)


class Hanging(Courier):
    """Its process is stopped for a while during the first message."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.asked: list[ChatId] = []

    async def send(
        self,
        chat_id: ChatId,
        card: Card,
        thread_id: ThreadId | None = None,
        reply_to: MessageId | None = None,
    ) -> Outcome:
        """Take it; what comes next comes late."""
        self.asked.append(chat_id)
        self._house.clock.advance(seconds=12)
        return Sent(MessageId(len(self.asked)))


async def test_who_was_stopped_in_the_middle_of_a_batch_begins_with_nothing_more_of_it(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    push = await house.push()
    house.world.budgets.reserve(1, house.clock.now())
    house.clock.advance(seconds=0.1)  # for which a broadcast may catch up: both leave together
    hanging = Hanging(house)
    house = await house.restarted(courier=hanging)
    await house.newsroom.deliver_pushes()
    assert len(hanging.asked) == 1
    assert await house.counts(push) == {SENT: 1, PENDING: 1}
    assert house.risks() == 0


async def test_a_run_that_failed_is_cleaned_up_by_the_next_one(house: House) -> None:
    await house.subscribe(ANA)
    push = await house.push()

    async def lose_the_network() -> None:
        raise OSError("the machine ran out of sockets")

    house.clock.meanwhile = lose_the_network
    with pytest.raises(ExceptionGroup):
        await house.newsroom.deliver_pushes()
    house.clock.advance(seconds=2)
    await house.newsroom.deliver_pushes()
    assert await house.counts(push) == {SENT: 1}


async def test_who_stops_while_a_message_waits_for_its_turn_does_not_get_it(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    house = await house.restarted(budgets=Budgets(30, house.clock.now()))
    push = await house.push()
    house.clock.meanwhile = lambda: house.newsroom.subscribe.stop(person(ANA))
    await house.newsroom.deliver_pushes()
    assert [await house.received(one, SNOW) for one in (ANA, BORIS)] == [0, 1]
    assert await house.counts(push) == {SENT: 1, DeliveryState.CANCELLED: 1}


async def test_a_push_that_is_paused_as_its_picture_leaves_goes_on_when_resumed(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    house = await house.restarted(budgets=Budgets(30, house.clock.now()))
    push = await house.push(image=Image(f"{house.web.address}/snow.jpg"))
    house.clock.meanwhile = lambda: house.newsroom.steer_push.pause(push, editor())
    await house.newsroom.deliver_pushes()
    assert await house.counts(push) == {PENDING: 2}
    house.clock.advance(seconds=2)
    await house.newsroom.steer_push.resume(push, editor())
    await house.newsroom.deliver_pushes()
    assert await house.counts(push) == {SENT: 2}


async def test_what_is_ready_too_late_leaves_its_place_to_the_answers_promised_meanwhile(
    house: House,
) -> None:
    await house.subscribe(ANA)
    budgets = Budgets(1, house.clock.now())
    house = await house.restarted(budgets=budgets)
    push = await house.push()

    async def answer_and_dawdle() -> None:
        assert budgets.take(ChatId(BORIS), house.clock.now()).total_seconds() == pytest.approx(2.010)
        house.clock.advance(seconds=1.5)

    house.clock.meanwhile = answer_and_dawdle
    await house.newsroom.deliver_pushes()
    assert await house.counts(push) == {SENT: 1}
    assert house.clock.slept[-1] == pytest.approx(3.015 - 1.5)


class Watched:
    """A ledger, and how often it was told what became of each reader's delivery."""

    def __init__(self, ledger: Ledger) -> None:
        self.told: Counter[int] = Counter()
        self._ledger = ledger

    def __getattr__(self, step: str) -> Any:
        return getattr(self._ledger, step)

    async def beat(self, beat: Beat, now: datetime) -> Beaten:
        """Count, and pass on."""
        self.told.update(one.subscriber_id for one in beat.settlements)
        return await self._ledger.beat(beat, now)


async def test_what_is_claimed_anew_while_it_is_held_is_made_once(house: House) -> None:
    """A pause and *Go on* give back what is claimed; a second copy of it would put the first one off."""
    await house.subscribe(*EVERYBODY)
    push = await house.push()
    watched = Watched(house.world.ledger)

    async def pause_and_resume_once_one_is_sent() -> None:
        if SENT in await house.counts(push):
            await house.newsroom.steer_push.pause(push, editor())
            await house.newsroom.steer_push.resume(push, editor())
        else:
            house.clock.meanwhile = pause_and_resume_once_one_is_sent

    house.clock.meanwhile = pause_and_resume_once_one_is_sent
    world = house.world
    deliver = DeliverPushes(
        ledger=watched,
        courier=world.courier,
        clock=world.clock,
        budgets=world.budgets,
        make_digests=house.newsroom.make_digests,
        concurrency=1,
        ahead=4,
    )
    await deliver()
    assert set(watched.told.values()) == {1}
    house.clock.advance(seconds=2)
    await deliver()
    assert await house.counts(push) == {SENT: 5}
