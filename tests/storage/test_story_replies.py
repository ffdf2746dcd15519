"""A follow-up of a story replies to what its follower got of it before, and to nothing of anybody else's."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.deliveries import Delivery
from bot.domain.follows import Follow, story_subject
from bot.domain.ids import ArticleId, ChatId, PushId, StoryId
from bot.domain.stories import Place
from storage.database import Database
from tests.storage.samples import (
    ANA,
    BORIS,
    DRAFT,
    MK,
    NOW,
    Choices,
    claim,
    file,
    intend,
    join,
    plan,
    push_of,
    refused,
    rows,
    sent,
    settle,
)


async def pushed(database: Database, after: ArticleId | None = None) -> ArticleId:
    """An article that begins a story, or continues that of another, with its deliveries planned."""
    article = await file(database, replace(DRAFT, headline="Буџет"))
    async with database.open_store() as store:
        await store.stories.place(article, Place((), {}, continues=after), NOW)
        story_id = await store.stories.of(article.id)
        assert story_id
        choices = Choices(keys=(story_subject(story_id, "Буџет"),))
        push = await store.pushes.add(push_of(article.id, slot=str(article.id), choices=choices))
    assert push
    await plan(database, PushId(push.id))
    return article.id


async def reads(database: Database, *chats: ChatId, story: ArticleId) -> None:
    """These chats follow the story that this article began."""
    async with database.open_store() as store:
        for chat_id in chats:
            reader = await store.subscribers.by_chat(chat_id)
            assert reader
            about = story_subject(StoryId(story), "Буџет")
            await store.follows.put(reader.id, Follow(subject=about, since=NOW))


async def delivered(database: Database, first_message: int) -> None:
    """What waits arrives, in messages numbered from here by reader."""
    waiting = sorted(await claim(database), key=lambda one: one.subscriber_id)
    await intend(database, *waiting)
    await settle(database, *(sent(one, first_message + number) for number, one in enumerate(waiting)))


@pytest.fixture
async def story(database: Database) -> ArticleId:
    """Ana and Boris got the beginning of a story, as messages 10 and 11; Ana follows it."""
    await join(database, ANA, BORIS)
    first = await pushed(database)
    await delivered(database, 10)
    await reads(database, ANA, story=first)
    return first


async def replies(database: Database) -> dict[ChatId, int | None]:
    """To which message each reader's next one replies."""
    found: list[Delivery] = await claim(database, now=NOW + timedelta(minutes=1))
    return {one.chat_id: one.reply_to for one in found}


async def test_its_follower_gets_a_follow_up_as_a_reply(database: Database, story: ArticleId) -> None:
    await pushed(database, after=story)
    assert await replies(database) == {ANA: 10, BORIS: None}


async def test_it_replies_to_the_last_message_of_the_story(database: Database, story: ArticleId) -> None:
    await pushed(database, after=story)
    await delivered(database, 20)
    await pushed(database, after=story)
    assert await replies(database) == {ANA: 20, BORIS: None}


async def test_each_reader_has_a_message_of_their_own(database: Database, story: ArticleId) -> None:
    await reads(database, BORIS, story=story)
    await pushed(database, after=story)
    assert await replies(database) == {ANA: 10, BORIS: 11}


async def test_another_story_is_no_reply(database: Database, story: ArticleId) -> None:
    other = await pushed(database)
    assert other != story
    assert await replies(database) == {ANA: None, BORIS: None}


async def test_what_never_arrived_is_not_replied_to(database: Database, story: ArticleId) -> None:
    second = await pushed(database, after=story)
    waiting = await claim(database)
    await intend(database, *waiting)
    await settle(database, *(refused(one, detail="odd") for one in waiting if one.chat_id == BORIS))
    await settle(database, *(sent(one, 20) for one in waiting if one.chat_id == ANA))
    await pushed(database, after=second)
    assert await replies(database) == {ANA: 20}


async def test_who_ended_the_story_gets_what_comes_by_others_without_a_reply(
    database: Database, story: ArticleId
) -> None:
    async with database.open_store() as store:
        ana = await store.subscribers.by_chat(ANA)
        assert ana
        await store.follows.put(ana.id, Follow(subject=story_subject(StoryId(story), "Буџет")))
    await pushed(database, after=story)
    assert await replies(database) == {ANA: None, BORIS: None}


async def test_who_follows_only_a_story_gets_its_follow_ups_and_nothing_else(
    database: Database, story: ArticleId
) -> None:
    async with database.open_store() as store:
        ana = await store.subscribers.by_chat(ANA)
        assert ana
        whole = next(one for one in await store.follows.of(ana.id) if one.subject.key == MK)
        await store.follows.put(ana.id, whole.ended())
    await pushed(database)
    assert set(await replies(database)) == {BORIS}
    await pushed(database, after=story)
    assert (await replies(database))[ANA] == 10


async def test_followers_go_along_when_their_article_joins_another_story(
    database: Database, story: ArticleId
) -> None:
    alone = await pushed(database)
    await delivered(database, 20)
    await reads(database, ANA, BORIS, story=alone)
    async with database.open_store() as store:
        article = await store.articles.get(alone)
        await store.stories.place(article, Place((), {}, continues=story), NOW)
    await pushed(database, after=story)
    assert await replies(database) == {ANA: 20, BORIS: 21}
    followed = "SELECT subscriber_id, key FROM follows WHERE kind = 'story' ORDER BY subscriber_id"
    assert await rows(database, followed) == [(1, str(story)), (2, str(story))]
