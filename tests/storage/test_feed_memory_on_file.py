"""What is kept of feeds that misbehave: memory, events, sightings, surges, unread pages, changes."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.articles import Video
from bot.domain.changes import Change, Part
from bot.domain.entries import Entry, Known, Sighting
from bot.domain.feeds import Tally
from bot.domain.habits import Habit
from bot.domain.ids import MessageId
from bot.domain.surges import SurgeId, SurgeState, Surprise
from bot.domain.troubles import FeedEvent, Trouble
from bot.feed_ports import UnreadPage
from storage.database import Database
from tests.storage.samples import ANA, BORIS, DRAFT, EDITOR, LATER, MK, NOW, enrol, file

ENTRY = Entry(
    guid="1",
    url="https://paper.example/a",
    title="Буџетот",
    published=NOW,
    authors=("Ана",),
    categories=("Политика",),
    videos=(Video(url="https://youtu.be/x"),),
    html="<p>Текст</p>",
    fingerprint="made",
)


async def test_a_feeds_habits_and_troubles_are_read_back_as_saved(database: Database) -> None:
    (feed_id,) = await enrol(database)
    async with database.open_store() as store:
        feed = replace(
            await store.feeds.get(feed_id),
            moved_to="https://new.example/feed",
            hub="https://hub.example/",
            wish=timedelta(minutes=30),
            habit=Habit(
                last_new_at=NOW,
                usual_gap=timedelta(hours=1),
                longest_silence=timedelta(hours=9),
                usual_burst=2.5,
            ),
            tally=Tally(5, 2, 1, 1, 1234),
            troubles=frozenset({Trouble.MOVED, Trouble.SILENT}),
        )
        await store.feeds.save([feed])
    async with database.open_store() as store:
        assert await store.feeds.get(feed_id) == feed


async def test_many_feeds_are_saved_together_and_none_is_fine(database: Database) -> None:
    ids = await enrol(database, "https://a.example", "https://b.example")
    async with database.open_store() as store:
        await store.feeds.save([])
        feeds = [replace(await store.feeds.get(one), failures=number) for number, one in enumerate(ids, 1)]
        await store.feeds.save(feeds)
    async with database.open_store() as store:
        assert [(await store.feeds.get(one)).failures for one in ids] == [1, 2]


async def test_a_stopped_feed_is_not_due_until_it_is_enrolled_again(database: Database) -> None:
    (feed_id,) = await enrol(database)
    async with database.open_store() as store:
        await store.feeds.save([replace(await store.feeds.get(feed_id), stopped=True, failures=1)])
    async with database.open_store() as store:
        assert await store.feeds.due(LATER, 10) == []
    await enrol(database)
    async with database.open_store() as store:
        assert [feed.stopped for feed in await store.feeds.due(LATER, 10)] == [False]


async def test_events_are_untold_until_they_are_told(database: Database) -> None:
    (feed_id,) = await enrol(database)
    event = FeedEvent(
        feed_id=feed_id,
        trouble=Trouble.GONE,
        is_over=False,
        at=NOW,
        key="error.fetch.gone",
        args={"url": "u"},
    )
    async with database.open_store() as store:
        await store.feeds.report([event, replace(event, is_over=True, key="", args={})])
    async with database.open_store() as store:
        first, second = await store.feeds.untold(10)
        await store.feeds.told([first.number], NOW)
        assert (first.event, first.url, second.event.is_over) == (event, "https://paper.example/feed", True)
        assert [one.number for one in await store.feeds.untold(10)] == [second.number]


async def test_each_feed_remembers_what_it_said_itself(database: Database) -> None:
    first, second = await enrol(database, "https://a.example", "https://b.example")
    article = await file(database, feed_id=first, keys=["link:1"])
    async with database.open_store() as store:
        assert await store.articles.known(second, ["link:1"]) == {"link:1": Known(article.id, None)}
        await store.articles.sight(second, [Sighting(article.id, ("guid:9",), "other")])
    async with database.open_store() as store:
        assert await store.articles.known(second, ["guid:9"]) == {"guid:9": Known(article.id, "other")}
        assert await store.articles.known(first, ["link:1"]) == {"link:1": Known(article.id, "first")}


async def test_thousands_of_keys_are_looked_up(database: Database) -> None:
    (feed_id,) = await enrol(database)
    article = await file(database, feed_id=feed_id, keys=["guid:4999"])
    async with database.open_store() as store:
        found = await store.articles.known(feed_id, [f"guid:{number}" for number in range(5_000)])
    assert found == {"guid:4999": Known(article.id, "first")}


async def test_recent_headlines_come_with_their_feeds(database: Database) -> None:
    (feed_id,) = await enrol(database)
    older = await file(database, feed_id=feed_id, now=NOW - timedelta(days=3))
    by_hand, newest = await file(database), await file(database, feed_id=feed_id)
    async with database.open_store() as store:
        recent = await store.articles.headlines(MK, NOW - timedelta(days=1), 10)
    assert recent == [
        (feed_id, newest.id, DRAFT.headline),
        (None, by_hand.id, DRAFT.headline),
    ]
    assert older.id < by_hand.id


async def test_what_a_revision_changed_is_kept(database: Database) -> None:
    article = await file(database)
    change = Change(Part.HEADLINE, "Буџетот помина", "Буџетот не помина")
    async with database.open_store() as store:
        revised = await store.articles.revise(article.id, DRAFT, keys=(), fingerprint="")
        await store.articles.note_changes(revised, [change], NOW)
    async with database.open_store() as store:
        assert await store.articles.changes(article.id) == {2: (change,)}


async def test_an_unread_page_is_read_back_with_its_entry_and_dropped(database: Database) -> None:
    (feed_id,) = await enrol(database)
    article = await file(database, feed_id=feed_id)
    page = UnreadPage(article_id=article.id, feed_id=feed_id, entry=ENTRY, tries=1, due_at=NOW)
    async with database.open_store() as store:
        await store.unread_pages.put(page)
        await store.unread_pages.put(replace(page, tries=2, entry=replace(ENTRY, published=None)))
    async with database.open_store() as store:
        assert await store.unread_pages.due(NOW - timedelta(seconds=1), 10) == []
        assert await store.unread_pages.due(NOW, 10) == [
            replace(page, tries=2, entry=replace(ENTRY, published=None))
        ]
        await store.unread_pages.drop(article.id)
        assert await store.unread_pages.due(NOW, 10) == []


async def surge(database: Database) -> SurgeId:
    """A surge of two articles."""
    (feed_id,) = await enrol(database)
    articles = [(await file(database, feed_id=feed_id)).id for _ in range(2)]
    async with database.open_store() as store:
        return await store.surges.open(feed_id, Surprise.FLOOD, articles[::-1], NOW)


async def test_a_surge_keeps_its_order_and_waits(database: Database) -> None:
    number = await surge(database)
    async with database.open_store() as store:
        found = await store.surges.get(number)
        assert await store.surges.get(SurgeId(99)) is None
    assert found
    assert (found.state, found.surprise, found.feed_url) == (
        SurgeState.WAITING,
        Surprise.FLOOD,
        "https://paper.example/feed",
    )
    assert [article.id for article in found.articles] == sorted(
        (article.id for article in found.articles), reverse=True
    )


async def test_the_first_decision_about_a_surge_stands(database: Database) -> None:
    number = await surge(database)
    async with database.open_store() as store:
        assert await store.surges.decide(number, SurgeState.SEEN, EDITOR, NOW)
        assert not await store.surges.decide(number, SurgeState.REVIEWED, EDITOR, NOW)
        found = await store.surges.get(number)
    assert found
    assert (found.state, found.decided_name, found.decided_at) == (SurgeState.SEEN, "Елена", NOW)


async def test_a_surge_is_shown_to_each_desk_chat_once(database: Database) -> None:
    number = await surge(database)
    async with database.open_store() as store:
        assert [chat for _, chat in await store.surges.unshown([ANA, BORIS])] == [ANA, BORIS]
        await store.surges.shown(number, ANA, MessageId(5))
        await store.surges.shown(number, ANA, None)
        await store.surges.shown(number, BORIS, None)
        assert await store.surges.unshown([ANA, BORIS]) == []
        assert await store.surges.messages(number) == [(ANA, 5)]


async def test_only_old_waiting_surges_expire(database: Database) -> None:
    number = await surge(database)
    async with database.open_store() as store:
        assert await store.surges.expire(NOW) == []
        assert await store.surges.expire(LATER) == [number]
        assert await store.surges.expire(LATER) == []
