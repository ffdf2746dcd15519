"""Announcements and breaking news on the desk's phones."""

import pytest

from bot.domain.paper import DeskRules
from tests.handlers.scene import ANA, BORIS, DORA, VERA, Scene, draft, labels
from tests.handlers.test_when import tick

TWO = pytest.mark.parametrize("desk_rules", [DeskRules(breaking_needs_two=True)])


def forwarded(person: int, text: str) -> dict[str, object]:
    """A channel's post, forwarded to us."""
    sender = {"id": person, "is_bot": False, "first_name": "Somebody", "language_code": "en"}
    channel = {"id": -1001, "type": "channel", "title": "The paper"}
    return {
        "message": {
            "message_id": 9000,
            "date": 1_790_000_000,
            "chat": {"id": person, "type": "private", "first_name": "Somebody"},
            "from": sender,
            "forward_origin": {
                "type": "channel",
                "date": 1_790_000_000,
                "chat": channel,
                "message_id": 5,
            },
            "text": text,
            "entities": [{"type": "bold", "offset": 0, "length": 4}],
        }
    }


async def test_an_announcement_is_shown_as_it_will_go_and_goes_by_a_tap(scene: Scene) -> None:
    await scene.subscribed(ANA)
    shown = await scene.types(BORIS, "/announce Our office moves & grows\nMap | https://paper.example/map")
    assert shown == "Our office moves & grows"
    card = (await scene.messages(BORIS))[-1]
    assert labels(card) == ["Map", "Send now", "🕒 Schedule", "👥 Audience", "✕ Discard"]
    await scene.taps(BORIS, "Send now")
    await tick(scene)
    got = (await scene.messages(ANA))[-1]
    assert got.text == "Our office moves & grows"
    assert labels(got) == ["Map"]


async def test_without_a_text_it_is_asked_for(scene: Scene) -> None:
    await scene.types(BORIS, "/announce")
    question = (await scene.messages(BORIS))[-1]
    await scene.phones.type(BORIS, "Our office moves", reply_to=question.message_id)
    assert (await scene.answered(BORIS)).text == "Our office moves"


async def test_an_announcement_has_the_papers_own_time(scene: Scene) -> None:
    await scene.types(BORIS, "/announce Our office moves")
    choices = labels(await scene.taps(BORIS, "🕒 Schedule"))
    await scene.taps(BORIS, next(one for one in choices if one.startswith("Tomorrow")))
    assert "Our office moves" in await scene.types(DORA, "/queue")


async def test_a_discarded_draft_says_so(scene: Scene) -> None:
    await scene.types(BORIS, "/announce Our office moves")
    assert labels(await scene.taps(BORIS, "✕ Discard")) == ["Cancelled"]


async def test_a_channels_post_that_an_editor_forwards_becomes_a_draft(scene: Scene) -> None:
    await scene.types(BORIS, "/start")
    await scene.happens(forwarded(BORIS, "Live from the square"))
    card = (await scene.messages(BORIS))[-1]
    assert card.text == "Live from the square"
    assert "Send now" in labels(card)


async def test_what_a_reader_forwards_is_words_to_search_for(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.happens(forwarded(ANA, "Live from the square"))
    assert "Send now" not in labels((await scene.messages(ANA))[-1])


@TWO
async def test_breaking_news_is_confirmed_by_another_editor(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.types(DORA, "/start")
    url = f"{scene.phones.address}/paper/en/bridge"
    (article,) = await scene.published(draft("The bridge is closed", url=url))
    await scene.types(BORIS, f"/breaking {article.url}")
    await scene.taps(BORIS, "⚡️ Confirm and send")
    assert (await scene.toast(BORIS)).text == "Another editor must confirm breaking news."
    await scene.taps(DORA, "⚡️ Confirm and send")
    await tick(scene)
    assert (await scene.messages(ANA))[-1].text.endswith("The bridge is closed")


async def test_a_wrong_one_is_taken_from_the_phones_by_the_button_under_its_report(scene: Scene) -> None:
    """Two editors press; who is second is told who was first."""
    readers = (ANA, VERA)
    for reader in readers:
        await scene.subscribed(reader)
    await scene.types(DORA, "/start")
    await scene.types(BORIS, "/announce We move to the wrong street")
    await scene.taps(BORIS, "Send now")
    await tick(scene)
    await scene.newsroom.show_progress()
    for editor in (BORIS, DORA):
        await scene.taps(editor, "Retract")
        assert "2 people have it." in (await scene.messages(editor))[-1].text
    await scene.taps(BORIS, "🔴 Retract from 2")
    await tick(scene)
    await scene.taps(DORA, "🔴 Retract from 2")
    gone = [one.chat_id for one in await scene.phones.accepted() if one.method == "deleteMessage"]
    assert sorted(gone) == sorted(readers)
    left = [one.text for reader in readers for one in await scene.messages(reader)]
    assert not any("wrong street" in one for one in left)
    assert "Boris" in (await scene.toast(DORA)).text


async def test_it_is_taken_back_in_reply_to_its_report(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.types(BORIS, "/start")
    await scene.types(BORIS, "/announce We move to the wrong street")
    await scene.taps(BORIS, "Send now")
    await tick(scene)
    await scene.newsroom.show_progress()
    report = (await scene.messages(BORIS))[-1]
    await scene.phones.type(BORIS, "/retract", reply_to=report.message_id)
    asked = await scene.answered(BORIS)
    assert "We move to the wrong street" in asked.text
    assert labels(asked) == ["🔴 Retract from 1", "Leave it as it is"]
