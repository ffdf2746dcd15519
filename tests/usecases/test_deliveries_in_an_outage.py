"""Deliveries while the database is away: nothing leaves that is not on record, and no outcome is lost."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from bot.domain.deliveries import DeliveryState
from bot.rate import Budgets
from tests.usecases.house import ANA, House

SENT, PENDING = DeliveryState.SENT, DeliveryState.PENDING
SNOW = "Snow closes roads"


@pytest.fixture
async def subscribed(house: House) -> House:
    """A house with a reader, whose deliveries wait for their moment."""
    await house.subscribe(ANA)
    return await house.restarted(budgets=Budgets(30, house.clock.now()))


def rename(house: House, before: str, after: str) -> None:
    """Take the ledger's lease away, or bring it back."""
    with closing(sqlite3.connect(house.database)) as connection:
        connection.execute(f"ALTER TABLE {before} RENAME TO {after}")


async def is_back(house: House) -> None:
    """The database can be used again."""
    await asyncio.to_thread(rename, house, "away", "leases")


async def goes(house: House) -> None:
    """The database goes, until somebody waits for it."""
    await asyncio.to_thread(rename, house, "leases", "away")
    house.clock.meanwhile = lambda: is_back(house)


async def test_what_could_not_be_recorded_is_sent_when_the_database_is_back(subscribed: House) -> None:
    push = await subscribed.push()
    subscribed.clock.meanwhile = lambda: goes(subscribed)
    await subscribed.newsroom.deliver_pushes()
    assert await subscribed.counts(push) == {PENDING: 1}
    subscribed.clock.advance(seconds=3)
    await subscribed.newsroom.deliver_pushes()
    assert (await subscribed.received(ANA, SNOW), subscribed.risks()) == (1, 0)


async def test_an_outcome_that_comes_meanwhile_is_kept(subscribed: House) -> None:
    push = await subscribed.push()

    async def record() -> None:
        subscribed.clock.meanwhile = lambda: goes(subscribed)

    subscribed.clock.meanwhile = record
    await subscribed.newsroom.deliver_pushes()
    assert await subscribed.counts(push) == {SENT: 1}
    assert (await subscribed.received(ANA, SNOW), subscribed.risks()) == (1, 0)
