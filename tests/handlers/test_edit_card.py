"""Editing a card on the phone: what is tapped and typed, what every desk chat sees, what readers get."""

from typing import Any

import pytest

from bot.courier import Courier
from bot.domain.articles import Draft, Image, Video
from bot.domain.deliveries import Sent
from bot.domain.ids import ChatId
from bot.domain.pushes import Card
from bot.sandbox.client import ScreenMessage
from tests.handlers.scene import ANA, BORIS, DORA, EN, VERA, Scene, draft, labels

FIRST = "The city bought forty buses in spring and put them on the longest lines."
SECOND = "Drivers say that two roads have been closed since March for repairs."
THIRD = "The mayor promised that both roads would open again before the winter."
STRANGE = (
    "card:1.1.0.nonsense", "sentence:1.1.0.x", "sentence:1.1.0.99", "picture:1.1.0.99", "switch:1.1.0.x",
    "headline:1.1", "undo:1.1.7", "summary:9.1.0",
)  # fmt: skip
"""Data of buttons that name no card, no version, or nothing that stands on it."""
ASKS = "Support us: by the rules"
EDIT_PAGE = ["✏️ Headline", "✏️ Summary", "🖼 Picture", "🌐 Other editions"]


def buses(scene: Scene, **more: Any) -> Draft:
    """An article with a picture, a video with a poster, and three sentences, of which two are its summary."""
    paper = f"{scene.phones.address}/paper/images"
    return draft(
        "Why buses are late",
        **{
            "image": Image(f"{paper}/buses.png", "Ana Ivanova"),
            "videos": (Video(url="https://video.example/1", poster=f"{paper}/night-train.png"),),
            "body": (FIRST, SECOND, THIRD),
            "summary": f"{FIRST} {SECOND}",
            **more,
        },
    )


async def replies(scene: Scene, person: int, text: str) -> None:
    """The person answers the bot's last question."""
    question = (await scene.messages(person))[-1]
    await scene.phones.type(person, text, reply_to=question.message_id)
    await scene.answer()


async def sent_card(scene: Scene) -> Card:
    """What the push has for readers."""
    async with scene.open_store() as store:
        (article, *_) = await store.articles.latest(EN, 1)
        (push,) = await store.pushes.of_article(article.id)
    return push.cards[EN]


def message_of(person: int, name: str, **content: Any) -> dict[str, Any]:
    """A message that no phone of the sandbox can write."""
    user = {"id": person, "is_bot": False, "first_name": name, "language_code": "en"}
    chat = {"id": person, "type": "private", "first_name": name}
    return {"message_id": 9_000, "date": 1_770_000_000, "chat": chat, "from": user} | content


async def sends_photo(scene: Scene, name: str) -> None:
    """Boris answers the bot's last question with a picture that Telegram calls so."""
    question = (await scene.messages(BORIS))[-1]
    bot = {"id": scene.bot.id, "is_bot": True, "first_name": "Kolporter"}
    asked = message_of(BORIS, "Boris", text=question.text) | {"message_id": question.message_id, "from": bot}
    photo = [{"file_id": name, "file_unique_id": "u", "width": 900, "height": 600}]
    await scene.happens({"message": message_of(BORIS, "Boris", photo=photo, reply_to_message=asked)})


async def picture_that_telegram_has(scene: Scene) -> str:
    """Its name for one; people of the sandbox cannot send any themselves."""
    await scene.types(VERA, "/start")
    outcome = await Courier(scene.bot.wire).send(
        ChatId(VERA), Card(html="x", photo=f"{scene.phones.address}/paper/images/cinema.png")
    )
    assert isinstance(outcome, Sent)
    assert outcome.photo_id
    return outcome.photo_id


def readers_part(card: ScreenMessage) -> list[str]:
    """The buttons that readers get, too."""
    shown = labels(card)
    return shown[: shown.index("Support us") + 1]


async def test_edit_opens_its_buttons_under_the_card_and_done_closes_them(scene: Scene) -> None:
    await scene.before_the_desk(buses(scene))
    await scene.taps(BORIS, "Edit")
    card = await scene.card(BORIS)
    assert labels(card)[5:] == [*EDIT_PAGE, "✓ Watch video", "✓ Read here", ASKS, "Send now", "‹ Done"]
    await scene.taps(BORIS, "‹ Done")
    assert labels(await scene.card(BORIS))[5:] == [
        "Send now",
        "Skip",
        "Test to me",
        "Edit",
        "🕒 Schedule",
        "👥 Audience",
    ]


async def test_a_new_headline_is_on_every_card_and_with_the_readers(scene: Scene) -> None:
    await scene.before_the_desk(buses(scene))
    await scene.subscribed(ANA)
    await scene.taps(BORIS, "Edit")
    await scene.taps(BORIS, "✏️ Headline")
    await replies(scene, BORIS, "Two roads <b>closed</b>,\nforty buses late")
    boris, dora = await scene.card(BORIS), await scene.card(DORA)
    assert boris.text.startswith("Two roads <b>closed</b>, forty buses late\n")
    assert dora.text == boris.text
    await scene.taps(BORIS, "Send now")
    scene.clock.pass_by(seconds=10)
    await scene.newsroom.plan_pushes()
    await scene.newsroom.deliver_pushes()
    assert (await scene.messages(ANA))[-1].text == boris.text


