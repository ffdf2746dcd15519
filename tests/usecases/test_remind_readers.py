"""Reminders reach who wanted them, once, at a time when they want to hear from us."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.appeals import AppealRules, History, Rest
from bot.domain.ids import ChatId
from bot.domain.preferences import QuietHours
from bot.rate import Budgets
from tests.usecases.house import ANA, House, person

READER = ChatId(ANA)
REMINDER = "You asked us to remind you"
RULES = AppealRules(newcomers=timedelta(0))


@pytest.fixture
async def reminding(house: House) -> House:
    """A paper that asks, and Ana, who wants to be reminded by now."""
    house = await house.restarted(paper=replace(house.world.paper, appeals=RULES))
    await house.subscribe(ANA)
    await keep(house, History(rest=Rest.LATER, rests_until=house.clock.now()))
    return house


async def keep(house: House, history: History) -> None:
    """From now on this is kept of Ana."""
    async with house.world.open_store() as store:
        await store.appeals.keep(READER, history)


async def kept(house: House) -> History | None:
    """What is kept of Ana."""
    async with house.world.open_store() as store:
        return await store.appeals.of(READER)


async def test_a_paper_that_asks_nobody_reminds_nobody(reminding: House) -> None:
    silent = await reminding.restarted(paper=replace(reminding.world.paper, appeals=None))
    await silent.newsroom.remind_readers()
    assert await silent.received(ANA, REMINDER) == 0


async def test_while_appeals_are_off_it_waits(reminding: House) -> None:
    await reminding.newsroom.pause_appeals.begin(person(1))
    await reminding.newsroom.remind_readers()
    assert await reminding.received(ANA, REMINDER) == 0
    await reminding.newsroom.pause_appeals.end(person(1))
    await reminding.newsroom.remind_readers()
    assert await reminding.received(ANA, REMINDER) == 1


async def test_in_quiet_hours_and_in_a_pause_it_waits(reminding: House) -> None:
    quiet = replace(reminding.world.paper.preferences, quiet=QuietHours(start=time(9), end=time(12)))
    subscriber = await reminding.newsroom.subscribe.of(person(ANA))
    assert subscriber
    async with reminding.world.open_store() as store:
        await store.preferences.keep(subscriber.id, quiet)
    await reminding.newsroom.remind_readers()
    assert await reminding.received(ANA, REMINDER) == 0
    await reminding.newsroom.subscribe.pause(person(ANA))
    reminding.clock.advance(hours=3)
    await reminding.newsroom.remind_readers()
    assert await reminding.received(ANA, REMINDER) == 0
    await reminding.newsroom.subscribe.resume(person(ANA))
    reminding.clock.advance(days=1, hours=3)
    await reminding.newsroom.remind_readers()
    assert await reminding.received(ANA, REMINDER) == 1


async def test_who_has_left_is_not_reminded(reminding: House) -> None:
    await reminding.newsroom.subscribe.stop(person(ANA))
    await reminding.newsroom.remind_readers()
    assert await reminding.received(ANA, REMINDER) == 0
    assert await kept(reminding) == History()


async def test_what_telegram_did_not_take_is_owed_again(reminding: House) -> None:
    await reminding.telegram.fault(429, method="sendMessage", chat=ANA, retry_after=30)
    await reminding.newsroom.remind_readers()
    await reminding.newsroom.remind_readers()
    await reminding.newsroom.remind_readers()
    assert await reminding.received(ANA, REMINDER) == 1


async def test_what_they_say_while_it_is_on_its_way_stands(reminding: House) -> None:
    never = History(rest=Rest.NEVER)
    # After a start the first message waits a moment.
    busy = await reminding.restarted(budgets=Budgets(1_000, reminding.clock.now()))

    async def say_never() -> None:
        await keep(reminding, never)

    reminding.clock.meanwhile = say_never
    await reminding.telegram.fault(429, method="sendMessage", chat=ANA, retry_after=30)
    await busy.newsroom.remind_readers()
    assert await kept(reminding) == never
