"""The desk hears of a push that needs an editor: once, with buttons, and the first decision stands."""

from dataclasses import replace

import pytest

from bot.delivery_ports import Beat
from bot.domain.deliveries import DeliveryState, Settlement, Verdict
from bot.domain.ids import ChatId, PushId
from bot.domain.pushes import PushState
from tests.canaries import GORAN
from tests.usecases.house import ANA, BORIS, ELENA, FILIP, House, editor

SNOW = "Snow closes roads"
UNSURE, SENT, PENDING = DeliveryState.UNKNOWN, DeliveryState.SENT, DeliveryState.PENDING


async def unsure(house: House) -> PushId:
    """A push to two readers of which nobody knows whether it arrived."""
    await house.subscribe(ANA, BORIS)
    push = await house.push()
    ledger, now = house.world.ledger, house.clock.now()
    claimed = (await ledger.beat(Beat(claim=9), now)).claimed
    await ledger.beat(Beat(intend=claimed), now)
    lost = [
        Settlement(push_id=push, subscriber_id=one.subscriber_id, state=UNSURE, detail="cut off")
        for one in claimed
    ]
    await ledger.beat(Beat(settlements=lost), now)
    return push


async def test_every_editor_hears_of_unknown_deliveries_once(house: House) -> None:
    await unsure(house)
    for _ in range(2):
        await house.newsroom.show_trouble()
    assert [await house.received(one, "2") for one in (ELENA, FILIP)] == [1, 1]
    assert len(await house.labels(ELENA, SNOW)) == 3


async def test_it_comes_after_a_restart_too(house: House) -> None:
    await unsure(house)
    await (await house.restarted()).newsroom.show_trouble()
    assert await house.received(ELENA, SNOW) == 1


@pytest.mark.parametrize(
    ("verdict", "state"), [(Verdict.RESEND, PENDING), (Verdict.ARRIVED, SENT), (Verdict.LEAVE, UNSURE)]
)
async def test_the_first_verdict_stands(house: House, verdict: Verdict, state: DeliveryState) -> None:
    push = await unsure(house)
    assert await house.newsroom.settle_unknown(push, verdict, editor()) is not None
    assert await house.newsroom.settle_unknown(push, Verdict.ARRIVED, editor()) is None
    assert await house.counts(push) == {state: 2}


async def test_the_verdict_stands_under_the_other_editors_notice(house: House) -> None:
    push = await unsure(house)
    await house.newsroom.show_trouble()
    places = await house.newsroom.settle_unknown(push, Verdict.LEAVE, editor())
    assert places is not None
    await house.newsroom.show_trouble.verdict(places, "settled.leave", "Elena", besides=ChatId(ELENA))
    (label,) = await house.labels(FILIP, SNOW)
    assert "Elena" in label


async def test_a_chat_that_cannot_be_reached_is_told_once_it_can(house: House) -> None:
    await unsure(house)
    await house.telegram.person(GORAN, "Goran")
    desk = await house.restarted(paper=replace(house.world.paper, desk=(ChatId(GORAN),)))
    await desk.newsroom.show_trouble()
    await desk.telegram.type(GORAN, "/start")
    await desk.newsroom.show_trouble()
    assert await desk.received(GORAN, SNOW) == 0
    await desk.newsroom.show_trouble.reach_again(ChatId(GORAN))
    await desk.newsroom.show_trouble()
    assert await desk.received(GORAN, SNOW) == 1


async def test_a_notice_that_telegram_did_not_take_comes_a_minute_later(house: House) -> None:
    await unsure(house)
    await house.telegram.fault(500, chat=ELENA)
    for _ in range(2):
        await house.newsroom.show_trouble()
    assert await house.received(ELENA, SNOW) == 0
    house.clock.advance(minutes=1)
    await house.newsroom.show_trouble()
    assert await house.received(ELENA, SNOW) == 1


async def test_a_push_is_paused_and_goes_on_once(house: House) -> None:
    await house.subscribe(ANA)
    push = await house.push()
    steer = house.newsroom.steer_push
    assert [await steer.pause(push, editor()), await steer.pause(push, editor())] == [True, False]
    assert [await steer.resume(push, editor()), await steer.resume(push, editor())] == [[], None]
    await house.newsroom.deliver_pushes()
    assert await house.counts(push) == {SENT: 1}


async def test_a_push_is_cancelled_once(house: House) -> None:
    await house.subscribe(ANA)
    push = await house.push()
    steer = house.newsroom.steer_push
    assert [await steer.cancel(push, editor()), await steer.cancel(push, editor())] == [[], None]
    assert [one.state for one in await house.pushes("snow")] == [PushState.CANCELLED]
