"""Keywords, related articles and stories, as remembered."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.articles import Article
from bot.domain.ids import StoryId
from bot.domain.pushes import PushState
from bot.domain.stories import Kin, Place
from bot.domain.terms import Background
from storage.database import Database
from tests.storage.samples import DRAFT, EN, MK, NOW, file, push_of, rows

PLACE = Place(keywords=("Buxhet",), weights={"budzet": 2.0})


async def placed(database: Database, number: int, place: Place = PLACE, *, now: datetime = NOW) -> Article:
    """An article with this place, published so many hours before it was seen."""
    draft = replace(
        DRAFT,
        url=f"https://paper.example/{number}",
        headline=f"Article {number}",
        published_at=NOW - timedelta(hours=number),
    )
    article = await file(database, draft, keys=[f"link:{number}"], now=now)
    await put(database, article, place, now=now)
    return article


async def put(database: Database, article: Article, place: Place, *, now: datetime = NOW) -> None:
    async with database.open_store() as store:
        await store.stories.place(article, place, now)


async def story(database: Database, article: Article) -> int | None:
    async with database.open_store() as store:
        return await store.stories.of(article.id)


def after(article: Article) -> Place:
    """A place in the story of this article."""
    return replace(PLACE, continues=article.id)


async def test_an_article_begins_its_own_story(database: Database) -> None:
    article = await placed(database, 1)
    assert await story(database, article) == article.id


async def test_an_article_without_a_place_has_no_story_and_no_keywords(database: Database) -> None:
    article = await file(database)
    assert await story(database, article) is None
    async with database.open_store() as store:
        assert await store.stories.keywords(article.id) == ()
        assert await store.stories.background(MK, ["budzet"], but=article.id) == Background()


async def test_a_story_has_its_articles_in_the_order_of_publication(database: Database) -> None:
    first = await placed(database, 1)
    second = await placed(database, 2, after(first))
    third = await placed(database, 3, after(second))
    async with database.open_store() as store:
        found = await store.stories.articles(StoryId(first.id))
    assert [one.id for one in found] == [third.id, second.id, first.id]


async def test_a_revised_article_may_join_a_story_while_it_is_alone(database: Database) -> None:
    first, second = await placed(database, 1), await placed(database, 2)
    await put(database, second, after(first))
    assert await story(database, second) == first.id


async def test_a_story_of_two_articles_keeps_them(database: Database) -> None:
    first, other = await placed(database, 1), await placed(database, 2)
    second = await placed(database, 3, after(first))
    await put(database, first, after(other))
    await put(database, second, PLACE)
    assert [await story(database, one) for one in (first, second)] == [first.id, first.id]


async def test_keywords_and_terms_are_those_of_the_last_revision(database: Database) -> None:
    article = await placed(database, 1)
    await put(database, article, Place(keywords=("Снег", "a\x00b"), weights={"sneg": 1.5}))
    async with database.open_store() as store:
        assert await store.stories.keywords(article.id) == ("Снег", "ab")
    assert await rows(database, "SELECT term, weight FROM article_terms") == [("sneg", 1.5)]


async def test_terms_are_counted_among_the_other_articles_of_the_edition(database: Database) -> None:
    one, _ = await placed(database, 1), await placed(database, 2)
    async with database.open_store() as store:
        assert await store.stories.background(MK, ["budzet", "x"], but=one.id) == Background(1, {"budzet": 1})
        assert await store.stories.background(EN, ["budzet"], but=one.id) == Background()


async def test_the_holders_of_terms_are_found_with_their_weights(database: Database) -> None:
    one, other = await placed(database, 1), await placed(database, 2)
    async with database.open_store() as store:
        assert await store.stories.holders(MK, ["budzet", "x"], but=one.id) == {other.id: {"budzet": 2.0}}
        assert await store.stories.holders(MK, [], but=one.id) == {}
        assert await store.stories.holders(EN, ["budzet"], but=one.id) == {}


async def test_terms_are_forgotten_after_thirty_days_and_stories_are_not(database: Database) -> None:
    old = await placed(database, 1)
    new = await placed(database, 2, after(old), now=NOW + timedelta(days=31))
    assert await rows(database, "SELECT DISTINCT article_id FROM article_terms") == [(new.id,)]
    async with database.open_store() as store:
        assert await store.stories.background(MK, ["budzet"], but=new.id) == Background()
    assert await story(database, new) == old.id


async def test_related_articles_know_each_other_the_likest_first(database: Database) -> None:
    first, second = await placed(database, 1), await placed(database, 2)
    kin = (Kin(second.id, 0.5, 1), Kin(first.id, 0.2, 1))
    third = await placed(database, 3, replace(PLACE, related=kin))
    async with database.open_store() as store:
        assert [one.id for one in await store.stories.related(third.id, 5)] == [second.id, first.id]
        assert [one.id for one in await store.stories.related(third.id, 1)] == [second.id]
        assert [one.id for one in await store.stories.related(first.id, 5)] == [third.id]


@pytest.mark.parametrize("state", [PushState.SCHEDULED, PushState.CANCELLED])
async def test_the_last_article_of_the_story_that_was_pushed_is_known(
    database: Database, state: PushState
) -> None:
    first = await placed(database, 1)
    second = await placed(database, 2, after(first))
    async with database.open_store() as store:
        push = await store.pushes.add(push_of(first.id))
        assert push
        if state is PushState.CANCELLED:
            await store.pushes.cancel(push.id, NOW)
        before = await store.stories.pushed_before(second.id)
        assert (before and before.id) == (first.id if state is PushState.SCHEDULED else None)
        assert await store.stories.pushed_before(first.id) is None
