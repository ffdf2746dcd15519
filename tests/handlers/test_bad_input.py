"""What people send besides what was asked for: one helpful answer in their language, or silence by rule."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.subscribers import Standing
from tests.handlers.scene import ANA, BORIS, Scene, draft, labels

PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
FILE = {"file_id": "f", "file_unique_id": "u"}
STICKER = FILE | {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
WORDLESS: dict[str, dict[str, Any]] = {
    "photo": {"photo": PHOTO},
    "sticker": {"sticker": STICKER},
    "voice": {"voice": FILE | {"duration": 1}},
    "video": {"video": FILE | {"duration": 1, "width": 1, "height": 1}},
    "document": {"document": FILE},
    "contact": {"contact": {"phone_number": "1", "first_name": "A"}},
    "dice": {"dice": {"emoji": "🎲", "value": 1}},
}


def sent(update_id: int, content: dict[str, Any]) -> dict[str, Any]:
    """An update with something that Ana's phone in the sandbox can't make."""
    user = {"id": ANA, "is_bot": False, "first_name": "Ana", "language_code": "mk"}
    chat = {"id": ANA, "type": "private", "first_name": "Ana"}
    message = {"message_id": update_id, "date": 1_770_000_000, "chat": chat, "from": user}
    return {"update_id": update_id, "message": message | content}


@pytest.mark.parametrize("kind", WORDLESS)
async def test_what_has_no_words_gets_one_answer_in_the_readers_language(scene: Scene, kind: str) -> None:
    await scene.types(ANA, "/start")
    await scene.take_in(sent(9_001, WORDLESS[kind]))
    assert "Разбирам само зборови" in (await scene.messages(ANA))[-1].text


async def test_an_album_of_ten_pictures_is_answered_once(scene: Scene) -> None:
    await scene.types(ANA, "/start")
    before = len(await scene.messages(ANA))
    album = [sent(9_000 + one, WORDLESS["photo"] | {"media_group_id": "7"}) for one in range(10)]
    await scene.take_in(*album)
    assert len(await scene.messages(ANA)) == before + 1


async def test_after_a_while_the_hint_comes_again(scene: Scene) -> None:
    await scene.types(ANA, "/start")
    before = len(await scene.messages(ANA))
    await scene.take_in(sent(9_001, WORDLESS["sticker"]))
    scene.passes(timedelta(minutes=1))
    await scene.take_in(sent(9_002, WORDLESS["sticker"]))
    assert len(await scene.messages(ANA)) == before + 2


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/serach buses", "/search"),
        ("/lates", "/latest"),
        ("/латест", "/latest"),
        ("/forget_me", "/forgetme"),
    ],
)
async def test_a_mistyped_command_gets_the_nearest(scene: Scene, typed: str, meant: str) -> None:
    assert (await scene.types(ANA, typed)).endswith(f"Did you mean {meant}?")


async def test_a_command_like_no_other_leads_to_help(scene: Scene) -> None:
    assert (await scene.types(ANA, "/weather")).endswith("/help lists what you can do here.")


async def test_commands_of_the_desk_are_not_suggested_to_readers(scene: Scene) -> None:
    assert "/push" not in await scene.types(ANA, "/pusch")
    assert (await scene.types(BORIS, "/pusch")).endswith("/push?")


async def test_a_double_tap_does_once_what_one_does(scene: Scene) -> None:
    await scene.types(ANA, "/start")
    await scene.phones.tap(ANA, "Top stories")
    await scene.phones.tap(ANA, "Top stories")
    await scene.answer()
    (message,) = await scene.messages(ANA)
    assert "You are subscribed" in message.text
    async with scene.open_store() as store:
        await store.statistics.count_in(ZoneInfo("UTC"), 10)
        assert await store.statistics.total("move", date.min) == {"joined": 1}


async def test_an_old_button_does_what_it_says_however_late(scene: Scene) -> None:
    await scene.types(ANA, "/start")
    await scene.types(ANA, "/start")
    first = (await scene.messages(ANA))[0]
    await scene.taps(ANA, "Top stories")
    await scene.in_settings(ANA, "⏸ Pause", "Until I resume")
    await scene.phones.tap(ANA, "Top stories", first.message_id)
    await scene.answer()
    assert await scene.standing(ANA) is Standing.ACTIVE


async def test_blocked_then_back_is_subscribed_again_with_the_old_settings(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.in_settings(ANA, "📰 Edition", "Gazeta Primer")
    await scene.phones.block(ANA)
    await scene.answer()
    assert await scene.standing(ANA) is Standing.BLOCKED
    await scene.types(ANA, "/start")
    subscriber = await scene.subscriber(ANA)
    assert subscriber
    assert (subscriber.standing, subscriber.edition) == (Standing.ACTIVE, "sq")


async def test_a_correction_of_an_own_message_gets_no_second_answer(scene: Scene) -> None:
    await scene.published(draft("Buses are late"))
    message_id = await scene.phones.type(ANA, "busses")
    await scene.answer()
    await scene.phones.edit(ANA, message_id, "buses")
    before = len(await scene.messages(ANA))
    await scene.answer()
    assert len(await scene.messages(ANA)) == before


async def test_a_sticker_in_reply_to_our_question_is_told_to_be_words(scene: Scene) -> None:
    await scene.types(ANA, "/feedback")
    question = (await scene.messages(ANA))[-1]
    bot = {"id": scene.bot.id, "is_bot": True, "first_name": "Kolporter"}
    asked = sent(1, {"text": question.text})["message"] | {"message_id": question.message_id, "from": bot}
    await scene.take_in(sent(9_001, WORDLESS["sticker"] | {"reply_to_message": asked}))
    assert "Разбирам само зборови" in (await scene.messages(ANA))[-1].text
    assert labels(question) == []
