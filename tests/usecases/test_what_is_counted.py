"""What happens is counted where it happens; `/metrics` only reads it."""

import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from bot.clock import SystemClock
from bot.domain.measures import (
    ATTEMPTS,
    DATABASE_ERRORS,
    POLLS,
    REQUEST_TIMES,
    REQUESTS,
    TROUBLES,
    UPDATES_RECEIVED,
    Measure,
    Times,
)
from bot.errors import DatabaseUnavailable
from bot.meter import meter
from bot.opening import build_gate
from tests.canaries import KEYS
from tests.usecases.house import ANA, MK, NEWS, House
from tests.usecases.web import Page

Counts = Counter[tuple[Measure, *tuple[str, ...]]]


def counts() -> Counts:
    """How often everything happened in this process so far."""
    return Counter(
        {
            (one.measure, *one.labels): int(
                sum(one.value.counts) if isinstance(one.value, Times) else one.value
            )
            for one in meter.figures()
        }
    )


async def test_a_push_is_counted_on_its_way_and_so_is_telegrams_answer(house: House) -> None:
    await house.subscribe(ANA)
    await house.push()
    before = counts()
    await house.round()
    since = counts() - before
    assert since[ATTEMPTS, "instant", "sent"] == 1
    assert since[REQUESTS, "sendMessage", "200"] == since[REQUEST_TIMES, "sendMessage"] == 1


async def test_telegrams_429_is_counted(house: House) -> None:
    await house.subscribe(ANA)
    await house.push()
    await house.telegram.fault(429, chat=ANA, retry_after=5)
    before = counts()
    await house.round()
    since = counts() - before
    assert (since[ATTEMPTS, "instant", "throttled"], since[REQUESTS, "sendMessage", "429"]) == (1, 1)


async def test_looks_at_feeds_are_counted_by_how_they_ended(house: House) -> None:
    before = counts()
    await house.publish(MK, NEWS)
    house.web.put("/mk/feed", Page(b"busy", 503))
    await house.poll()
    since = counts() - before
    assert since[POLLS, "read"] >= 1
    assert since[POLLS, "failed"] >= 1
    assert since[TROUBLES, "feed_failed"] == since[POLLS, "failed"]


async def test_updates_are_counted_once_when_they_came_twice(house: House) -> None:
    gate = build_gate(
        KEYS, None, open_store=house.world.open_store, clock=SystemClock(), is_active=lambda: True,
        arrived=lambda _: None,
    )  # fmt: skip
    before = counts()
    for _ in range(2):
        await gate.receive_update({"update_id": 7})
    since = counts() - before
    assert since[UPDATES_RECEIVED, "webhook"] == 1


async def test_a_database_that_refuses_is_counted(house: House) -> None:
    with closing(sqlite3.connect(house.database)) as connection:
        connection.execute("ALTER TABLE inbox RENAME TO lost")
    before = counts()
    with pytest.raises(DatabaseUnavailable):
        async with house.world.open_store() as store:
            await store.inbox.waiting()
    since = counts() - before
    assert (since[DATABASE_ERRORS,], since[TROUBLES, "database_away"]) == (1, 1)
