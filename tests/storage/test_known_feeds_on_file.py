"""Feeds with what was chosen about them in a chat, on file: a start lays the file's plans under it."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.feed_choices import FeedChoices, FeedStanding, FeedWeight, KnownFeed
from bot.domain.feeds import FeedPlan, Mode
from storage.database import Database
from tests.storage.samples import DRAFT, LATER, NOW, PLAN, SQ, enrol, file

ADDED = FeedPlan(url="https://paper.example/sport", edition=SQ, mode=Mode.REVIEW)


async def known(database: Database, url: str = PLAN.url) -> KnownFeed:
    """The feed of this address."""
    async with database.open_store() as store:
        found = await store.known_feeds.at(url)
    assert found
    return found


async def choose(database: Database, before: KnownFeed, choices: FeedChoices) -> bool:
    """These hold from now on."""
    async with database.open_store() as store:
        plan = choices.over(before.feed.plan)
        return await store.known_feeds.choose(before, choices, plan, LATER)


async def asked(database: Database) -> list[FeedPlan]:
    """What is polled."""
    async with database.open_store() as store:
        return list(await store.known_feeds.plans())


async def test_what_was_chosen_outlives_starts_and_the_file_holds_for_the_rest(database: Database) -> None:
    await enrol(database)
    assert await choose(database, await known(database), FeedChoices(mode=Mode.REVIEW, topic=""))
    async with database.open_store() as store:
        await store.feeds.enrol([replace(PLAN, edition=SQ, topic="sport")], LATER)
    after = await known(database)
    assert after.feed.plan == replace(PLAN, edition=SQ, mode=Mode.REVIEW, topic=None)
    assert (after.named, after.added, after.version) == (True, False, 1)


async def test_of_two_choices_for_the_same_state_the_first_holds(database: Database) -> None:
    await enrol(database)
    before = await known(database)
    assert await choose(database, before, FeedChoices(standing=FeedStanding.PAUSED))
    assert not await choose(database, before, FeedChoices(standing=FeedStanding.REMOVED))
    assert await asked(database) == []
    await enrol_again(database)
    assert await asked(database) == []


async def enrol_again(database: Database) -> None:
    """A start with the same file."""
    async with database.open_store() as store:
        await store.feeds.enrol([PLAN], LATER)


async def test_a_feed_is_due_at_once_when_it_is_resumed(database: Database) -> None:
    await enrol(database)
    for standing in (FeedStanding.PAUSED, FeedStanding.ON):
        await choose(database, await known(database), FeedChoices(standing=standing))
    assert (await known(database)).feed.next_poll_at == LATER


async def test_an_added_feed_stays_though_the_file_never_names_it_and_comes_back(database: Database) -> None:
    async with database.open_store() as store:
        added = await store.known_feeds.add(ADDED, NOW)
        await store.feeds.enrol([PLAN], LATER)
    assert sorted(one.url for one in await asked(database)) == [PLAN.url, ADDED.url]
    await choose(database, added, FeedChoices(standing=FeedStanding.REMOVED))
    async with database.open_store() as store:
        assert [one.feed.plan.url for one in await store.known_feeds.chosen()] == [ADDED.url]
        assert [one.feed.plan.url for one in await store.known_feeds.all()] == [PLAN.url]
        again = await store.known_feeds.add(replace(ADDED, mode=Mode.AUTO), LATER)
    assert (again.feed.id, again.feed.plan.mode, again.is_asked) == (added.feed.id, Mode.AUTO, True)


async def test_a_feed_is_weighed_by_what_it_brought(database: Database) -> None:
    (feed_id,) = await enrol(database)
    old = replace(DRAFT, url="https://paper.example/b", published_at=NOW - timedelta(days=7))
    article = await file(database, DRAFT, feed_id=feed_id)
    await file(database, old, feed_id=feed_id)
    await file(database, replace(DRAFT, url="https://paper.example/c"))
    async with database.open_store() as store:
        await store.reviews.open(article.id, NOW)
        assert await store.known_feeds.recent(NOW - timedelta(days=1)) == {feed_id: 1}
        assert await store.known_feeds.weight(feed_id) == FeedWeight(articles=2, waiting=1)
        assert await store.known_feeds.get(feed_id) == await store.known_feeds.at(PLAN.url)
