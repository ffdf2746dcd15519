"""A word to the newsroom, a report of an error in an article, and the way back of the answer."""

from dataclasses import replace
from typing import Any

import pytest

from bot.courier import Courier, seal_with
from bot.domain.ids import ChatId
from bot.sandbox.client import ScreenMessage
from bot.usecases.show_feedback import ShowFeedback
from tests.handlers.scene import ANA, BORIS, DORA, Scene, draft, labels, texts
from tests.seals import SEALS

BUSES = "Buses are late"


async def report(scene: Scene, words: str) -> ScreenMessage:
    """Ana writes to the newsroom; returns the card that Boris gets."""
    for editor in (BORIS, DORA):
        await scene.types(editor, "/start")
    await scene.types(ANA, f"/feedback {words}")
    await scene.newsroom.show_feedback()
    return (await scene.messages(BORIS))[-1]


async def pushed(scene: Scene, **more: Any) -> int:
    """Ana gets an article; returns the number of its message."""
    await scene.subscribed(ANA)
    await scene.before_the_desk(draft(BUSES, **more))
    await scene.taps(BORIS, "Send now")
    await scene.newsroom.plan_pushes()
    await scene.newsroom.deliver_pushes()
    return (await scene.messages(ANA))[-1].message_id


async def replies(scene: Scene, person: int, words: str, to: int | None = None) -> str:
    """The person replies to the bot's last message; returns what the bot says then."""
    to = to or (await scene.messages(person))[-1].message_id
    await scene.phones.type(person, words, reply_to=to)
    return (await scene.answered(person)).text


async def test_feedback_goes_to_every_desk_chat(scene: Scene) -> None:
    card = await report(scene, "More about\nbuses, please <3")
    assert "Ana writes (no. 1" in card.text
    assert "More about\nbuses, please <3" in card.text
    assert labels(card) == ["Answer"]
    assert "More about" in (await scene.messages(DORA))[-1].text
    assert "with the newsroom now" in (await scene.messages(ANA))[-1].text


async def test_what_a_reader_writes_cannot_dress_up_or_turn_around_the_card(scene: Scene) -> None:
    card = await report(scene, "<b>Boss</b> \u202e & \u200fyou</blockquote>")
    assert "<b>Boss</b> & you</blockquote>" in card.text
    assert [one["type"] for one in card.entities] == ["bold", "expandable_blockquote"]


async def test_it_comes_to_each_desk_chat_once(scene: Scene) -> None:
    await report(scene, "More about buses")
    await scene.newsroom.show_feedback()
    assert len([one for one in await scene.messages(BORIS) if "More about buses" in one.text]) == 1


@pytest.mark.parametrize(
    ("language", "taken"), [("en", "with the newsroom"), ("mk", "кај редакцијата"), ("sq", "te redaksia")]
)
async def test_without_words_it_asks_and_takes_the_reply(scene: Scene, language: str, taken: str) -> None:
    await scene.phones.person(ANA, "Ana", language_code=language)
    await scene.types(ANA, "/feedback")
    assert taken in await replies(scene, ANA, "Повеќе за автобусите")
    await scene.types(BORIS, "/start")
    await scene.newsroom.show_feedback()
    assert "Повеќе за автобусите" in (await scene.messages(BORIS))[-1].text


async def test_the_reply_is_taken_when_the_reader_changed_language_meanwhile(scene: Scene) -> None:
    await scene.types(ANA, "/feedback")
    await scene.phones.person(ANA, "Ana", language_code="mk")
    assert "кај редакцијата" in await replies(scene, ANA, "More about buses")


async def test_a_reply_to_an_articles_card_reports_an_error_in_it(scene: Scene) -> None:
    card = await pushed(scene)
    assert "with the newsroom" in await replies(scene, ANA, "/feedback It is line 5", card)
    await scene.newsroom.show_feedback()
    shown = (await scene.messages(BORIS))[-1]
    assert f"About {BUSES}" in shown.text
    assert "It is line 5" in shown.text


async def test_a_report_may_be_asked_for_first(scene: Scene) -> None:
    question = await replies(scene, ANA, "/feedback", await pushed(scene))
    assert question.startswith(f"What is wrong in “{BUSES}”?")
    await replies(scene, ANA, "It is line 5")
    await scene.newsroom.show_feedback()
    assert f"About {BUSES}" in (await scene.messages(BORIS))[-1].text


async def test_a_reply_to_another_message_of_ours_is_about_no_article(scene: Scene) -> None:
    await scene.types(BORIS, "/start")
    await scene.types(ANA, "/help")
    await replies(scene, ANA, "/feedback Help me")
    await scene.newsroom.show_feedback()
    assert "About" not in (await scene.messages(BORIS))[-1].text


async def test_a_thousand_messages_of_one_reader_do_not_bury_the_desk(scene: Scene) -> None:
    await scene.types(BORIS, "/start")
    for number in range(7):
        answer = await scene.types(ANA, f"/feedback Message {number}")
    assert "several messages of yours" in answer
    await scene.newsroom.show_feedback()
    assert len([one for one in await scene.messages(BORIS) if "Message" in one.text]) == 5


async def test_what_is_longer_than_a_message_is_said_to_be(scene: Scene) -> None:
    assert "too long: 3000" in await scene.types(ANA, "/feedback " + "🚌" * 1_900)


async def test_the_answer_comes_to_the_reader_with_what_they_wrote(scene: Scene) -> None:
    await report(scene, "Which line?")
    await scene.taps(BORIS, "Answer")
    assert "goes to the reader" in await replies(scene, BORIS, "Line 5 & line 7")
    await scene.newsroom.show_feedback()
    answer = (await scene.messages(ANA))[-1].text
    assert answer.startswith("Primer Daily answers you:")
    assert "Which line?" in answer
    assert answer.endswith("Line 5 & line 7")


