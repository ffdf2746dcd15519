"""Under a push: read it here, ask why it came, mute, unfollow; all in place, all of it can be undone."""

from typing import Any

import pytest

from bot.domain.articles import Article, Draft
from bot.sandbox.client import ScreenMessage
from bot.usecases.freeze import article_push, matching
from tests.handlers.scene import ANA, BORIS, Scene, draft, labels

OWN = ["Read", "Read here", "Less like this", "Support us"]
TRAIN: dict[str, Any] = {
    "topics": ("Railway",), "authors": ("Biljana Stojčevska",), "body": ("It may return.", "In spring."),
}  # fmt: skip


def of_today(scene: Scene, headline: str, **more: Any) -> Draft:
    """An article about trains."""
    return draft(headline, **{"published_at": scene.clock.now(), **TRAIN, **more})


async def pushed(scene: Scene, headline: str = "The night train", **more: Any) -> Article:
    """An article that has reached whoever follows it."""
    (article,) = await scene.published(of_today(scene, headline, **more))
    now = scene.clock.now()
    async with scene.open_store() as store:
        words = await matching(article, await store.follows.keywords())
        push = article_push(article, scene.newsroom.paper, words=words, due_at=now, editor=None)
        assert await store.pushes.add(push)
    await scene.newsroom.plan_pushes()
    scene.clock.pass_by(seconds=1)  # so much lies between two messages to one chat
    await scene.newsroom.deliver_pushes()
    return article


async def got(scene: Scene, headline: str) -> list[ScreenMessage]:
    """Ana's messages about an article."""
    return [one for one in await scene.messages(ANA) if one.text.startswith(headline)]


@pytest.fixture
async def push(scene: Scene) -> Scene:
    """Ana, who gets everything, has got an article."""
    await scene.subscribed(ANA)
    await pushed(scene)
    return scene


async def test_a_push_carries_the_choices(push: Scene) -> None:
    (card,) = await got(push, "The night train")
    assert labels(card) == OWN


async def test_the_choices_open_in_place_and_close_again(push: Scene) -> None:
    panel = await push.taps(ANA, "Less like this")
    assert labels(panel) == [
        "Why did I get this?",
        "Only in the digest: Primer Daily",
        "🔕 7 days without Biljana Stojčevska",
        "🔕 7 days without Railway",
        "✕ Unfollow Primer Daily",
        "⚠️ Report an error",
        "‹ Back",
    ]
    assert panel.text.startswith("The night train")
    assert labels(await push.taps(ANA, "‹ Back")) == OWN


async def test_why_names_the_follow_that_brought_it(push: Scene) -> None:
    await push.taps(ANA, "Less like this")
    await push.taps(ANA, "Why did I get this?")
    toast = await push.toast(ANA)
    assert (toast.text, toast.show_alert) == ("You follow everything of Primer Daily.", True)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("railway", "You follow the topic “Railway”."),
        ("Стојчевска", "You follow the author Biljana Stojčevska."),
        ("spring", "You follow articles with the words “spring”."),
    ],
)
async def test_each_kind_of_follow_is_told_in_its_own_words(scene: Scene, words: str, reason: str) -> None:
    await scene.published(of_today(scene, "Earlier"))
    await scene.types(ANA, f"/follow {words}")
    await pushed(scene)
    await scene.taps(ANA, "Less like this")
    await scene.taps(ANA, "Why did I get this?")
    assert (await scene.toast(ANA)).text == reason


async def test_a_muted_topic_brings_nothing_for_a_week_and_undo_brings_it_back(push: Scene) -> None:
    await push.taps(ANA, "Less like this")
    muted = await push.taps(ANA, "🔕 7 days without Railway")
    (undo,) = [label for label in labels(muted) if label.startswith("↩ Undo: Railway, until ")]
    assert "Nothing of it for 7 days" in (await push.toast(ANA)).text
    await pushed(push, "Another train")
    assert await got(push, "Another train") == []
    assert "🔕 7 days without Railway" in labels(await push.taps(ANA, undo))
    await pushed(push, "A third train")
    assert len(await got(push, "A third train")) == 1


