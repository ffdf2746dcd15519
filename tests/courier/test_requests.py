"""What Telegram is sent for a card."""

import json

from bot.courier import Courier
from bot.courier.bodies import as_text
from bot.domain.deliveries import Sent
from bot.domain.ids import ChatId, MessageId
from bot.domain.pushes import Button, Card, Style
from bot.telegram_http import QuietBot
from tests import canaries
from tests.courier.stand_in import StandIn, refused

ANA = ChatId(canaries.ANA)
HTML = "<b>VIDEO | Зошто &amp; како</b>"
BUTTONS = (
    (Button("Прочитај", url="https://paper.example/a"), Button("Испрати", data="send:17.1")),
    (Button("Поддржи нè", url="https://paper.example/join"),),
    (Button("Запри", data="withdraw:17", style=Style.DANGER),),
)
KEYBOARD = {
    "inline_keyboard": [
        [
            {"text": "Прочитај", "url": "https://paper.example/a"},
            {"text": "Испрати", "callback_data": "send:17.1"},
        ],
        [{"text": "Поддржи нè", "url": "https://paper.example/join"}],
        [{"text": "Запри", "callback_data": "withdraw:17", "style": "danger"}],
    ]
}


async def test_a_card_with_a_preview_shows_it_large_above_the_text(
    telegram: StandIn, carrier: Courier
) -> None:
    await carrier.send(ANA, Card(html=HTML, preview="https://paper.example/a", buttons=BUTTONS))
    assert telegram.methods == ["sendMessage"]
    assert telegram.last() == {
        "chat_id": ANA,
        "text": HTML,
        "parse_mode": "HTML",
        "link_preview_options": {
            "is_disabled": False,
            "url": "https://paper.example/a",
            "prefer_large_media": True,
            "show_above_text": True,
        },
        "reply_markup": KEYBOARD,
    }


async def test_a_card_without_a_preview_shows_none(telegram: StandIn, carrier: Courier) -> None:
    await carrier.send(ANA, Card(html=HTML))
    assert telegram.last() == {
        "chat_id": ANA,
        "text": HTML,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }


async def test_a_card_may_come_without_a_sound(telegram: StandIn, carrier: Courier) -> None:
    await carrier.send(ANA, Card(html=HTML, silent=True))
    assert telegram.last()["disable_notification"] is True


async def test_a_card_with_a_photo_is_its_caption(telegram: StandIn, carrier: Courier) -> None:
    await carrier.send(ANA, Card(html=HTML, photo="https://paper.example/a.jpg", buttons=BUTTONS))
    assert telegram.methods == ["sendPhoto"]
    assert telegram.last() == {
        "chat_id": ANA,
        "photo": "https://paper.example/a.jpg",
        "caption": HTML,
        "parse_mode": "HTML",
        "reply_markup": KEYBOARD,
    }


async def test_a_card_that_lost_its_photo_keeps_text_and_buttons(telegram: StandIn, carrier: Courier) -> None:
    telegram.answers = {"sendPhoto": refused(400, "Bad Request: failed to get HTTP URL content")}
    await carrier.send(ANA, Card(html=HTML, photo="https://paper.example/a.jpg", buttons=BUTTONS))
    sent = telegram.last()
    assert (sent["text"], sent["parse_mode"], sent["reply_markup"]) == (HTML, "HTML", KEYBOARD)
    assert "photo" not in sent


async def test_buttons_are_replaced_under_the_same_message(telegram: StandIn, carrier: Courier) -> None:
    outcome = await carrier.set_buttons(ANA, MessageId(77), BUTTONS)
    assert outcome == Sent(MessageId(77))
    assert telegram.methods == ["editMessageReplyMarkup"]
    assert telegram.last() == {"chat_id": ANA, "message_id": 77, "reply_markup": KEYBOARD}


async def test_no_buttons_take_the_old_ones_away(telegram: StandIn, carrier: Courier) -> None:
    await carrier.set_buttons(ANA, MessageId(77), ())
    assert telegram.last() == {"chat_id": ANA, "message_id": 77}


async def test_an_upload_carries_the_same_fields_beside_the_picture(telegram: StandIn, bot: QuietBot) -> None:
    async def pictures(_: str) -> bytes | None:
        return b"a bus"

    await Courier(bot.wire, pictures).send(
        ANA, Card(html=HTML, photo="https://paper.example/a", buttons=BUTTONS)
    )
    fields = telegram.last()
    assert fields["photo"] == ("photo.jpg", "image/jpeg", b"a bus")
    assert (fields["chat_id"], fields["caption"], fields["parse_mode"]) == (str(ANA), HTML, "HTML")
    assert json.loads(fields["reply_markup"]) == KEYBOARD


async def test_a_card_is_written_once_for_all_chats(carrier: Courier) -> None:
    as_text.cache_clear()
    for chat in range(1, 6):
        await carrier.send(ChatId(chat), Card(html=HTML, buttons=BUTTONS))
    assert as_text.cache_info().misses == 1


async def test_a_reply_names_the_message_and_does_without_it_where_that_is_gone(
    telegram: StandIn, carrier: Courier
) -> None:
    await carrier.send(ANA, Card(html=HTML, buttons=BUTTONS), reply_to=MessageId(17))
    reply = telegram.last().pop("reply_parameters")
    assert reply == {"message_id": 17, "allow_sending_without_reply": True}
    beside = {name: value for name, value in telegram.last().items() if name != "reply_parameters"}
    await carrier.send(ANA, Card(html=HTML, buttons=BUTTONS))
    assert telegram.last() == beside
