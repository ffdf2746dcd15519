"""Articles on file and the keys under which they are known."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.articles import Article, Draft, Image, Video
from bot.domain.entries import Known
from bot.domain.ids import ArticleId, FeedId
from storage.database import Database
from tests.storage.samples import DRAFT, EN, NOW, enrol, file

WHOLE = Draft(
    url="https://paper.example/video/1",
    edition=EN,
    language="en",
    headline="Three reasons",
    kicker="VIDEO",
    authors=("Andonović", "Petrovska"),
    series="Columns",
    topics=("politics", "economy"),
    image=Image("https://paper.example/1.jpg", "Photo: Paper"),
    videos=(Video(url="https://youtu.be/x", poster="https://i.example/x.jpg", title="Talk"),),
    body=("First.", "Second."),
    summary="First.",
    appeal="Dear reader,",
    published_at=NOW - timedelta(hours=1),
)


async def known(database: Database, feed_id: FeedId, *keys: str) -> ArticleId | None:
    """Which article is known under these keys."""
    async with database.open_store() as store:
        found = await store.articles.known(feed_id, keys)
    return next((found[key].id for key in keys if key in found), None)


async def test_an_article_is_read_back_as_filed(database: Database) -> None:
    article = await file(database, WHOLE)
    async with database.open_store() as store:
        stored = await store.articles.get(article.id)
    assert stored == article == Article(**vars(WHOLE), id=article.id, revision=1, seen_at=NOW)


async def test_an_article_with_nothing_optional_is_read_back_as_filed(database: Database) -> None:
    article = await file(database, DRAFT)
    async with database.open_store() as store:
        assert await store.articles.get(article.id) == article


async def test_what_no_database_can_hold_is_left_out(database: Database) -> None:
    article = await file(database, replace(DRAFT, headline="a\x00b\ud800c", body=("d\x00e",)))
    assert (article.headline, article.body) == ("abc", ("de",))


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="without a zone"):
        await file(database, replace(DRAFT, published_at=NOW.replace(tzinfo=None)))


async def test_an_unknown_article_is_a_lookup_error(database: Database) -> None:
    async with database.open_store() as store:
        with pytest.raises(LookupError):
            await store.articles.get(ArticleId(7))


@pytest.mark.parametrize("key", ["guid:1", "link:1"])
async def test_an_article_is_known_under_each_of_its_keys(database: Database, key: str) -> None:
    (feed_id,) = await enrol(database)
    article = await file(database, feed_id=feed_id, keys=["guid:1", "link:1"])
    async with database.open_store() as store:
        assert await store.articles.known(feed_id, ["guid:?", key]) == {key: Known(article.id, "first")}


@pytest.mark.parametrize("keys", [(), ("guid:2",)])
async def test_under_other_keys_nothing_is_known(database: Database, keys: tuple[str, ...]) -> None:
    (feed_id,) = await enrol(database)
    await file(database, feed_id=feed_id, keys=["guid:1"])
    assert await known(database, feed_id, *keys) is None


async def test_a_link_counts_in_every_feed_but_a_guid_in_its_own(database: Database) -> None:
    feed_id, other = await enrol(database, "https://a.example", "https://b.example")
    article = await file(database, feed_id=feed_id, keys=["guid:1", "link:1"])
    assert await known(database, other, "guid:1") is None
    assert await known(database, other, "guid:1", "link:1") == article.id


async def test_of_two_articles_under_an_entrys_keys_the_first_key_wins(database: Database) -> None:
    (feed_id,) = await enrol(database)
    first = await file(database, feed_id=feed_id, keys=["guid:1"])
    second = await file(database, feed_id=feed_id, keys=["link:2"])
    assert await known(database, feed_id, "guid:1", "link:2") == first.id
    assert await known(database, feed_id, "link:2", "guid:1") == second.id


async def test_a_key_that_is_taken_stays_with_the_first_article(database: Database) -> None:
    (feed_id,) = await enrol(database)
    first = await file(database, feed_id=feed_id, keys=["link:1"])
    second = await file(database, feed_id=feed_id, keys=["link:1", "guid:2"])
    assert await known(database, feed_id, "link:1") == first.id
    assert await known(database, feed_id, "guid:2") == second.id


async def test_a_revision_replaces_the_content_and_counts(database: Database) -> None:
    article = await file(database, DRAFT)
    async with database.open_store() as store:
        await store.articles.revise(article.id, WHOLE, keys=(), fingerprint="second")
    async with database.open_store() as store:
        assert await store.articles.get(article.id) == Article(
            **vars(WHOLE), id=article.id, revision=2, seen_at=NOW
        )


async def test_a_revision_adds_its_keys_and_its_fingerprint(database: Database) -> None:
    (feed_id,) = await enrol(database)
    article = await file(database, feed_id=feed_id, keys=["guid:1"])
    async with database.open_store() as store:
        await store.articles.revise(article.id, DRAFT, keys=["guid:1", "guid:2"], fingerprint="second")
    async with database.open_store() as store:
        assert await store.articles.known(feed_id, ["guid:2"]) == {"guid:2": Known(article.id, "second")}


async def test_an_article_is_found_by_its_link(database: Database) -> None:
    article = await file(database, keys=["link:1"])
    async with database.open_store() as store:
        assert await store.articles.by_link("link:1") == article
        assert await store.articles.by_link("link:2") is None


async def test_the_latest_are_the_newest_of_the_edition(database: Database) -> None:
    old = await file(database, replace(DRAFT, published_at=NOW - timedelta(days=2)))
    undated = await file(database, DRAFT)
    await file(database, WHOLE)
    async with database.open_store() as store:
        latest = await store.articles.latest(DRAFT.edition, 5)
        assert latest == [undated, old]
        assert await store.articles.latest(DRAFT.edition, 1) == [undated]


async def test_the_latest_with_video_have_one(database: Database) -> None:
    await file(database, replace(DRAFT, edition=EN))
    watchable = await file(database, WHOLE)
    async with database.open_store() as store:
        assert await store.articles.latest(EN, 5, with_video=True) == [watchable]
