"""What editors decide, push and schedule, and what admins read."""

import pytest

from bot.domain.pushes import PushState
from bot.domain.reviews import ReviewState
from tests.handlers.scene import ANA, BORIS, DORA, EN, VERA, Scene, draft, labels

TRAIN = "video-stojcevska-why-the-night-train-may-return"


async def test_send_now_makes_the_push_and_shows_who_decided(scene: Scene) -> None:
    article = await scene.before_the_desk(draft("Buses are late"))
    card = await scene.taps(BORIS, "Send now")
    assert labels(card)[0].startswith("✓ Approved by Boris, ")
    assert len(labels(card)) == 1
    async with scene.open_store() as store:
        assert len(await store.pushes.of_article(article.id)) == 1


async def test_skip_makes_no_push(scene: Scene) -> None:
    article = await scene.before_the_desk(draft("Buses are late"))
    card = await scene.taps(BORIS, "Skip")
    assert labels(card)[0].startswith("Skipped by Boris, ")
    async with scene.open_store() as store:
        assert await store.pushes.of_article(article.id) == []


async def test_the_other_editor_sees_the_decision_on_their_card(scene: Scene) -> None:
    await scene.before_the_desk(draft("Buses are late"))
    await scene.taps(BORIS, "Send now")
    await scene.newsroom.show_reviews()
    assert labels((await scene.messages(DORA))[-1])[0].startswith("✓ Approved by Boris")


async def test_the_slower_editor_is_told_who_was_faster(scene: Scene) -> None:
    article = await scene.before_the_desk(draft("Buses are late"))
    await scene.phones.fault(400, method="editMessageReplyMarkup", description="Bad Request: too bad")
    await scene.taps(BORIS, "Skip")
    await scene.phones.fault(400, method="editMessageReplyMarkup", description="Bad Request: too bad")
    await scene.taps(DORA, "Send now")
    toast = await scene.toast(DORA)
    assert toast.text.startswith("Already decided: Skipped by Boris")
    assert toast.show_alert
    async with scene.open_store() as store:
        review = await store.reviews.get(article.id)
    assert review
    assert review.state is ReviewState.SKIPPED


async def test_a_settled_button_says_so(scene: Scene) -> None:
    await scene.before_the_desk(draft("Buses are late"))
    decided = await scene.taps(BORIS, "Skip")
    await scene.taps(BORIS, labels(decided)[0])
    assert "settled" in (await scene.toast(BORIS)).text


async def test_a_card_older_than_its_article_decides_nothing(scene: Scene) -> None:
    article = await scene.before_the_desk(draft("Buses are late"))
    async with scene.open_store() as store:
        await store.articles.revise(article.id, draft("Buses are on time"), keys=(), fingerprint="2")
    await scene.taps(BORIS, "Send now")
    assert "changed this article" in (await scene.toast(BORIS)).text
    async with scene.open_store() as store:
        assert await store.pushes.of_article(article.id) == []


async def test_push_shows_the_readers_card_with_the_desks_buttons(scene: Scene) -> None:
    text = await scene.types(BORIS, f"/push {_address(scene)}")
    card = (await scene.messages(BORIS))[-1]
    assert text.startswith("🎬 VIDEO | ")
    assert card.photo
    own = ["Read", "Watch video", "Read here", "Less like this", "Support us"]
    own_buttons = ["Send now", "Skip", "Test to me", "Edit", "🕒 Schedule", "👥 Audience"]
    assert labels(card) == [*own, *own_buttons]


async def test_a_card_whose_picture_telegram_refuses_comes_without_it(scene: Scene) -> None:
    refusal = "Bad Request: failed to get HTTP URL content"
    await scene.phones.fault(400, method="sendPhoto", description=refusal)
    await scene.types(BORIS, f"/push {_address(scene)}")
    card = (await scene.messages(BORIS))[-1]
    assert card.photo is None
    assert "Send now" in labels(card)


async def test_a_card_without_a_picture_has_a_large_preview(scene: Scene) -> None:
    (article,) = await scene.published(draft("No picture", url=_address(scene)))
    await scene.types(BORIS, f"/push {_address(scene)}")
    card = (await scene.messages(BORIS))[-1]
    assert card.text == article.headline
    assert card.link_preview


async def test_a_time_schedules_the_push_and_says_when(scene: Scene) -> None:
    await scene.types(BORIS, f"/push {_address(scene)} 23:59")
    sentence, card = (await scene.messages(BORIS))[-2:]
    assert "Will be sent at" in sentence.text
    assert "23:59" in sentence.text
    assert labels(card)[-1] == "Cancel (23:59)"


async def test_a_scheduled_push_can_be_cancelled(scene: Scene) -> None:
    await scene.types(BORIS, f"/push {_address(scene)} 23:59")
    card = await scene.taps(BORIS, "Cancel (23:59)")
    assert labels(card) == ["Cancelled"]
    assert await _states(scene) == [PushState.CANCELLED]


async def test_cancelling_again_says_that_nothing_waits(scene: Scene) -> None:
    await scene.types(BORIS, f"/push {_address(scene)} 23:59")
    await scene.phones.fault(400, method="editMessageReplyMarkup", description="Bad Request: too bad")
    await scene.taps(BORIS, "Cancel (23:59)")
    await scene.taps(BORIS, "Cancel (23:59)")
    assert "No longer waiting" in (await scene.toast(BORIS)).text


async def test_the_same_article_is_not_scheduled_twice(scene: Scene) -> None:
    await scene.types(BORIS, f"/push {_address(scene)} 23:59")
    assert "scheduled already" in await scene.types(BORIS, f"/push {_address(scene)} 23:58")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "Write the article’s address"),
        ("a b c", "“b c” is no time"),
        ("https://elsewhere.example/x", "No article of the paper"),
        ("javascript:alert(1)", "No article of the paper"),
        ("https://elsewhere.example/x 25:00", "“25:00” is no time of day"),
        (f"https://elsewhere.example/{'x' * 3900}", "No article of the paper"),
    ],
)
async def test_a_push_that_cannot_be_is_told_why(scene: Scene, words: str, sentence: str) -> None:
    assert sentence in await scene.types(BORIS, f"/push {words}")


async def test_a_page_that_is_not_there_is_told_by_its_status(scene: Scene) -> None:
    answer = await scene.types(BORIS, f"/push {scene.phones.address}/paper/en/no-such-article/")
    assert "HTTP status 404" in answer


async def test_stats_count_the_subscribers(scene: Scene) -> None:
    await scene.subscribed(ANA)
    answer = await scene.types(VERA, "/stats")
    assert "Active: 1" in answer
    assert "+1 joined, −0 left" in answer


def _address(scene: Scene) -> str:
    return f"{scene.phones.address}/paper/en/{TRAIN}/"


async def _states(scene: Scene) -> list[PushState]:
    async with scene.open_store() as store:
        article = next(one for one in await store.articles.latest(EN, 50) if "night" in one.headline)
        return [push.state for push in await store.pushes.of_article(article.id)]
