"""Figures for admins, from the newsroom's own records."""

from bot.domain.deliveries import DeliveryState, Reason, Tally
from bot.domain.subscribers import Standing
from tests.usecases.house import ANA, BORIS, CVETA, ELENA, House, person


async def test_subscribers_are_counted_by_standing(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    await house.newsroom.subscribe.pause(person(BORIS))
    statistics = await house.newsroom.report_statistics()
    assert statistics.standings == {Standing.ACTIVE: 1, Standing.PAUSED: 1}


async def test_joins_and_leaves_are_counted_per_day(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    house.clock.advance(days=1)
    await house.newsroom.subscribe.stop(person(ANA))
    days = (await house.newsroom.report_statistics()).days
    assert [(one.joined, one.left, one.blocked) for one in days] == [(2, 0, 0), (0, 1, 0)]


async def test_only_the_last_week_is_told(house: House) -> None:
    await house.subscribe(ANA)
    house.clock.advance(days=8)
    assert (await house.newsroom.report_statistics()).days == ()


async def test_pushes_are_told_with_what_became_of_them(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    await house.telegram.block(BORIS)
    await house.push()
    await house.round()
    (tally,) = (await house.newsroom.report_statistics()).pushes
    assert tally.tally == Tally(2, {(DeliveryState.SENT, None): 1, (DeliveryState.FAILED, Reason.BLOCKED): 1})
    assert (tally.headline, tally.tally.lost) == ("Snow closes roads", 1)


async def test_subscribers_are_counted_by_the_links_they_came_by(house: House) -> None:
    for reader, source in ((ANA, "qr_kiosk"), (BORIS, "qr_kiosk"), (CVETA, "site_home"), (ELENA, None)):
        await house.newsroom.subscribe(person(reader), source=source)
    assert (await house.newsroom.report_statistics()).sources == (("qr_kiosk", 2), ("site_home", 1))