async def test_after_a_typed_answer_the_card_stands_below_it(scene: Scene) -> None:
    await scene.before_the_desk(buses(scene))
    before = await scene.card(BORIS)
    await scene.taps(BORIS, "Edit")
    await scene.taps(BORIS, "✏️ Headline")
    await replies(scene, BORIS, "Two roads closed")
    card = await scene.card(BORIS)
    assert card == (await scene.messages(BORIS))[-1]
    assert before.message_id not in [one.message_id for one in await scene.messages(BORIS)]
    assert "Send now" in labels(card)


async def test_a_change_by_a_tap_happens_on_the_card_itself(scene: Scene) -> None:
    await scene.before_the_desk(buses(scene))
    before = await scene.card(DORA)
    await scene.taps(BORIS, "Edit")
    await scene.taps(BORIS, "✓ Watch video")
    after = await scene.card(DORA)
    assert (after.message_id, after.photo) == (before.message_id, before.photo)
    assert readers_part(after) == ["Read", "Read here", "Less like this", "Support us"]


async def test_sentences_are_chosen_by_tapping(scene: Scene) -> None:
    await scene.before_the_desk(buses(scene))
    await scene.taps(BORIS, "Edit")
    await scene.taps(BORIS, "✏️ Summary")
    page = (await scene.messages(BORIS))[-1]
    assert f"✓ 1. {FIRST}" in page.text
    assert f"\n3. {THIRD}" in page.text
    await scene.taps(BORIS, "3")
    page = await scene.taps(BORIS, "✓ 1")
    assert f"\n1. {FIRST}" in page.text
    assert f"{SECOND} {THIRD}" in (await scene.card(DORA)).text
    scene.clock.pass_by(seconds=10)
    await scene.taps(BORIS, "Show the card")
    assert (await scene.card(BORIS)) == (await scene.messages(BORIS))[-1]


async def test_a_summary_can_be_typed(scene: Scene) -> None:
    await scene.before_the_desk(buses(scene))
    await scene.taps(BORIS, "Edit")
    await scene.taps(BORIS, "✏️ Summary")
    await scene.taps(BORIS, "✏️ Type it")
    await replies(scene, BORIS, "Roads are closed.")
    assert "Roads are closed." in (await scene.card(DORA)).text
    assert FIRST not in (await scene.card(DORA)).text


async def test_a_text_that_no_card_holds_is_refused(scene: Scene) -> None:
    await scene.before_the_desk(buses(scene))
    await scene.taps(BORIS, "Edit")
    await scene.taps(BORIS, "✏️ Headline")
    await replies(scene, BORIS, "x" * 201)
    assert "201 characters, of at most 200" in (await scene.messages(BORIS))[-1].text


async def test_the_picture_is_the_articles_another_one_or_none(scene: Scene) -> None:
    await scene.before_the_desk(buses(scene))
    own = (await scene.card(BORIS)).photo
    await scene.taps(BORIS, "Edit")
    await scene.card(BORIS)
    await scene.taps(BORIS, "🖼 Picture")
    assert labels(await scene.card(BORIS))[5:] == [
        "✓ The article’s",
        "None",
        "🖼 1",
        "Send another",
        "‹ Back",
    ]
    await scene.taps(BORIS, "🖼 1")
    card = await scene.card(BORIS)
    assert card.photo
    assert (card.photo != own, "Ana Ivanova" in card.text) == (True, False)
    await scene.taps(BORIS, "None")
    card = await scene.card(BORIS)
    assert (card.photo, card.link_preview) == (None, None)
    await scene.taps(BORIS, "The article’s")
    assert "Ana Ivanova" in (await scene.card(BORIS)).text


async def test_a_picture_of_the_editors_own_goes_to_readers(scene: Scene) -> None:
    await scene.before_the_desk(buses(scene))
    await scene.taps(BORIS, "Edit")
    await scene.card(BORIS)
    await scene.taps(BORIS, "🖼 Picture")
    await scene.card(BORIS)
    await scene.taps(BORIS, "Send another")
    name = await picture_that_telegram_has(scene)
    await sends_photo(scene, name)
    assert (await scene.card(BORIS)).photo
    await scene.taps(BORIS, "‹ Back")
    await scene.card(BORIS)
    await scene.taps(BORIS, "Send now")
    sent = await sent_card(scene)
    assert (sent.photo, sent.photo_id) == (None, name)


