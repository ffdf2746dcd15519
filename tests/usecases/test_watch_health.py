"""Watching how the service is: what moves, what Telegram's clock says, and a database that goes away."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.alarms import Disk
from bot.domain.ids import UserId
from bot.domain.subscribers import Role
from bot.errors import DatabaseUnavailable, FetchError
from bot.inbox_ports import StoredUpdate
from bot.newsroom import Probes
from bot.ports import OpenStore, Store
from bot.usecases.watch_health import WatchHealth
from tests.usecases.house import ANA, CVETA, ELENA, House, person

VERA = person(ELENA, name="Vera", role=Role.ADMIN)


@dataclass
class Line:
    """The way to the database, which can be cut."""

    open_store: OpenStore
    is_cut: bool = False

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[Store]:
        """A transaction, while the line is whole."""
        if self.is_cut:
            raise DatabaseUnavailable(problem="gone")
        async with self.open_store() as store:
            yield store


def watching(house: House, line: Line, probes: Probes | None = None) -> WatchHealth:
    """Elena administers."""
    world = house.world
    return WatchHealth(
        open_store=line,
        courier=world.courier,
        probes=probes or Probes(),
        paper=replace(world.paper, admins=frozenset({UserId(ELENA)})),
        clock=house.clock,
    )


async def heard(house: House) -> list[str]:
    """What the admins are to be told."""
    async with house.world.open_store() as store:
        return [f"{one.alarm.kind} {one.over_at is None}" for one in await store.alarms.untold(10)]


async def test_a_database_that_is_away_for_long_is_told_and_so_is_its_return(
    house: House,
) -> None:
    line = Line(house.world.open_store)
    watch = watching(house, line)
    await watch()
    line.is_cut = True
    for _ in range(4):
        await watch()
        house.clock.advance(seconds=15)
    assert await house.received(ELENA, "🚨 The database is away") == 1
    line.is_cut = False
    await watch()
    await watch()
    assert await heard(house) == ["database False"]


async def test_a_short_restart_of_the_database_is_no_news(house: House) -> None:
    line = Line(house.world.open_store, is_cut=True)
    watch = watching(house, line)
    await watch()
    line.is_cut = False
    await watch()
    assert await heard(house) == []


async def test_the_machines_clock_and_disk_are_measured(house: House) -> None:
    asked: list[datetime] = []

    async def ahead() -> datetime:
        asked.append(house.clock.now())
        return house.clock.now() + timedelta(minutes=1)

    watch = watching(house, Line(house.world.open_store), Probes(lambda: Disk(10**6, 10**9), ahead))
    await watch()
    await watch()
    assert await heard(house) == ["disk True", "clock True"]
    assert len(asked) == 1
    shown = (await watch.show(VERA)).html
    assert "differs from Telegram's by 60 s" in shown
    assert "0 of 1 GB" in shown


async def test_a_telegram_that_does_not_tell_its_time_is_no_alarm(house: House) -> None:
    async def silent() -> datetime:
        raise FetchError(url="x", problem="y")

    watch = watching(house, Line(house.world.open_store), Probes(telegram_time=silent))
    await watch()
    assert "did not tell its time" in (await watch.show(VERA)).html


async def test_a_broadcast_is_behind_when_it_stands_still(house: House) -> None:
    await house.subscribe(ANA, CVETA)
    await house.push()
    watch = watching(house, Line(house.world.open_store))
    await watch()
    house.clock.advance(minutes=16)
    await watch()
    assert await heard(house) == ["queue True"]
    await house.newsroom.deliver_pushes()
    house.clock.advance(minutes=6)
    await watch()
    assert await heard(house) == ["queue True", "queue False"]


async def test_a_broadcast_that_moves_is_not_behind_however_old_it_is(house: House) -> None:
    await house.subscribe(ANA, CVETA)
    push_id = await house.push()
    watch = watching(house, Line(house.world.open_store))
    await watch()
    house.clock.advance(minutes=14)
    with closing(sqlite3.connect(house.database)) as connection, connection:
        ended = "INSERT INTO push_tallies (push_id, state, reason, count) VALUES (?, 3, 0, 1)"
        connection.execute(ended, (push_id,))
    await watch()
    house.clock.advance(minutes=14)
    await watch()
    assert await heard(house) == []


async def test_an_update_that_nobody_handles_is_behind(house: House) -> None:
    async with house.world.open_store() as store:
        await store.inbox.store([StoredUpdate(1, {})], house.clock.now())
    watch = watching(house, Line(house.world.open_store))
    house.clock.advance(days=1)
    await watch()
    assert await heard(house) == []  # nobody was at work until now
    house.clock.advance(minutes=15)
    await watch()
    assert await heard(house) == ["queue True"]
    assert "Updates that wait: 0; what is due is 15 min behind" in (await watch.show(VERA)).html


async def test_a_token_that_was_refused_is_told_once_it_is_accepted_however_late(house: House) -> None:
    await watching(house, Line(house.world.open_store)).note_refusal()
    house.clock.advance(days=3)
    started = watching(house, Line(house.world.open_store))
    await started()
    await started()
    assert await heard(house) == ["token True"]
    house.clock.advance(hours=2)
    await watching(house, Line(house.world.open_store))()
    assert await heard(house) == ["token True", "token False"]
