"""After ninety days who got what is forgotten, how many stays; once a day by itself, a little at a time."""

from datetime import timedelta

import pytest

from bot.domain.deliveries import DeliveryState
from bot.domain.ids import ChatId, PushId
from bot.domain.moments import Moment
from bot.domain.origins import OfArticle
from bot.errors import UsageError
from bot.usecases.prune import Prune
from tests.usecases.house import ANA, BORIS, CVETA, House, editor

PUSH = PushId(1)


@pytest.fixture
async def old(house: House) -> House:
    """Two had the news ninety days and a little ago; Cveta came later, and asked something."""
    await house.subscribe(ANA, BORIS)
    await house.push()
    await house.round()
    await house.newsroom.deliver_pushes()
    await house.subscribe(CVETA)
    async with house.world.open_store() as store:
        await store.questions.note(ChatId(CVETA), "When will it snow?", house.clock.now())
    house.clock.advance(days=90, minutes=5)
    return house


async def sent(house: House) -> int:
    """How many of the push's deliveries are counted as sent."""
    async with house.world.open_store() as store:
        tally = await store.pushes.progress(PUSH)
    assert tally
    return tally.of(DeliveryState.SENT)


async def test_deliveries_go_and_their_counts_stay(old: House) -> None:
    done = await old.newsroom.prune()
    assert (done.pushes, done.deliveries, done.questions) == (1, 2, 1)
    assert (await old.counts(PUSH), await sent(old)) == ({}, 2)


async def test_what_is_younger_stays(old: House) -> None:
    old.clock.advance(days=-1)
    done = await old.newsroom.prune()
    assert (done.pushes, done.deliveries) == (0, 0)
    assert await old.counts(PUSH) == {DeliveryState.SENT: 2}


async def test_many_go_in_more_than_one_transaction_with_a_breath_between(old: House) -> None:
    told: list[int] = []
    prune = Prune(open_store=old.world.open_store, paper=old.newsroom.paper, clock=old.clock, at_once=1)
    done = await prune(told.append)
    assert (done.deliveries, sum(told), len(old.clock.slept) >= 2) == (2, 3, True)


async def test_it_is_done_once_a_day(old: House) -> None:
    await old.newsroom.prune.daily()
    await old.push("Fog", "fog")
    await old.round()
    old.clock.advance(hours=23)
    await old.newsroom.prune.daily()
    async with old.world.open_store() as store:
        assert await store.moments.last(Moment.PRUNE) == old.clock.now() - timedelta(hours=23)
    old.clock.advance(hours=2)
    await old.newsroom.prune.daily()
    async with old.world.open_store() as store:
        assert await store.moments.last(Moment.PRUNE) == old.clock.now()


async def test_of_a_push_that_is_only_counted_nobody_missed_one(old: House) -> None:
    """Otherwise everybody would get the article of a quarter of a year ago."""
    article = (await old.article("snow")).id
    await old.newsroom.prune()
    with pytest.raises(UsageError):
        await old.newsroom.handle_copies.ask_missed(OfArticle(article), editor())


async def test_pruning_again_finds_nothing(old: House) -> None:
    await old.newsroom.prune()
    done = await old.newsroom.prune()
    assert (done.pushes, done.deliveries, done.questions) == (0, 0, 0)
