"""Figures for admins, from the newsroom's own records."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import ChatId
from bot.domain.preferences import Mode
from bot.domain.small_groups import Group
from bot.domain.statistics import Ending, Facet, Period, Statistics, Topic
from bot.domain.subscribers import Standing
from bot.usecases.keep_statistics import FEW, KeepStatistics
from bot.usecases.report_statistics import ReportStatistics
from tests.usecases.house import ANA, BORIS, CVETA, ELENA, House, person


async def figures(house: House, period: Period = Period.WEEK) -> Statistics:
    """All of them."""
    return await house.newsroom.report_statistics(period)


def keeper(house: House, at_once: int) -> KeepStatistics:
    """Who keeps them, so much in one transaction."""
    world = house.world
    return KeepStatistics(open_store=world.open_store, paper=world.paper, clock=house.clock, at_once=at_once)


def write(house: House, sql: str, *rows: tuple[object, ...]) -> None:
    """Write past the bot."""
    with closing(sqlite3.connect(house.database)) as database, database:
        database.executemany(sql, rows or [()])


def others(house: House, number: int, *, source: str | None = None, first: int = 1000) -> None:
    """So many more active readers."""
    write(
        house,
        "INSERT INTO subscribers (chat_id, kind, edition, language, standing, joined_at, source)"
        " VALUES (?, 'private', 'en', 'en', 'active', '2026-11-01', ?)",
        *[(first + place, source) for place in range(number)],
    )


async def test_subscribers_are_counted_by_standing(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    await house.newsroom.subscribe.pause(person(BORIS))
    statistics = await figures(house)
    assert statistics.standings == {Standing.ACTIVE: 1, Standing.PAUSED: 1}
    assert statistics.subscribers == 2


async def test_every_day_has_who_came_and_went_and_how_many_there_were(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    house.clock.advance(days=2)
    await house.newsroom.subscribe.stop(person(ANA))
    days = (await figures(house)).days
    told = [(one.joined, one.left, one.blocked, one.subscribers) for one in days]
    assert told == [*[(0, 0, 0, 0)] * 4, (2, 0, 0, 2), (0, 0, 0, 2), (0, 1, 0, 1)]


async def test_all_begins_with_the_first_day_of_which_anything_is_known(house: House) -> None:
    await house.subscribe(ANA)
    house.clock.advance(days=40)
    statistics = await figures(house, Period.ALL)
    assert (statistics.until - statistics.since).days == 40
    assert sum(one.joined for one in statistics.days) == 1


async def test_deliveries_are_told_by_how_they_ended_and_articles_by_what_they_did(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    await house.telegram.block(BORIS)
    await house.push()
    await house.round()
    statistics = await figures(house)
    assert (statistics.sent, statistics.ended(Ending.LOST), statistics.digests) == (1, 1, 0)
    assert sum((statistics.hours or {}).values()) == 1
    (article,) = statistics.articles
    assert (article.headline, article.delivered, article.gone) == ("Snow closes roads", 1, None)


async def test_a_page_reads_no_more_than_it_shows(house: House) -> None:
    hours = await house.newsroom.report_statistics(Period.WEEK, (Topic.HOURS,))
    assert (hours.days, hours.audience, hours.hours) == ((), None, {})
    overview = await house.newsroom.report_statistics(Period.WEEK, (Topic.OVERVIEW,))
    assert (len(overview.days), overview.audience) == (7, None)


async def test_small_groups_are_hidden_and_large_ones_told(house: House) -> None:
    others(house, 40, source="qr_kiosk")
    others(house, 12, source="site_home", first=2000)
    await house.newsroom.subscribe(person(ANA), source="only_me")
    audience = (await figures(house)).audience
    assert audience
    assert (audience.active, audience.counted_on) == (53, None)
    assert audience.by[Facet.SOURCE].groups == (Group("qr_kiosk", 40),)
    assert audience.by[Facet.SOURCE].hidden == 2
    assert audience.by[Facet.MODE].groups == (Group(Mode.INSTANT, 53),)


async def test_of_many_readers_what_they_chose_is_counted_once_a_day(house: House) -> None:
    others(house, 12)
    write(house, "UPDATE subscribers SET id = id + ?", (FEW,))
    write(
        house,
        "INSERT INTO follows (subscriber_id, kind, key, label, since)"
        " SELECT id, 'topic', 'roads', 'Roads', '2026-11-01' FROM subscribers",
    )
    keep = keeper(house, FEW // 2)
    await keep()
    today = house.clock.now().date()
    write(house, "DELETE FROM follows")
    await keep()
    audience = (await figures(house)).audience
    assert audience
    assert audience.by[Facet.TOPIC].groups == (Group("roads", 12),)
    assert audience.counted_on == today
    house.clock.advance(days=1)
    await keep()
    async with house.world.open_store() as store:
        kept = await store.statistics.kept_facets()
    assert kept
    assert kept[0] == today + timedelta(days=1)


async def test_a_topic_is_told_as_somebody_spelt_it(house: House) -> None:
    others(house, 12)
    write(
        house,
        "INSERT INTO follows (subscriber_id, kind, key, label, since)"
        " SELECT id, 'topic', 'roads', 'Roads', '2026-11-01' FROM subscribers",
    )
    audience = (await figures(house)).audience
    assert audience
    assert audience.by[Facet.TOPIC].groups == (Group("Roads", 12),)


async def test_who_stayed_is_known_when_the_time_is_over(house: House) -> None:
    others(house, 20)
    now = house.clock.now()
    write(
        house,
        "INSERT INTO moves (subscriber_id, move, at) SELECT id, 'joined', ? FROM subscribers",
        (now.strftime("%Y-%m-%d %H:%M:%S.000000"),),
    )
    async with house.world.open_store() as store:
        for chat in (1000, 1001, 1002):
            later = now + timedelta(days=1)
            await store.subscribers.set_standing(ChatId(chat), Standing.LEFT, later)
    monday = now.date() - timedelta(days=now.weekday())
    for days, known in ((6, None), (9, 0.85)):
        house.clock.advance(days=days)
        await house.newsroom.keep_statistics()
        (week,) = [one for one in (await figures(house)).weeks if one.monday == monday]
        assert (week.joined, week.share(7), week.share(30)) == (20, known, None)


async def test_a_round_goes_on_while_there_is_much(house: House) -> None:
    await house.subscribe(ANA, BORIS, CVETA, ELENA)
    await keeper(house, 1)()
    async with house.world.open_store() as store:
        assert await store.statistics.total("move", date.min) == {"joined": 4}


@pytest.mark.parametrize(("above", "at_once"), [(0, 1), (FEW, FEW // 2)], ids=["moves", "audience"])
async def test_between_two_transactions_other_processes_can_write(
    house: House, above: int, at_once: int
) -> None:
    await house.subscribe(ANA, BORIS)
    write(house, "UPDATE subscribers SET id = id + ?", (above,))
    turns = 0

    async def turn() -> None:
        nonlocal turns
        others(house, 1, first=1000 + turns)
        turns += 1
        house.clock.meanwhile = turn

    house.clock.meanwhile = turn
    await keeper(house, at_once)()
    assert turns >= 2


async def test_what_nobody_could_answer_is_told_when_several_asked(house: House) -> None:
    await house.subscribe(ANA)
    for _ in range(3):
        await house.newsroom.answer_question(person(ANA), "Where is the Quaxolotl 0701234567?")
    await house.newsroom.answer_question(person(ANA), "0701234567?")
    statistics = await figures(house)
    assert [(one.words, one.count) for one in statistics.unanswered] == [("quaxolotl", 3)]
    assert statistics.unanswered_count == 3


async def test_today_is_the_papers(house: House) -> None:
    paper = replace(house.world.paper, zone=ZoneInfo("Pacific/Auckland"))
    report = ReportStatistics(open_store=house.world.open_store, paper=paper, clock=house.clock)
    house.clock.advance(hours=6)
    assert (await report(Period.WEEK, ())).until == house.clock.now().date() + timedelta(days=1)
