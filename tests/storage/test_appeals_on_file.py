"""What is kept of readers for deciding about appeals, and what is counted of the wordings."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.appeals import Effect, History, Pause, Rest
from bot.domain.pushes import Lane
from bot.domain.subscribers import Standing
from storage.database import Database
from tests.storage.samples import ANA, BORIS, CVETA, EN, MK, NOW, Choices, file, join, push_of

TODAY = NOW.date()
HISTORY = History(
    days=((TODAY - timedelta(days=1), 3), (TODAY, 2)),
    shown_at=NOW,
    wording="0a1b2c3d",
    is_tapped=True,
    rest=Rest.NOT_NOW,
    rests_until=NOW + timedelta(days=60),
)


async def test_what_is_kept_comes_back_until_it_is_erased(database: Database) -> None:
    async with database.open_store() as store:
        assert await store.appeals.of(ANA) is None
        await store.appeals.keep(ANA, History())
        await store.appeals.keep(ANA, HISTORY)
        await store.appeals.keep(BORIS, History())
        record = await store.records.of(ANA)
        assert (record.appeals, record.is_empty) == (HISTORY, False)
        await store.records.erase(ANA, NOW)
        assert await store.appeals.of(ANA) is None
        assert await store.appeals.of(BORIS) == History()


async def test_wordings_are_counted_by_edition_from_a_day_on(database: Database) -> None:
    async with database.open_store() as store:
        for day in (TODAY - timedelta(days=9), TODAY - timedelta(days=1), TODAY, TODAY):
            await store.appeals.count(day, MK, "0a1b2c3d", Effect.SHOWN)
        await store.appeals.count(TODAY, EN, "0a1b2c3d", Effect.TAPPED)
        assert await store.appeals.counts(TODAY - timedelta(days=1)) == {
            (MK, "0a1b2c3d"): {Effect.SHOWN: 3},
            (EN, "0a1b2c3d"): {Effect.TAPPED: 1},
        }


async def test_who_leaves_within_a_day_after_an_appeal_is_counted_once_for_its_wording(
    database: Database,
) -> None:
    """Ana goes in time, Boris too late, Cveta erases her data."""
    await join(database, ANA, BORIS, CVETA, now=NOW - timedelta(days=30))
    async with database.open_store() as store:
        for chat in (ANA, BORIS, CVETA):
            await store.appeals.keep(chat, HISTORY)
        await store.subscribers.set_standing(ANA, Standing.BLOCKED, NOW + timedelta(hours=24))
        await store.subscribers.set_standing(BORIS, Standing.LEFT, NOW + timedelta(hours=25))
        await store.records.erase(CVETA, NOW + timedelta(hours=1))
    for _ in range(2):
        async with database.open_store() as store:
            await store.statistics.count_in(ZoneInfo("Europe/Skopje"), 100)
    async with database.open_store() as store:
        assert await store.appeals.counts(TODAY) == {(MK, "0a1b2c3d"): {Effect.GONE: 2}}


async def test_an_article_that_was_pushed_as_breaking_is_known_as_such(database: Database) -> None:
    article = await file(database)
    async with database.open_store() as store:
        assert not await store.appeals.any_breaking([article.id])
        assert not await store.appeals.any_breaking([])
    async with database.open_store() as store:
        await store.pushes.add(push_of(article.id, choices=Choices(lane=Lane.BREAKING)))
        assert await store.appeals.any_breaking([article.id])


async def test_who_wants_to_be_reminded_is_found_when_it_is_time_the_longest_waiting_first(
    database: Database,
) -> None:
    later = History(rest=Rest.LATER, rests_until=NOW)
    async with database.open_store() as store:
        await store.appeals.keep(ANA, later)
        await store.appeals.keep(BORIS, replace(later, rests_until=NOW - timedelta(hours=1)))
        await store.appeals.keep(CVETA, replace(later, rest=Rest.NOT_NOW))
        assert await store.appeals.reminders(NOW, 5) == [BORIS, ANA]
        assert await store.appeals.reminders(NOW, 1) == [BORIS]
        assert await store.appeals.reminders(NOW - timedelta(hours=2), 5) == []


async def test_appeals_are_off_until_they_are_on_again(database: Database) -> None:
    async with database.open_store() as store:
        assert await store.appeals.pause() is None
        assert await store.appeals.begin_pause("Vera", NOW)
        assert not await store.appeals.begin_pause("Elena", NOW + timedelta(hours=1))
        assert await store.appeals.pause() == Pause(NOW, "Vera")
        assert await store.appeals.end_pause()
        assert not await store.appeals.end_pause()


async def test_what_a_reader_says_while_they_are_about_to_be_reminded_is_not_lost(database: Database) -> None:
    """The one who holds it reads what the other has written, or is written over by them."""
    async with database.open_store() as store:
        await store.appeals.keep(ANA, History(rest=Rest.LATER, rests_until=NOW))

    async def remind() -> None:
        async with database.open_store() as store:
            await store.appeals.hold(ANA)
            history = await store.appeals.of(ANA) or History()
            await store.appeals.keep(ANA, history.without_reminder())

    async def never() -> None:
        async with database.open_store() as store:
            await store.appeals.keep(ANA, History(rest=Rest.NEVER))

    await asyncio.gather(remind(), never())
    async with database.open_store() as store:
        assert await store.appeals.of(ANA) == History(rest=Rest.NEVER)
