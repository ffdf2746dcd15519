"""Planning: a push whose time has come becomes one delivery per reader of its edition."""

from bot.domain.deliveries import DeliveryState
from tests.usecases.house import ANA, BORIS, CVETA, EN, NEWS, House, person


async def test_readers_of_the_edition_are_planned_for(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    await house.subscribe(CVETA, language="mk")
    await house.publish(EN, NEWS)
    assert await house.newsroom.plan_pushes() == 2


async def test_who_paused_or_left_before_is_not_planned_for(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    await house.newsroom.subscribe.pause(person(ANA))
    await house.newsroom.subscribe.stop(person(BORIS))
    assert await house.counts(await house.push()) == {}


async def test_planning_twice_adds_nothing(house: House) -> None:
    await house.subscribe(ANA)
    push = await house.push()
    assert await house.newsroom.plan_pushes() == 0
    assert await house.counts(push) == {DeliveryState.PENDING: 1}


async def test_several_pushes_are_planned_together(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    await house.publish(EN, NEWS, type(NEWS)("fog", "Fog closes the airport"))
    assert await house.newsroom.plan_pushes() == 4
