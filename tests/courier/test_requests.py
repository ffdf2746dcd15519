"""What Telegram is sent for a card."""

from bot.courier import Courier
from bot.domain.deliveries import Refused, Sent
from bot.domain.ids import ChatId, MessageId
from bot.domain.pushes import Button, Card
from bot.telegram_http import QuietBot
from tests.courier.stand_in import StandIn, refused

ANA = ChatId(501)
HTML = "<b>VIDEO | Зошто &amp; како</b>"
BUTTONS = (
    (Button("Прочитај", url="https://paper.example/a"), Button("Испрати", data="send:17.1")),
    (Button("Поддржи нè", url="https://paper.example/join"),),
)
KEYBOARD = {
    "inline_keyboard": [
        [
            {"text": "Прочитај", "url": "https://paper.example/a"},
            {"text": "Испрати", "callback_data": "send:17.1"},
        ],
        [{"text": "Поддржи нè", "url": "https://paper.example/join"}],
    ]
}


async def test_a_card_with_a_preview_shows_it_large_above_the_text(
    telegram: StandIn, courier: Courier
) -> None:
    await courier.send(ANA, Card(html=HTML, preview="https://paper.example/a", buttons=BUTTONS))
    assert telegram.methods == ["sendMessage"]
    assert telegram.last() == {
        "chat_id": 501,
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


async def test_a_card_without_a_preview_shows_none(telegram: StandIn, courier: Courier) -> None:
    await courier.send(ANA, Card(html=HTML))
    assert telegram.last() == {
        "chat_id": 501,
        "text": HTML,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }


async def test_a_card_with_a_photo_is_its_caption(telegram: StandIn, courier: Courier) -> None:
    await courier.send(ANA, Card(html=HTML, photo="https://paper.example/a.jpg", buttons=BUTTONS))
    assert telegram.methods == ["sendPhoto"]
    assert telegram.last() == {
        "chat_id": 501,
        "photo": "https://paper.example/a.jpg",
        "caption": HTML,
        "parse_mode": "HTML",
        "reply_markup": KEYBOARD,
    }


async def test_a_card_that_lost_its_photo_keeps_text_and_buttons(telegram: StandIn, courier: Courier) -> None:
    telegram.answers = {"sendPhoto": refused(400, "Bad Request: failed to get HTTP URL content")}
    await courier.send(ANA, Card(html=HTML, photo="https://paper.example/a.jpg", buttons=BUTTONS))
    sent = telegram.last()
    assert (sent["text"], sent["parse_mode"], sent["reply_markup"]) == (HTML, "HTML", KEYBOARD)
    assert "photo" not in sent


async def test_buttons_are_replaced_under_the_same_message(telegram: StandIn, courier: Courier) -> None:
    outcome = await courier.set_buttons(ANA, MessageId(77), BUTTONS)
    assert outcome == Sent(MessageId(77))
    assert telegram.methods == ["editMessageReplyMarkup"]
    assert telegram.last() == {"chat_id": 501, "message_id": 77, "reply_markup": KEYBOARD}


async def test_no_buttons_take_the_old_ones_away(telegram: StandIn, courier: Courier) -> None:
    await courier.set_buttons(ANA, MessageId(77), ())
    assert telegram.last() == {"chat_id": 501, "message_id": 77}


async def test_a_message_that_is_gone_is_a_refusal_not_an_error(telegram: StandIn, courier: Courier) -> None:
    telegram.answers = {"editMessageReplyMarkup": refused(400, "Bad Request: message to edit not found")}
    assert isinstance(await courier.set_buttons(ANA, MessageId(77), BUTTONS), Refused)


async def test_a_picture_of_ours_is_uploaded(telegram: StandIn, bot: QuietBot) -> None:
    async def pictures(url: str) -> bytes:
        return f"JPEG of {url}".encode()

    await Courier(bot, pictures).send(ANA, Card(html=HTML, photo="https://paper.example/a.webp"))
    assert telegram.last()["photo"][2] == b"JPEG of https://paper.example/a.webp"
