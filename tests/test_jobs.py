"""Ticks: every use case again and again, whatever one of them does, and an end that waits for what runs."""
# ruff: noqa: F811 - fixtures that another package shares

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import SystemClock
from bot.domain.deliveries import DeliveryState
from bot.domain.measures import TICKS
from bot.jobs import JOBS, SteadyJobs, Ticker
from bot.meter import meter
from tests.canaries import capture_logs
from tests.usecases.conftest import clock, house, new_house, telegram, town, web, world  # noqa: F401
from tests.usecases.house import ANA, ELENA, EN, MK, NEWS, House
from tests.usecases.web import Item, rss

FOG = Item("fog", "Fog closes the airport")


@pytest.fixture
async def ticker(house: House) -> AsyncIterator[Ticker]:
    """A ticker that is stopped in the end."""
    ticker = Ticker(house.newsroom)
    yield ticker
    await ticker.stop(5)


def rename(house: House, before: str, after: str) -> None:
    """Take a table away, or bring it back."""
    with closing(sqlite3.connect(house.database)) as connection:
        connection.execute(f"ALTER TABLE {before} RENAME TO {after}")


def publish(house: House, edition: str) -> None:
    """News that the next tick of the poller will find."""
    house.web.put(f"/{edition}/feed", rss(house.web.address, NEWS))
    house.clock.advance(days=1)


async def test_ticks_carry_news_from_the_feed_to_the_phone(house: House, ticker: Ticker) -> None:
    await house.subscribe(ANA)
    publish(house, EN)
    ticker.start()
    await house.telegram.wait_for(ANA, NEWS.title)
    assert {"poll_feeds", "deliver_pushes"} <= {
        *(one.labels[0] for one in meter.figures() if one.measure is TICKS)
    }


async def test_a_tick_that_fails_stops_no_other_and_comes_again(house: House, ticker: Ticker) -> None:
    """Without its table the desk cannot be shown anything; the readers' push comes all the same."""
    await house.subscribe(ANA)
    await house.publish(MK, FOG)
    await asyncio.to_thread(rename, house, "review_messages", "away")
    publish(house, EN)
    ticker.start()
    await house.telegram.wait_for(ANA, NEWS.title)
    await asyncio.to_thread(rename, house, "away", "review_messages")
    await house.telegram.wait_for(ELENA, FOG.title)


async def test_a_database_that_is_away_is_told_once_and_not_by_every_tick(
    house: House, ticker: Ticker
) -> None:
    """Without its table the poller fails as a group of feeds; the readers' push comes all the same."""
    await house.subscribe(ANA)
    await house.push()
    await asyncio.to_thread(rename, house, "feeds", "away")
    with capture_logs() as logs:
        ticker.start()
        await house.telegram.wait_for(ANA, "Snow closes roads")
    events = [one["event"] for one in logs]
    assert (events.count("database_away"), events.count("tick_failed")) == (1, 0)


async def test_a_ticker_is_dead_when_it_is_to_tick_and_does_not(house: House, ticker: Ticker) -> None:
    assert ticker.is_alive(within=0)  # nobody has started it
    await house.subscribe(ANA)
    await house.push()
    ticker.start()
    await house.telegram.wait_for(ANA, "Snow closes roads")
    assert ticker.is_alive()
    assert not ticker.is_alive(within=0)
    await ticker.stop(5)
    assert ticker.is_alive(within=0)


async def test_stop_waits_for_what_runs(house: House, ticker: Ticker) -> None:
    await house.subscribe(ANA)
    push = await house.push()
    under_way, go_on = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        under_way.set()
        await go_on.wait()

    house.clock.meanwhile = hold
    ticker.start()
    await under_way.wait()
    asyncio.get_running_loop().call_later(0.2, go_on.set)
    await ticker.stop(5)
    assert await house.counts(push) == {DeliveryState.SENT: 1}


async def test_stop_does_not_wait_for_ever(house: House, ticker: Ticker) -> None:
    await house.subscribe(ANA)
    await house.push()
    under_way = asyncio.Event()

    async def hang() -> None:
        under_way.set()
        await asyncio.Event().wait()

    house.clock.meanwhile = hang
    ticker.start()
    await under_way.wait()
    async with asyncio.timeout(2):
        await ticker.stop(0.1)


async def test_a_ticker_that_was_stopped_does_not_start(house: House, ticker: Ticker) -> None:
    await house.subscribe(ANA)
    publish(house, EN)
    await ticker.stop(1)
    ticker.start()
    await house.telegram.type(ANA, "still nothing?")
    assert await house.received(ANA, NEWS.title) == 0


def test_what_people_wait_for_is_ticked_at_least_once_a_second() -> None:
    unhurried = {
        "read_pages_again": 10,
        "tell_admins": 5,
        "watch_health": 15,
        "tell_keepers": 5,
        "remind_readers": 60,
        "keep_schedules": 5,
        "keep_hub_orders": 10,
        "keep_statistics": 30,
        "remind_members": 60,
        "send_digests": 5,
        "prune": 600,
    }
    assert {one.name: one.seconds for one in JOBS if one.seconds > 1} == unhurried


@pytest.mark.parametrize("hours", [-24, -1, 1, 24, 24 * 365 * 56])
async def test_a_clock_that_jumps_leaves_no_tick_out_and_makes_none_up(hours: int) -> None:
    """A scheduler whose next run is hours away is what a clock that jumped the other way leaves."""
    ticks: asyncio.Queue[None] = asyncio.Queue()
    scheduler = AsyncIOScheduler(timezone="UTC", jobstores={"default": SteadyJobs()})
    jumped = SystemClock().now() - timedelta(hours=hours)
    scheduler.add_job(partial(ticks.put, None), "interval", seconds=0.05, next_run_time=jumped)
    scheduler.start()
    async with asyncio.timeout(3):
        for _ in range(3):
            await ticks.get()
    scheduler.shutdown(wait=False)


async def test_a_job_that_waits_for_its_usual_time_is_left_alone() -> None:
    now = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
    jobs = SteadyJobs()
    scheduler = AsyncIOScheduler(timezone="UTC", jobstores={"default": jobs})
    scheduler.start(paused=True)
    job = scheduler.add_job(print, "interval", seconds=1, next_run_time=now)
    assert jobs.get_due_jobs(now - timedelta(seconds=1)) == []
    assert jobs.get_due_jobs(now) == [job]
    assert job.next_run_time == now
    scheduler.shutdown(wait=False)
