"""A running story: followed from under its article or by a link, and its follow-ups come as replies."""

import pytest

from bot.domain.articles import Article
from bot.domain.ids import ArticleId
from bot.domain.stories import Place
from bot.sandbox.client import ScreenMessage
from bot.usecases.freeze import article_push, file_push
from tests.handlers.scene import ANA, BORIS, Scene, draft, labels

BEGINNING, NEXT = "The night train may return", "The night train returns"
FOLLOW = "🧵 Follow this story"


async def filed(scene: Scene, headline: str, after: ArticleId | None = None) -> Article:
    """An article that begins a story, or continues that of another."""
    (article,) = await scene.published(draft(headline, published_at=scene.clock.now(), body=("It may.",)))
    async with scene.open_store() as store:
        await store.stories.place(article, Place((), {}, continues=after), scene.clock.now())
    return article


async def sent(scene: Scene, article: Article) -> Article:
    """It has reached whoever follows it."""
    push = article_push(article, scene.newsroom.paper, due_at=scene.clock.now(), editor=None)
    async with scene.open_store() as store:
        assert await file_push(store, push, article)
    await scene.newsroom.plan_pushes()
    scene.clock.pass_by(seconds=1)  # so much lies between two messages to one chat
    await scene.newsroom.deliver_pushes()
    return article


async def card(scene: Scene, headline: str) -> ScreenMessage | None:
    """Ana's newest message about an article."""
    found = [one for one in await scene.messages(ANA) if one.text.startswith(headline)]
    return found[-1] if found else None


@pytest.fixture
async def beginning(scene: Scene) -> Article:
    """Ana, who gets everything, has got the first article of a story."""
    await scene.subscribed(ANA)
    return await sent(scene, await filed(scene, BEGINNING))


async def test_a_follow_up_replies_to_the_readers_own_earlier_message(
    scene: Scene, beginning: Article
) -> None:
    await scene.taps(ANA, "Less like this")
    panel = await scene.taps(ANA, FOLLOW)
    assert "will reply to this message" in (await scene.toast(ANA)).text
    assert labels(panel)[-3:] == [f"✕ Unfollow {BEGINNING}", "⚠️ Report an error", "‹ Back"]
    await sent(scene, await filed(scene, NEXT, after=beginning.id))
    first, follow_up = await card(scene, BEGINNING), await card(scene, NEXT)
    assert first
    assert follow_up
    assert follow_up.reply_to == first.message_id


async def test_who_does_not_follow_the_story_gets_the_follow_up_as_any_other_news(
    scene: Scene, beginning: Article
) -> None:
    await sent(scene, await filed(scene, NEXT, after=beginning.id))
    follow_up = await card(scene, NEXT)
    assert follow_up
    assert follow_up.reply_to is None


async def test_a_follow_up_to_a_message_that_was_deleted_comes_all_the_same(
    scene: Scene, beginning: Article
) -> None:
    await scene.taps(ANA, "Less like this")
    await scene.taps(ANA, FOLLOW)
    first = await card(scene, BEGINNING)
    assert first
    await scene.bot.delete_message(ANA, first.message_id)
    await sent(scene, await filed(scene, NEXT, after=beginning.id))
    assert await card(scene, NEXT)


async def test_a_story_is_followed_without_the_rest_and_is_the_reason_told(
    scene: Scene, beginning: Article
) -> None:
    await scene.taps(ANA, "Less like this")
    await scene.taps(ANA, FOLLOW)
    await scene.taps(ANA, "✕ Unfollow Primer Daily")
    await sent(scene, await filed(scene, "Peppers are cheap"))
    await sent(scene, await filed(scene, NEXT, after=beginning.id))
    assert await card(scene, "Peppers") is None
    await scene.taps(ANA, "Less like this")
    await scene.taps(ANA, "Why did I get this?")
    assert (await scene.toast(ANA)).text == f"You follow the story “{BEGINNING}”."


async def test_a_story_stands_among_what_is_followed_and_ends_there(scene: Scene, beginning: Article) -> None:
    await scene.taps(ANA, "Less like this")
    for _ in range(2):
        await scene.phones.tap(ANA, FOLLOW)
    await scene.answer()
    await scene.types(ANA, "/following")
    assert labels((await scene.messages(ANA))[-1])[:2] == ["✕ 📰 Primer Daily", f"✕ 🧵 {BEGINNING}"]
    await scene.taps(ANA, f"✕ 🧵 {BEGINNING}")
    await sent(scene, await filed(scene, NEXT, after=beginning.id))
    follow_up = await card(scene, NEXT)
    assert follow_up
    assert follow_up.reply_to is None


async def test_a_link_to_a_story_offers_it_to_a_stranger(scene: Scene) -> None:
    first = await filed(scene, BEGINNING)
    second = await filed(scene, NEXT, after=first.id)
    assert f"Follow 🧵 {NEXT}?" in await scene.types(ANA, f"/start story_{second.id}")
    assert f"You follow 🧵 {NEXT}" in (await scene.taps(ANA, f"＋ 🧵 {NEXT}")).text
    assert f"no longer follow 🧵 {NEXT}" in (await scene.taps(ANA, f"✕ 🧵 {NEXT}")).text
    await scene.taps(ANA, f"＋ 🧵 {NEXT}")
    await sent(scene, await filed(scene, "The night train is full", after=first.id))
    await sent(scene, await filed(scene, "Peppers are cheap"))
    assert await card(scene, "The night train is full")
    assert await card(scene, "Peppers") is None


@pytest.mark.parametrize("payload", ["story_999", "story_night", "story_", "story_-1"])
async def test_a_link_to_no_story_greets_and_says_so(scene: Scene, payload: str) -> None:
    assert "out of date" in await scene.types(ANA, f"/start {payload}")


async def test_an_article_without_a_place_has_no_story_to_follow(scene: Scene) -> None:
    await scene.subscribed(ANA)
    (article,) = await scene.published(draft(BEGINNING, published_at=scene.clock.now()))
    await sent(scene, article)
    assert FOLLOW not in labels(await scene.taps(ANA, "Less like this"))
    await scene.types(ANA, f"/start story_{article.id}")
    assert "out of date" in (await scene.messages(ANA))[-1].text


async def test_each_phone_has_a_thread_of_its_own(scene: Scene, beginning: Article) -> None:
    await scene.subscribed(BORIS)
    await scene.taps(ANA, "Less like this")
    await scene.taps(ANA, FOLLOW)
    await sent(scene, await filed(scene, NEXT, after=beginning.id))
    (boris,) = [one for one in await scene.messages(BORIS) if one.text.startswith(NEXT)]
    assert boris.reply_to is None


@pytest.mark.parametrize("data", ["story:99", "on:99", "story:", "on:x", "story:1.2"])
async def test_a_made_up_button_about_a_story_is_out_of_date(scene: Scene, data: str) -> None:
    await scene.types(ANA, "/start")
    person = {"id": ANA, "is_bot": False, "first_name": "Ana", "language_code": "en"}
    message = {"message_id": 1, "date": 1, "chat": {"id": ANA, "type": "private"}}
    press = {"id": "1", "from": person, "chat_instance": "1", "data": data, "message": message}
    assert await scene.happens({"callback_query": press}) == 0
    assert await scene.subscriber(ANA) is None
