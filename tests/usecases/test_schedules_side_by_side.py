"""Several processes that tick at once, and clocks that jump, on a real database: each slot is used once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from bot.domain.schedules import SlotState
from bot.ports import OpenStore, Store
from storage.database import Database, connect
from tests.canaries import capture_logs
from tests.usecases.house import HandClock
from tests.usecases.videos import keeper, plan, publish, pushes, slots


def late(open_store: OpenStore, meanwhile: Callable[[], Awaitable[None]]) -> OpenStore:
    """Transactions of which the second begins after `meanwhile`: who looked first and acts last."""
    opened = count(1)

    @asynccontextmanager
    async def open_late() -> AsyncIterator[Store]:
        if next(opened) == 2:
            await meanwhile()
        async with open_store() as store:
            yield store

    return open_late


@pytest.mark.parametrize(("hours", "first_does"), [(9, "slot_used"), (22, "slot_expired")])
async def test_who_looks_at_the_same_time_and_acts_second_does_nothing(
    database: Database, clock: HandClock, hours: int, first_does: str
) -> None:
    first = keeper(database.open_store, clock)
    await first.enrol()
    articles = [await publish(database.open_store, clock) for _ in range(2)]
    clock.advance(hours=hours)
    with capture_logs() as logs:
        await keeper(late(database.open_store, first), clock)()
    assert [one["event"] for one in logs] == [first_does]
    sent = [push for one in articles for push in await pushes(database.open_store, one)]
    assert len(sent) == (first_does == "slot_used")


async def test_processes_that_tick_at_once_send_one_video_a_day(postgres_url: str, clock: HandClock) -> None:
    async with connect(postgres_url) as one, connect(postgres_url) as two, connect(postgres_url) as three:
        processes = [keeper(each.open_store, clock) for each in (one, two, three)]
        await processes[0].enrol()
        clock.advance(hours=9)
        articles = []
        for _ in range(10):
            articles += [await publish(one.open_store, clock) for _ in range(3)]
            await asyncio.gather(*(process() for process in processes * 2))
            clock.advance(days=1)
        sent = [push for each in articles for push in await pushes(one.open_store, each)]
        assert len(sent) == 10
        assert len({push.due_at for push in sent}) == 10


@pytest.mark.parametrize(
    ("zone", "at", "change"),
    [
        ("Europe/Skopje", time(2, 30), "2026-03-29T01:00"),
        ("Europe/Skopje", time(2, 30), "2026-10-25T01:00"),
        ("America/Nuuk", time(23, 30), "2026-03-29T01:00"),
        ("Australia/Lord_Howe", time(2, 15), "2026-10-03T15:30"),
    ],
)
@pytest.mark.parametrize("jump", [1, -1, 24, -24])
async def test_a_jumping_clock_around_a_change_of_the_clocks_sends_one_video_a_day(
    open_store: OpenStore, zone: str, at: time, change: str, jump: int
) -> None:
    changes_at = datetime.fromisoformat(change).replace(tzinfo=UTC)
    clock = HandClock(changes_at - timedelta(hours=54))
    planned = plan(at=at, zone=ZoneInfo(zone))
    keep = keeper(open_store, clock, planned)
    await keep.enrol()
    articles = []
    for hour in range(0, 108, 6):
        clock.advance(hours=6 + {54: jump, 60: -jump}.get(hour, 0))
        articles.append(await publish(open_store, clock))
        await keep()
    used = await slots(open_store, clock, planned)
    assert list(used.values()) == [SlotState.USED] * 5
    sent = [push for one in articles for push in await pushes(open_store, one)]
    assert len({push.due_at for push in sent}) == len(sent) == 5
