"""What a membership does to asking: members are left alone, and what they are told counts as being asked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.appeals import AppealRules, Rest, WhyNot
from bot.domain.ids import ChatId, UserId
from bot.domain.stars import PERIOD, Kind, Payment
from tests.usecases.house import ANA, House, person
from tests.usecases.test_members import ENDS, REFERENCES, SOON, TODAY, becomes, claim, office, told


@pytest.fixture
async def house(new_house: House) -> House:
    """A paper that asks readers; Ana reads it."""
    paper = replace(new_house.world.paper, appeals=AppealRules())
    house = await new_house.restarted(paper=paper, references=REFERENCES)
    await house.subscribe(ANA)
    return house


async def reasons(house: House) -> list[WhyNot]:
    """Why Ana is not asked now."""
    return [one.why for one in (await office(house).explain_appeal(ChatId(ANA))).objections]


async def test_while_appeals_are_off_the_end_is_not_told(house: House) -> None:
    await becomes(house, until=SOON)
    await house.newsroom.pause_appeals.begin(person(1))
    await house.newsroom.remind_members()
    assert await house.received(ANA, ENDS) == 0
    await house.newsroom.pause_appeals.end(person(1))
    await house.newsroom.remind_members()
    assert await house.received(ANA, ENDS) == 1


async def test_who_was_told_of_the_end_is_not_asked_soon_after_it(house: House) -> None:
    await becomes(house, until=SOON)
    await house.newsroom.remind_members()
    house.clock.advance(days=8)
    now = await reasons(house)
    assert (WhyNot.RECENT in now, WhyNot.CONFIRMED in now) == (True, False)


async def test_what_the_page_says_takes_the_place_of_what_a_reader_said(house: House) -> None:
    await house.newsroom.appeal_to_readers.rest(person(ANA), Rest.MEMBER, "")
    await told(house, claim(until=TODAY + timedelta(days=30)))
    house.clock.advance(days=31)
    assert not {WhyNot.MEMBER, WhyNot.CONFIRMED} & set(await reasons(house))


async def test_members_are_never_asked_for_support(house: House) -> None:
    await told(house, claim())
    assert WhyNot.CONFIRMED in await reasons(house)
    house.clock.advance(days=366)
    assert WhyNot.CONFIRMED not in await reasons(house)


async def test_who_gives_stars_is_offered_no_reminder_in_that_time(house: House) -> None:
    now = house.clock.now()
    assert (await house.newsroom.show_support(person(ANA))).may_remind
    async with house.world.open_store() as store:
        await store.stars.book(
            Payment(
                charge_id="charge",
                payer=UserId(ANA),
                kind=Kind.ONCE,
                amount=50,
                invoice="invoice",
                at=now,
                until=now + PERIOD,
            )
        )
    assert not (await house.newsroom.show_support(person(ANA))).may_remind
    house.clock.advance(days=30)
    assert (await house.newsroom.show_support(person(ANA))).may_remind
