"""What a feed's articles repeat, as remembered."""

from dataclasses import replace

from bot.domain.ids import ArticleId, FeedId
from bot.domain.paragraphs import OF_THE_LAST
from storage.database import Database
from tests.storage.samples import DRAFT, NOW, enrol, file


async def article(database: Database, feed_id: FeedId, number: int, *prints: str) -> ArticleId:
    """An article of a feed with these paragraphs."""
    draft = replace(DRAFT, url=f"https://paper.example/{number}")
    filed = await file(database, draft, feed_id=feed_id, keys=[f"link:{number}"])
    async with database.open_store() as store:
        await store.paragraphs.note(feed_id, filed.id, prints)
    return filed.id


async def often(database: Database, feed_id: FeedId) -> frozenset[str]:
    async with database.open_store() as store:
        return await store.paragraphs.often(feed_id)


async def test_a_paragraph_of_three_articles_is_one_that_the_site_repeats(database: Database) -> None:
    (feed,) = await enrol(database)
    for number in range(3):
        await article(database, feed, number, "appeal", f"news {number}", "twice" if number else "once")
    assert await often(database, feed) == {"appeal"}


async def test_what_one_feed_repeats_says_nothing_about_another(database: Database) -> None:
    mine, other = await enrol(database, "https://paper.example/1", "https://paper.example/2")
    for number in range(3):
        await article(database, mine, number, "appeal")
    assert await often(database, other) == frozenset()


async def test_a_revised_article_counts_once(database: Database) -> None:
    (feed,) = await enrol(database)
    first = await article(database, feed, 1, "appeal")
    async with database.open_store() as store:
        for _ in range(3):
            await store.paragraphs.note(feed, first, ["appeal", "appeal"])
    assert await often(database, feed) == frozenset()


async def test_only_the_last_articles_are_remembered(sqlite_database: Database) -> None:
    (feed,) = await enrol(sqlite_database)
    for number in range(3):
        await article(sqlite_database, feed, number, "old")
    async with sqlite_database.open_store() as store:
        for number in range(OF_THE_LAST - 1):
            draft = replace(DRAFT, url=f"https://paper.example/new/{number}")
            filed = await store.articles.file(
                draft, feed_id=feed, keys=[f"link:new/{number}"], fingerprint="", now=NOW
            )
            await store.paragraphs.note(feed, filed.id, [f"new {number}"])
    assert await often(sqlite_database, feed) == frozenset()
