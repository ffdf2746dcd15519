"""Feeds on file: the configuration decides what they are, we remember how they were."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.feeds import Feed, FeedPlan, Mode, Validators
from bot.domain.ids import FeedId
from storage.database import Database
from tests.storage.samples import EN, LATER, NOW, PLAN, enrol


async def remembered(database: Database, failures: int = 0) -> Feed:
    """A feed with all the memory it can have, as saved."""
    (feed_id,) = await enrol(database)
    async with database.open_store() as store:
        feed = replace(
            await store.feeds.get(feed_id),
            validators=Validators('"tag"', "Sun, 29 Mar 2026 18:00:00 GMT", "hash"),
            seeded=True,
            next_poll_at=LATER,
            failures=failures,
            last_success_at=NOW,
            last_problem="error.fetch: status=503",
        )
        await store.feeds.save([feed])
    return feed


async def test_a_new_feed_is_due_at_once(database: Database) -> None:
    await enrol(database)
    async with database.open_store() as store:
        (feed,) = await store.feeds.due(NOW, 10)
    assert feed == Feed(id=feed.id, plan=PLAN, next_poll_at=NOW)


async def test_a_feed_is_read_back_as_saved(database: Database) -> None:
    feed = await remembered(database)
    async with database.open_store() as store:
        assert await store.feeds.get(feed.id) == feed


async def test_a_feed_that_stays_keeps_its_memory(database: Database) -> None:
    feed = await remembered(database)
    await enrol_plans(database, [PLAN])
    async with database.open_store() as store:
        assert replace(await store.feeds.get(feed.id), next_poll_at=LATER) == feed


async def test_a_feed_follows_its_plan(database: Database) -> None:
    (feed_id,) = await enrol(database)
    plan = replace(PLAN, edition=EN, mode=Mode.REVIEW, topic=None, every=timedelta(hours=1))
    await enrol_plans(database, [plan])
    async with database.open_store() as store:
        assert (await store.feeds.get(feed_id)).plan == plan


async def test_of_two_plans_for_one_address_the_last_counts(database: Database) -> None:
    await enrol_plans(database, [PLAN, replace(PLAN, edition=EN)])
    async with database.open_store() as store:
        (feed,) = await store.feeds.due(NOW, 10)
    assert feed.plan.edition == EN


async def test_a_shorter_interval_counts_at_once(database: Database) -> None:
    feed = await remembered(database)
    await enrol_plans(database, [replace(PLAN, every=timedelta(minutes=1))])
    async with database.open_store() as store:
        assert (await store.feeds.get(feed.id)).next_poll_at == NOW + timedelta(minutes=1)


async def test_a_failing_feed_is_left_in_peace_until_its_time(database: Database) -> None:
    feed = await remembered(database, failures=3)
    await enrol_plans(database, [replace(PLAN, every=timedelta(minutes=1))])
    async with database.open_store() as store:
        assert (await store.feeds.get(feed.id)).next_poll_at == LATER


async def test_a_feed_that_the_configuration_drops_is_not_due(database: Database) -> None:
    await enrol(database)
    await enrol_plans(database, [])
    async with database.open_store() as store:
        assert await store.feeds.due(LATER, 10) == []


async def test_a_feed_that_comes_back_has_its_memory(database: Database) -> None:
    feed = await remembered(database)
    await enrol_plans(database, [])
    await enrol_plans(database, [PLAN])
    async with database.open_store() as store:
        (back,) = await store.feeds.due(LATER, 10)
    assert (back.id, back.seeded, back.validators) == (feed.id, True, feed.validators)


async def test_the_longest_due_come_first(database: Database) -> None:
    first, second, _ = await enrol(database, "https://a.example", "https://b.example", "https://c.example")
    async with database.open_store() as store:
        for feed_id, minutes in ((first, 1), (second, 2)):
            feed = await store.feeds.get(feed_id)
            await store.feeds.save([replace(feed, next_poll_at=NOW - timedelta(minutes=minutes))])
    async with database.open_store() as store:
        assert [feed.id for feed in await store.feeds.due(NOW, 2)] == [second, first]
        assert [feed.id for feed in await store.feeds.due(NOW, 1, but={second})] == [first]


async def test_an_unknown_feed_is_a_lookup_error(database: Database) -> None:
    async with database.open_store() as store:
        with pytest.raises(LookupError):
            await store.feeds.get(FeedId(7))


async def enrol_plans(database: Database, plans: list[FeedPlan]) -> None:
    """Enrol exactly these."""
    async with database.open_store() as store:
        await store.feeds.enrol(plans, NOW)