async def test_who_unfollows_gets_no_more_and_can_take_it_back(scene: Scene) -> None:
    await scene.published(of_today(scene, "Earlier"))
    await scene.types(ANA, "/follow railway")
    await pushed(scene)
    await scene.taps(ANA, "Less like this")
    ended = await scene.taps(ANA, "✕ Unfollow Railway")
    assert "↩ Follow Railway again" in labels(ended)
    await scene.taps(ANA, "Why did I get this?")
    assert (await scene.toast(ANA)).text == "You have since ended what this came by."
    await pushed(scene, "Another train")
    assert await got(scene, "Another train") == []
    assert "✕ Unfollow Railway" in labels(await scene.taps(ANA, "↩ Follow Railway again"))


async def test_a_muted_topic_is_marked_wherever_it_is_shown(push: Scene) -> None:
    await push.taps(ANA, "Less like this")
    await push.taps(ANA, "🔕 7 days without Railway")
    for command in ("/topics", "/following"):
        await push.types(ANA, command)
        shown = labels((await push.messages(ANA))[-1])
        assert [one for one in shown if one.startswith("🔕 🏷 Railway, until ")], command


async def test_double_taps_do_what_one_does(push: Scene) -> None:
    (card,) = await got(push, "The night train")
    for _ in range(2):
        await push.phones.tap(ANA, "Less like this", card.message_id)
    await push.answer()
    panel = await push.taps(ANA, "🔕 7 days without Railway")
    assert sum(label.startswith("↩ Undo") for label in labels(panel)) == 1


async def test_the_article_is_read_here_in_a_message_of_its_own(push: Scene) -> None:
    await push.taps(ANA, "Read here")
    page = (await push.messages(ANA))[-1]
    assert page.text.endswith("It may return.\n\nIn spring.\n\nPrimer Daily")
    assert labels(page) == ["Read", "⚠️ Report an error"]


async def test_a_long_article_turns_its_pages_in_place(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await pushed(scene, body=tuple(f"Paragraph {number}: " + "word " * 150 for number in range(12)))
    await scene.taps(ANA, "Read here")
    before = len(await scene.messages(ANA))
    page = await scene.taps(ANA, "2/3 ›")
    assert page.text.endswith("Primer Daily · 2/3")
    assert labels(page) == ["‹ 1/3", "3/3 ›", "Read", "⚠️ Report an error"]
    assert len(await scene.messages(ANA)) == before


async def test_an_article_that_lost_its_text_cannot_be_read_here(push: Scene) -> None:
    article = await pushed(push, "Gone")
    async with push.open_store() as store:
        await store.articles.revise(article.id, draft("Gone"), keys=(), fingerprint="2")
    await push.taps(ANA, "Read here")
    assert "out of date" in (await push.toast(ANA)).text


async def test_editors_see_the_choices_but_their_own_buttons_stay(scene: Scene) -> None:
    await scene.before_the_desk(draft("The night train", **TRAIN))
    before = labels((await scene.messages(BORIS))[-1])
    assert before == [*OWN, "Send now", "Skip", "Test to me", "Edit", "🕒 Schedule", "👥 Audience"]
    await scene.taps(BORIS, "Less like this")
    assert "This button is for readers" in (await scene.toast(BORIS)).text
    assert labels((await scene.messages(BORIS))[-1]) == before


async def test_in_a_group_nobody_chooses_for_all(push: Scene) -> None:
    group = {"id": -100, "type": "supergroup", "title": "Readers"}
    for data in ("less:1", "mute:1.0123456789", "here:1", "back:1"):
        query = {
            "id": "1", "from": {"id": ANA, "is_bot": False, "first_name": "Ana"}, "chat_instance": "1",
            "data": data, "message": {"message_id": 7, "date": 1, "chat": group, "text": "The night train"},
        }  # fmt: skip
        assert await push.happens({"callback_query": query}) == 0


async def test_a_mute_of_long_ago_is_over(push: Scene) -> None:
    await push.taps(ANA, "Less like this")
    await push.taps(ANA, "🔕 7 days without Railway")
    push.clock.pass_by(days=7)
    await pushed(push, "A late train")
    assert len(await got(push, "A late train")) == 1
