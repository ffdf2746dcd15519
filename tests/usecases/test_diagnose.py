"""`doctor`: every thing is looked at, and one that is ill does not hide the next."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import Clock, ShiftedClock, SystemClock
from bot.doctor_ports import DatabaseReport
from bot.domain.diagnosis import Health
from bot.domain.ids import ChatId
from bot.domain.paper import Paper
from bot.errors import DatabaseUnavailable
from bot.telegram_http import TelegramInspector, build_bot
from bot.usecases.check_feed import CheckFeed
from bot.usecases.diagnose import Diagnose
from tests.usecases.house import TOKEN, House
from tests.usecases.web import Page, rss

GOOD, WARNING, BAD = Health.GOOD, Health.WARNING, Health.BAD
STRANGER = 999


@pytest.fixture
async def inspector(house: House) -> AsyncIterator[TelegramInspector]:
    """Asks the sandbox."""
    async with TelegramInspector(
        build_bot(TOKEN, house.telegram.address), house.telegram.address
    ) as inspector:
        yield inspector


async def findings(
    house: House,
    inspector: TelegramInspector | None,
    *,
    paper: Paper | None = None,
    clock: Clock | None = None,
    report: DatabaseReport | None = None,
    per_second: int = 30,
) -> dict[str, Health]:
    """What was found, by its key; the last one of several."""

    async def inspect() -> DatabaseReport:
        if report is None:
            raise DatabaseUnavailable(problem="it is away")
        return report

    check = CheckFeed(fetch=house.world.fetch, parse_feed=house.world.parse_feed)
    pace = {"per_second": per_second, "concurrency": 10}
    diagnose = Diagnose(paper or house.world.paper, inspector, check, inspect, clock or SystemClock(), **pace)
    return {one.key: one.health async for one in diagnose()}


async def test_little_room_and_a_schema_behind_are_told(house: House) -> None:
    report = DatabaseReport("here", (3, 51, 3), revision="0001", newest="0002", free=1)
    found = await findings(house, None, report=report)
    assert (found["doctor.little_room"], found["doctor.old_schema"]) == (BAD, WARNING)


@pytest.mark.parametrize(("per_second", "told"), [(100, False), (101, True)])
async def test_a_pace_for_which_too_few_may_be_under_way_is_a_warning(
    house: House, per_second: int, told: bool
) -> None:
    found = await findings(house, None, per_second=per_second)
    assert (found.get("doctor.too_few_under_way") is WARNING) == told


async def test_a_healthy_house_has_only_good_findings(house: House, inspector: TelegramInspector) -> None:
    found = await findings(house, inspector, report=DatabaseReport("here", (3, 51, 3), has_admin=True))
    assert found == dict.fromkeys(
        ["doctor.database", "doctor.feed", "doctor.token", "doctor.clock", "doctor.desk"], GOOD
    )


async def test_an_old_sqlite_is_a_warning(house: House) -> None:
    found = await findings(house, None, report=DatabaseReport("here", (3, 45, 1)))
    assert found["doctor.old_sqlite"] is WARNING


async def test_postgresql_has_no_sqlite_to_be_old(house: House) -> None:
    found = await findings(house, None, report=DatabaseReport("PostgreSQL db", None))
    assert found["doctor.database"] is GOOD


async def test_a_database_that_is_away_does_not_hide_the_rest(house: House) -> None:
    found = await findings(house, None)
    assert (found["error.database_unavailable"], found["doctor.feed"]) == (BAD, GOOD)


async def test_a_missing_token_is_told(house: House) -> None:
    assert (await findings(house, None))["error.no_token"] is BAD


async def test_a_refused_token_is_told(house: House) -> None:
    bot = build_bot("not-a-token", house.telegram.address)
    async with TelegramInspector(bot, house.telegram.address) as inspector:
        assert (await findings(house, inspector))["error.token_refused"] is BAD


async def test_a_telegram_out_of_reach_is_told(house: House) -> None:
    nowhere = "http://127.0.0.1:9"
    async with TelegramInspector(build_bot(TOKEN, nowhere), nowhere) as inspector:
        assert (await findings(house, inspector))["error.telegram_unreachable"] is BAD


async def test_a_clock_that_is_wrong_is_told(house: House, inspector: TelegramInspector) -> None:
    clock = ShiftedClock()
    clock.advance(timedelta(minutes=1))
    assert (await findings(house, inspector, clock=clock))["doctor.clock_wrong"] is BAD


async def test_a_desk_chat_that_we_cannot_write_to_is_told(
    house: House, inspector: TelegramInspector
) -> None:
    paper = replace(house.world.paper, desk=(ChatId(STRANGER),))
    assert (await findings(house, inspector, paper=paper))["doctor.desk_unreachable"] is WARNING


async def test_a_feed_without_entries_is_a_warning_and_a_broken_one_is_bad(house: House) -> None:
    house.web.put("/en/feed", Page(b"gone", 410))
    house.web.put("/mk/feed", rss(house.web.address))
    found = await findings(house, None)
    assert (found["error.fetch.gone"], found["doctor.feed"]) == (BAD, WARNING)


async def test_a_paper_without_feeds_and_editors_is_told(house: House) -> None:
    found = await findings(house, None, paper=replace(house.world.paper, feeds=(), desk=()))
    assert (found["doctor.no_feeds"], found["doctor.no_editors"]) == (BAD, WARNING)


async def test_what_a_chat_chose_of_feeds_is_told_and_an_added_one_is_looked_at(
    house: House, inspector: TelegramInspector
) -> None:
    plan = replace(house.world.paper.feeds[0], url=f"{house.web.address}/added")
    async with house.world.open_store() as store:
        await store.known_feeds.add(plan, house.clock.now())
        chosen = await store.known_feeds.chosen()
    report = DatabaseReport("here", None, feeds=chosen, has_admin=True)
    found = await findings(house, inspector, report=report)
    assert (found["doctor.feed_chosen"], found["error.fetch.status"]) == (GOOD, BAD)
    assert "doctor.no_admin" not in found


async def test_a_house_that_nobody_administers_is_told_how_to_get_somebody(house: House) -> None:
    found = await findings(house, None, report=DatabaseReport("here", None))
    assert found["doctor.no_admin"] is WARNING