async def test_every_desk_chat_sees_who_answered(scene: Scene) -> None:
    await report(scene, "Which line?")
    await scene.taps(BORIS, "Answer")
    await replies(scene, BORIS, "Line 5")
    await scene.newsroom.show_feedback()
    await scene.newsroom.show_feedback()
    for editor in (BORIS, DORA):
        (card,) = [one for one in await scene.messages(editor) if "Which line?" in one.text]
        assert labels(card)[0].startswith("✓ Answered by Boris")


async def test_the_first_answer_stands(scene: Scene) -> None:
    await report(scene, "Which line?")
    await scene.taps(DORA, "Answer")
    await scene.taps(BORIS, "Answer")
    await replies(scene, BORIS, "Line 5")
    assert "Already answered by Boris" in await replies(scene, DORA, "Line 7")
    await scene.newsroom.show_feedback()
    assert "Line 7" not in " ".join(texts(await scene.messages(ANA)))


async def test_a_reader_who_is_gone_is_said_to_be_out_of_reach(scene: Scene) -> None:
    await report(scene, "Which line?")
    await scene.phones.block(ANA)
    await scene.taps(BORIS, "Answer")
    await replies(scene, BORIS, "Line 5")
    await scene.newsroom.show_feedback()
    await scene.newsroom.show_feedback()
    (card,) = [one for one in await scene.messages(BORIS) if "Which line?" in one.text]
    assert labels(card)[0].startswith("Reader out of reach")


async def test_a_reader_cannot_answer_for_the_desk(scene: Scene) -> None:
    await report(scene, "Which line?")
    await scene.taps(BORIS, "Answer")
    asked = (await scene.messages(BORIS))[-1].text
    await scene.bot.send_message(ANA, asked)
    assert "do not know this command" in await replies(scene, ANA, "Line 9")


async def test_a_question_that_is_not_ours_is_none(scene: Scene) -> None:
    """An editor replies to words of their own that only look like the bot's question."""
    asked = "What do you answer the reader (no. 1)? Write it in reply to this message."
    await scene.types(BORIS, asked)
    own = (await scene.phones.screen(BORIS)).messages[0].message_id
    assert "out of date" in await replies(scene, BORIS, "Line 9", own)


async def test_editors_answer_in_the_newsrooms_group(scene: Scene) -> None:
    group = await scene.phones.chat("supergroup", "Desk", [BORIS, ANA], bot="member")
    show_feedback = ShowFeedback(
        open_store=scene.open_store,
        courier=Courier(scene.bot.wire, seal=seal_with(SEALS, scene.clock)),
        paper=replace(scene.newsroom.paper, desk=(ChatId(group),)),
        clock=scene.clock,
    )
    await scene.types(ANA, "/feedback Which line?")
    await show_feedback()
    await scene.phones.tap(BORIS, "Answer", chat=group)
    question = await scene.answered(group)
    await scene.phones.type(ANA, "Line 9", chat=group, reply_to=question.message_id)
    await scene.phones.type(BORIS, "Line 5", chat=group, reply_to=question.message_id)
    assert "goes to the reader" in (await scene.answered(group)).text
    await show_feedback()
    assert (await scene.messages(ANA))[-1].text.endswith("Line 5")


async def test_a_desk_chat_that_opens_later_gets_what_it_missed(scene: Scene) -> None:
    await scene.types(ANA, "/feedback Which line?")
    await scene.newsroom.show_feedback()
    await scene.types(BORIS, "/start")
    await scene.newsroom.show_feedback()
    assert "Which line?" in (await scene.messages(BORIS))[-1].text


@pytest.mark.parametrize("way", ["Less like this", "Read here"])
async def test_an_error_is_reported_from_under_the_article(scene: Scene, way: str) -> None:
    await pushed(scene, body=("They were on time.",))
    await scene.taps(ANA, way)
    await scene.taps(ANA, "⚠️ Report an error")
    assert f"What is wrong in “{BUSES}”" in (await scene.messages(ANA))[-1].text
    assert "with the newsroom" in await replies(scene, ANA, "They were early")
    await scene.newsroom.show_feedback()
    card = (await scene.messages(BORIS))[-1]
    assert "They were early" in card.text
    assert BUSES in card.text


async def test_an_error_in_an_article_without_an_address_is_asked_for_all_the_same(scene: Scene) -> None:
    (article,) = await scene.published(draft(BUSES, url=""))
    await scene.types(ANA, "/start")
    await scene.happens(press(f"report:{article.id}"))
    assert "tell the newsroom" in (await scene.messages(ANA))[-1].text


@pytest.mark.parametrize("data", ["report:", "report:99", "report:x"])
async def test_a_report_about_nothing_is_out_of_date(scene: Scene, data: str) -> None:
    await scene.types(ANA, "/start")
    assert await scene.happens(press(data)) == 0


async def test_in_a_group_nobody_is_asked_what_is_wrong(scene: Scene) -> None:
    (article,) = await scene.published(draft(BUSES))
    group = {"id": -100, "type": "supergroup", "title": "Readers"}
    assert await scene.happens(press(f"report:{article.id}", chat=group)) == 0


def press(data: str, chat: dict[str, Any] | None = None) -> dict[str, Any]:
    """A tap of Ana's on a button with this data."""
    person = {"id": ANA, "is_bot": False, "first_name": "Ana", "language_code": "en"}
    message = {"message_id": 1, "date": 1, "chat": chat or {"id": ANA, "type": "private"}}
    query = {"id": "1", "from": person, "chat_instance": "1", "data": data, "message": message}
    return {"callback_query": query}