async def test_undo_goes_back_step_by_step_and_undo_all_at_once(scene: Scene) -> None:
    await scene.before_the_desk(buses(scene))
    own = await scene.card(BORIS)
    await scene.taps(BORIS, "Edit")
    await scene.card(BORIS)
    await scene.taps(BORIS, "✓ Watch video")
    await scene.card(BORIS)
    await scene.taps(BORIS, "✓ Read here")
    assert readers_part(await scene.card(BORIS)) == ["Read", "Less like this", "Support us"]
    await scene.taps(BORIS, "↶ Undo")
    assert readers_part(await scene.card(BORIS)) == ["Read", "Read here", "Less like this", "Support us"]
    await scene.taps(BORIS, "Undo all")
    assert readers_part(await scene.card(BORIS)) == readers_part(own)
    await scene.taps(BORIS, "↶ Undo")
    assert readers_part(await scene.card(BORIS)) == ["Read", "Read here", "Less like this", "Support us"]


async def test_who_looks_at_an_older_card_is_told_who_changed_what(scene: Scene) -> None:
    """Dora's card does not show yet what Boris has changed; her *Send now* sends nothing."""
    await scene.before_the_desk(buses(scene))
    await scene.taps(DORA, "Edit")
    await scene.card(DORA)
    await scene.phones.fault(502, method="editMessageCaption", chat=DORA)
    await scene.taps(BORIS, "Edit")
    await scene.taps(BORIS, "✓ Watch video")
    await scene.taps(DORA, "Send now")
    assert (await scene.toast(DORA)).text.startswith("Boris has changed the buttons meanwhile.")
    async with scene.open_store() as store:
        (article, *_) = await store.articles.latest(EN, 1)
        assert await store.pushes.of_article(article.id) == []


async def test_an_edit_of_an_article_that_the_paper_changed_meanwhile_is_refused(scene: Scene) -> None:
    article = await scene.before_the_desk(buses(scene))
    await scene.taps(BORIS, "Edit")
    await scene.taps(BORIS, "✏️ Headline")
    async with scene.open_store() as store:
        await store.articles.revise(article.id, buses(scene, summary=THIRD), keys=(), fingerprint="2")
    await replies(scene, BORIS, "Two roads closed")
    assert "The paper changed this article" in (await scene.messages(BORIS))[-1].text


async def test_an_edit_of_what_is_decided_says_who_decided(scene: Scene) -> None:
    await scene.before_the_desk(buses(scene))
    await scene.taps(BORIS, "Edit")
    await scene.taps(BORIS, "✏️ Headline")
    await scene.taps(DORA, "Skip")
    await replies(scene, BORIS, "Two roads closed")
    assert "Dora has decided about this article already" in (await scene.messages(BORIS))[-1].text


async def test_the_other_editions_texts_stand_side_by_side(scene: Scene) -> None:
    lead = buses(scene).image
    now = scene.clock.now()
    facts = {"edition": "mk", "language": "mk", "image": lead, "published_at": now}
    await scene.published(draft("Зошто доцнат автобусите", summary="Два пата.", **facts))
    await scene.before_the_desk(buses(scene))
    await scene.taps(BORIS, "Edit")
    await scene.taps(BORIS, "🌐 Other editions")
    text = (await scene.messages(BORIS))[-1].text
    assert text.index("Why buses are late") < text.index("Зошто доцнат автобусите") < text.index("Два пата.")


async def test_an_article_of_one_edition_alone_has_no_others_to_show(scene: Scene) -> None:
    await scene.before_the_desk(buses(scene))
    await scene.taps(BORIS, "Edit")
    await scene.taps(BORIS, "🌐 Other editions")
    assert "No other edition" in (await scene.toast(BORIS)).text


async def test_test_to_me_brings_the_exact_card_and_counts_nowhere(scene: Scene) -> None:
    article = await scene.before_the_desk(buses(scene))
    shown = await scene.card(BORIS)
    await scene.taps(BORIS, "Test to me")
    test = (await scene.messages(BORIS))[-1]
    assert (test.text, test.photo, labels(test)) == (shown.text, shown.photo, readers_part(shown))
    async with scene.open_store() as store:
        assert await store.pushes.of_article(article.id) == []


@pytest.mark.parametrize(
    ("status", "description", "told"),
    [
        (403, "Forbidden: bot was blocked by the user", "Boris, I cannot write to you in private yet"),
        (400, "Bad Request: too bad", "Boris, Telegram did not take the test card"),
    ],
)
async def test_a_test_card_that_does_not_arrive_says_why(
    scene: Scene, status: int, description: str, told: str
) -> None:
    await scene.before_the_desk(buses(scene))
    await scene.phones.fault(status, method="sendPhoto", description=description)
    await scene.taps(BORIS, "Test to me")
    assert told in (await scene.messages(BORIS))[-1].text


@pytest.mark.parametrize("data", STRANGE)
async def test_what_no_button_of_ours_says_changes_nothing(scene: Scene, data: str) -> None:
    await scene.before_the_desk(buses(scene))
    await scene.press(BORIS, data)
    async with scene.open_store() as store:
        (article, *_) = await store.articles.latest(EN, 1)
        assert not (await store.edits.newest(article.id, 1)).number
    assert (await scene.toast(BORIS)).text
