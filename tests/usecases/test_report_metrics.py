"""Metrics: counters of every process; what database and budget tell only of the one that works."""

import asyncio
import sqlite3
from contextlib import closing

from bot.domain.measures import (
    ACTIVE,
    BUDGET,
    BUDGET_USED,
    CHATS_REST,
    DATABASE_UP,
    POLLS,
    UPDATES_WAITING,
    Figure,
    Measure,
    Times,
)  # fmt: skip
from bot.meter import Meter
from bot.rate import Budgets
from bot.usecases.report_metrics import ReportMetrics
from tests.usecases.house import House


def report_of(house: House, budgets: Budgets | None, **more: float) -> ReportMetrics:
    """The report of a process that works, or that stands by."""
    meter = Meter()
    meter.count(POLLS, "read")
    return ReportMetrics(
        open_store=house.world.open_store, clock=house.clock, meter=meter, budgets=lambda: budgets, **more
    )


def values(figures: list[Figure]) -> dict[Measure, float | Times]:
    """The last value of each measure."""
    return {one.measure: one.value for one in figures}


async def test_who_stands_by_tells_of_itself_alone(house: House) -> None:
    assert values(await report_of(house, None)()) == {POLLS: 1, ACTIVE: 0, DATABASE_UP: 1}


async def test_who_works_tells_of_the_database_and_the_budget(house: House) -> None:
    told = values(await report_of(house, house.world.budgets)())
    assert (told[ACTIVE], told[DATABASE_UP], told[UPDATES_WAITING]) == (1, 1, 0)
    assert {BUDGET, BUDGET_USED, CHATS_REST} <= told.keys()


async def test_without_a_database_the_rest_is_told(house: House) -> None:
    with closing(sqlite3.connect(house.database)) as connection:
        connection.execute("ALTER TABLE inbox RENAME TO lost")
    told = values(await report_of(house, house.world.budgets)())
    assert (told[ACTIVE], told[DATABASE_UP], UPDATES_WAITING in told) == (1, 0, False)


async def test_a_database_that_does_not_answer_is_not_waited_for(house: House) -> None:
    async with asyncio.timeout(3), house.world.open_store():
        told = values(await report_of(house, None, patience_seconds=0.05)())
    assert told[DATABASE_UP] == 0
