"""Hub orders on file, and a hub's word that a look at the feed does not overrule."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.feeds import Feed, FeedPlan, Mode
from bot.domain.hubs import HubOrder, OrderState
from bot.domain.ids import Edition
from storage.database import Database
from tests.storage.samples import NOW

PLAN = FeedPlan(url="https://paper.example/feed", edition=Edition("mk"), mode=Mode.AUTO)
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
async def feed(database: Database) -> Feed:
    """A feed that names a hub."""
    async with database.open_store() as store:
        await store.feeds.enrol([PLAN], NOW)
        (feed,) = await store.feeds.due(NOW, 1)
        feed = replace(feed, hub="https://hub.example/", topic="https://paper.example/self")
        await store.feeds.save([feed])
    return feed


def order_for(feed: Feed) -> HubOrder:
    """An order that nobody confirmed."""
    return HubOrder(
        key="k" * 43, feed_id=feed.id, hub="https://hub.example/", topic="t", asked_at=NOW, tries=1
    )


async def test_feeds_with_a_hub_are_found(database: Database, feed: Feed) -> None:
    async with database.open_store() as store:
        assert await store.feeds.with_hub() == [feed]
        await store.feeds.save([replace(feed, stopped=True)])
        assert await store.feeds.with_hub() == []


async def test_a_feed_that_left_has_no_hub_for_us(database: Database, feed: Feed) -> None:
    async with database.open_store() as store:
        await store.feeds.enrol([], NOW)
        assert await store.feeds.with_hub() == []


async def test_an_order_is_kept_changed_and_forgotten(database: Database, feed: Feed) -> None:
    order = order_for(feed)
    running = replace(order, state=OrderState.RUNNING, tries=0, confirmed_at=NOW, ends_at=LATER)
    async with database.open_store() as store:
        await store.feeds.hubs.put([order])
        assert await store.feeds.hubs.get(order.key) == order
        await store.feeds.hubs.put([running])
        assert await store.feeds.hubs.all() == [running]
        await store.feeds.hubs.drop([running])
        assert await store.feeds.hubs.get(order.key) is None


async def test_a_look_says_when_the_next_one_is(database: Database, feed: Feed) -> None:
    async with database.open_store() as store:
        await store.feeds.save([replace(feed, was_due_at=feed.next_poll_at, next_poll_at=LATER)])
        assert (await store.feeds.get(feed.id)).next_poll_at == LATER


async def test_but_not_over_a_hub_that_spoke_meanwhile(database: Database, feed: Feed) -> None:
    spoke = NOW + timedelta(seconds=1)
    async with database.open_store() as store:
        await store.feeds.due_at(feed.id, spoke)
        await store.feeds.save([replace(feed, was_due_at=feed.next_poll_at, next_poll_at=LATER)])
        assert (await store.feeds.get(feed.id)).next_poll_at == spoke
