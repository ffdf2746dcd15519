"""Schedules on file: a slot is used once for all time, whoever asks for it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.articles import Article, Video
from bot.domain.ids import Edition
from bot.domain.reviews import ReviewState
from bot.domain.schedules import Plan, Schedule, ScheduleKind, SlotState
from bot.domain.surges import SurgeState, Surprise
from storage.database import Database, connect
from tests.storage.samples import DRAFT, EDITOR, EN, LATER, MK, NOW, enrol, file, push_of, rows

DAY = timedelta(days=1)
TODAY = date(2026, 3, 29)
EVENING = Plan(kind=ScheduleKind.VIDEO_OF_THE_DAY, edition=MK, at=time(19), zone=ZoneInfo("Europe/Skopje"))
NAME = EVENING.schedule
WITH_VIDEO = replace(DRAFT, videos=(Video(url="https://youtu.be/dQw4w9WgXcQ"),))


async def at_work(database: Database, *plans: Plan) -> list[Schedule]:
    async with database.open_store() as store:
        return list(await store.schedules.at_work(plans or (EVENING,), NOW))


async def enrolled(database: Database, *plans: Plan, late: bool = False) -> None:
    async with database.open_store() as store:
        await store.schedules.enrol(plans, LATER if late else NOW)


async def use(database: Database, day: date = TODAY, name: str = NAME) -> bool:
    async with database.open_store() as store:
        return await store.schedules.use(name, day, NOW)


async def expire(database: Database, day: date = TODAY) -> bool:
    async with database.open_store() as store:
        return await store.schedules.expire(NAME, day, NOW)


async def video(database: Database, edition: Edition = MK) -> Article | None:
    async with database.open_store() as store:
        return await store.schedules.newest_video(edition, NOW - DAY)


async def test_a_schedule_stands_since_it_was_enrolled(database: Database) -> None:
    await enrolled(database, EVENING)
    assert await at_work(database) == [Schedule(plan=EVENING, since=NOW)]


async def test_who_was_not_enrolled_is_not_at_work(database: Database) -> None:
    await enrolled(database, EVENING)
    assert await at_work(database, replace(EVENING, edition=EN)) == []


async def test_enrolling_the_same_plan_again_changes_nothing(database: Database) -> None:
    await enrolled(database, EVENING)
    await enrolled(database, EVENING, late=True)
    assert [one.since for one in await at_work(database)] == [NOW]


@pytest.mark.parametrize(
    "change", [{"at": time(20)}, {"zone": ZoneInfo("Europe/Tirane")}, {"weekdays": frozenset({0})}]
)
async def test_a_changed_plan_stands_since_it_changed(database: Database, change: dict[str, object]) -> None:
    await enrolled(database, EVENING)
    changed = replace(EVENING, **change)  # type: ignore[arg-type]
    await enrolled(database, changed, late=True)
    assert await at_work(database, changed) == [Schedule(plan=changed, since=LATER)]


async def test_a_plan_that_was_away_stands_since_it_is_back(database: Database) -> None:
    await enrolled(database, EVENING)
    await enrolled(database)
    assert await at_work(database) == []
    await enrolled(database, EVENING, late=True)
    assert [one.since for one in await at_work(database)] == [LATER]


async def test_a_slot_is_used_once(database: Database) -> None:
    assert await use(database)
    assert not await use(database)
    assert await use(database, TODAY + DAY)
    assert await use(database, name="another")


async def test_a_slot_expires_once_and_never_after_it_was_used(database: Database) -> None:
    assert await expire(database)
    assert not await expire(database)
    await use(database, TODAY + DAY)
    assert not await expire(database, TODAY + DAY)


async def test_what_expired_can_still_be_used_once(database: Database) -> None:
    await expire(database)
    assert await use(database)
    assert not await use(database)


async def test_a_schedule_remembers_its_own_last_slots(database: Database) -> None:
    await enrolled(database, EVENING)
    await use(database, TODAY)
    await expire(database, TODAY - DAY)
    await use(database, TODAY - 40 * DAY)
    await use(database, name="another")
    (schedule,) = await at_work(database)
    assert schedule.slots == {TODAY: SlotState.USED, TODAY - DAY: SlotState.EXPIRED}


async def test_used_slots_stay_used_when_the_plan_is_away(database: Database) -> None:
    await enrolled(database, EVENING)
    await use(database)
    await enrolled(database)
    assert not await use(database)


@pytest.fixture
async def other(postgres_url: str) -> AsyncIterator[Database]:
    """A database, as another process has it open."""
    async with connect(postgres_url) as database:
        yield database


@pytest.fixture
async def ours(other: Database, postgres_url: str) -> AsyncIterator[Database]:
    """The same one, as we have it open."""
    async with connect(postgres_url) as database:
        yield database


async def somebody_waits(database: Database) -> None:
    """Until a transaction waits for another one."""
    async with asyncio.timeout(5):
        while not await rows(database, "SELECT 1 FROM pg_locks WHERE NOT granted"):
            pass


@pytest.mark.parametrize("fails", [False, True])
async def test_of_two_processes_the_second_waits_and_gets_it_only_if_the_first_fails(
    ours: Database, other: Database, fails: bool
) -> None:
    async with asyncio.TaskGroup() as tasks:
        try:
            async with ours.open_store() as store:
                assert await store.schedules.use(NAME, TODAY, NOW)
                second = tasks.create_task(use(other))
                await somebody_waits(ours)
                if fails:
                    raise ArithmeticError
        except ArithmeticError:
            pass
    assert second.result() is fails


async def test_the_newest_video_of_an_edition_is_found(database: Database) -> None:
    await file(database, replace(WITH_VIDEO, edition=EN))
    old = await file(database, replace(WITH_VIDEO, published_at=NOW - timedelta(hours=3)))
    new = await file(database, replace(WITH_VIDEO, published_at=NOW - timedelta(hours=2)))
    await file(database, DRAFT)
    assert old != new
    assert await video(database) == new


async def test_a_video_of_yesterday_is_not_new(database: Database) -> None:
    await file(database, replace(WITH_VIDEO, published_at=NOW - timedelta(hours=25)))
    assert await video(database) is None


@pytest.mark.parametrize("cancelled", [False, True])
async def test_a_pushed_article_is_not_found_even_when_its_push_was_cancelled(
    database: Database, cancelled: bool
) -> None:
    article = await file(database, WITH_VIDEO)
    async with database.open_store() as store:
        push = await store.pushes.add(push_of(article.id))
        assert push
        assert not cancelled or await store.pushes.cancel(push.id, NOW)
    assert await video(database) is None


@pytest.mark.parametrize(("state", "found"), [(ReviewState.SKIPPED, False), (None, True)])
async def test_a_skipped_article_is_not_found_one_that_waits_is(
    database: Database, state: ReviewState | None, found: bool
) -> None:
    article = await file(database, WITH_VIDEO)
    async with database.open_store() as store:
        await store.reviews.open(article.id, NOW)
        assert state is None or await store.reviews.decide(article.id, state, EDITOR, NOW)
    assert (await video(database) == article) is found


@pytest.mark.parametrize(
    ("state", "found"),
    [(None, False), (SurgeState.SEEN, False), (SurgeState.NEWEST_PUSHED, False), (SurgeState.REVIEWED, True)],
)
async def test_a_held_article_is_found_only_once_it_is_reviewed_by_itself(
    database: Database, state: SurgeState | None, found: bool
) -> None:
    (feed_id,) = await enrol(database)
    article = await file(database, WITH_VIDEO, feed_id=feed_id)
    async with database.open_store() as store:
        surge_id = await store.surges.open(feed_id, Surprise.FLOOD, [article.id], NOW)
        assert state is None or await store.surges.decide(surge_id, state, EDITOR, NOW)
    assert (await video(database) == article) is found


async def test_a_review_that_a_schedule_overtakes_is_over_and_nobodys(database: Database) -> None:
    article = await file(database, WITH_VIDEO)
    async with database.open_store() as store:
        await store.reviews.open(article.id, NOW)
        await store.reviews.overtake(article.id, LATER)
        review = await store.reviews.get(article.id)
        assert not await store.reviews.decide(article.id, ReviewState.SKIPPED, EDITOR, NOW)
    assert review
    assert (review.state, review.decided_at, review.decided_by) == (ReviewState.ON_SCHEDULE, LATER, None)


async def test_a_decided_review_is_not_overtaken(database: Database) -> None:
    article = await file(database, WITH_VIDEO)
    async with database.open_store() as store:
        await store.reviews.open(article.id, NOW)
        await store.reviews.decide(article.id, ReviewState.SKIPPED, EDITOR, NOW)
        await store.reviews.overtake(article.id, LATER)
        review = await store.reviews.get(article.id)
    assert review
    assert review.state is ReviewState.SKIPPED
