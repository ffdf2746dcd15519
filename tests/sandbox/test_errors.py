"""Every refusal has Telegram's own code and words; one row each."""

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from bot.sandbox import SandboxClient

Api = Callable[..., Awaitable[dict[str, Any]]]
ANA = 501
TOKEN = "42:well-formed"

LONG = "ж"


def keyboard(*buttons: Any) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


SEND_REFUSALS: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"chat_id": ANA}, "message text is empty"),
    ("sendMessage", {"chat_id": ANA, "text": ""}, "message text is empty"),
    ("sendMessage", {"text": "x"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": 999, "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": "@nobody", "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": "Ana", "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": ANA, "text": " \n "}, "text must be non-empty"),
    ("sendMessage", {"chat_id": ANA, "text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
    ("sendMessage", {"chat_id": ANA, "text": LONG * 4097}, "message is too long"),
    ("sendMessage", {"chat_id": ANA, "text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
    (
        "sendMessage",
        {"chat_id": ANA, "text": "<p>x</p>", "parse_mode": "HTML"},
        'can\'t parse entities: Unsupported start tag "p" at byte offset 0',
    ),
    (
        "sendMessage",
        {"chat_id": ANA, "text": "<b>x", "parse_mode": "HTML"},
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    (
        "sendMessage",
        {"chat_id": ANA, "text": "x", "reply_markup": "{"},
        "can't parse reply keyboard markup JSON object",
    ),
    ("sendMessage", {"chat_id": ANA, "text": "x", "reply_markup": [1]}, "object expected as reply markup"),
    (
        "sendMessage",
        {"chat_id": ANA, "text": "x", "reply_markup": {"inline_keyboard": [{}]}},
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    (
        "sendMessage",
        {"chat_id": ANA, "text": "x", "reply_markup": {"keyboard": [1]}},
        'field "keyboard" must be an Array of Arrays',
    ),
    (
        "sendMessage",
        {"chat_id": ANA, "text": "x", "reply_markup": keyboard({"text": "A", "callback_data": "ж" * 33})},
        "BUTTON_DATA_INVALID",
    ),
    (
        "sendMessage",
        {
            "chat_id": ANA,
            "text": "x",
            "reply_markup": keyboard({"text": "A", "web_app": {"url": "http://a.mk/"}}),
        },
        "inline keyboard button Web App URL 'http://a.mk/' is invalid: Only HTTPS links are allowed",
    ),
    (
        "sendMessage",
        {"chat_id": ANA, "text": "x", "business_connection_id": "x"},
        "business connection not found",
    ),
    (
        "editMessageText",
        {"chat_id": ANA, "message_id": 1, "text": "x", "reply_markup": {"keyboard": [["A"]]}},
        "inline keyboard expected",
    ),
    (
        "sendMessage",
        {"chat_id": ANA, "text": "x", "reply_markup": keyboard({"text": "A", "callback_data": ""})},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        "sendMessage",
        {"chat_id": ANA, "text": "x", "reply_markup": keyboard({"url": "https://a.mk"})},
        "can't parse inline keyboard button: Can't find field \"text\"",
    ),
    (
        "sendMessage",
        {"chat_id": ANA, "text": "x", "reply_markup": keyboard({"text": 1, "url": "https://a.mk"})},
        'can\'t parse inline keyboard button: Field "text" must be of type String',
    ),
    (
        "sendMessage",
        {"chat_id": ANA, "text": "x", "reply_markup": keyboard("A")},
        "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
    ),
    (
        "sendMessage",
        {"chat_id": ANA, "text": "x", "reply_markup": keyboard({"text": " ", "url": "https://a.mk"})},
        "inline keyboard button text must be non-empty",
    ),
    (
        "sendMessage",
        {"chat_id": ANA, "text": "x", "reply_markup": keyboard({"text": "A", "url": "not-a-url"})},
        "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
    ),
    (
        "sendMessage",
        {"chat_id": ANA, "text": "x", "reply_markup": keyboard({"text": "A", "url": "ftp://a.mk"})},
        "inline keyboard button URL 'ftp://a.mk' is invalid: Unsupported URL protocol",
    ),
    (
        "sendMessage",
        {"chat_id": ANA, "text": "x", "reply_markup": keyboard(*[{"text": "A", "callback_data": "a"}] * 101)},
        "reply markup is too long",
    ),
    (
        "sendMessage",
        {"chat_id": ANA, "text": "x", "link_preview_options": "{"},
        "can't parse link preview options JSON object",
    ),
    (
        "sendMessage",
        {"chat_id": ANA, "text": "x", "link_preview_options": [1]},
        "object expected as link preview options",
    ),
    (
        "sendMessage",
        {"chat_id": ANA, "text": "x", "reply_parameters": {"message_id": 99}},
        "message to be replied not found",
    ),
    (
        "sendMessage",
        {"chat_id": ANA, "text": "x", "reply_parameters": "["},
        "can't parse reply parameters JSON object",
    ),
    (
        "sendMessage",
        {"chat_id": ANA, "text": "x", "reply_parameters": "[1]"},
        "object expected as reply parameters",
    ),
    (
        "sendMessage",
        {
            "chat_id": ANA,
            "text": "x",
            "entities": [{"type": "text_link", "offset": 0, "length": 1, "url": "no"}],
        },
        "entity URL 'no' is invalid: Wrong HTTP URL",
    ),
    ("sendPhoto", {"chat_id": ANA}, "there is no photo in the request"),
    ("sendPhoto", {"chat_id": ANA, "photo": "attach://pic"}, "there is no photo in the request"),
    ("sendVideo", {"chat_id": ANA}, "there is no video in the request"),
    (
        "sendPhoto",
        {"chat_id": ANA, "photo": "https://a.mk/1.jpg", "caption": LONG * 1025},
        "message caption is too long",
    ),
    ("sendPhoto", {"chat_id": ANA, "photo": "https://a.mk/1.webp"}, "wrong type of the web page content"),
    (
        "sendPhoto",
        {"chat_id": ANA, "photo": "ftp://a.mk/1.jpg"},
        "invalid file HTTP URL specified: Unsupported URL protocol",
    ),
    (
        "sendPhoto",
        {"chat_id": ANA, "photo": "http:///1.jpg"},
        "invalid file HTTP URL specified: URL host is empty",
    ),
    (
        "sendPhoto",
        {"chat_id": ANA, "photo": "AgAC!"},
        "wrong remote file identifier specified: Wrong character in the string",
    ),
    (
        "sendPhoto",
        {"chat_id": ANA, "photo": "AgACA"},
        "wrong remote file identifier specified: Wrong string length",
    ),
    (
        "sendPhoto",
        {"chat_id": ANA, "photo": "AgACAgIAAxkD"},
        "wrong remote file identifier specified: can't unserialize it",
    ),
    ("sendChatAction", {"chat_id": ANA, "action": "dancing"}, "wrong parameter action in request"),
    ("editMessageText", {"chat_id": ANA, "text": "x"}, "message identifier is not specified"),
    ("editMessageText", {"message_id": 1, "text": "x"}, "chat_id is empty"),
    ("editMessageText", {"chat_id": ANA, "message_id": 1}, "message text is empty"),
    ("editMessageText", {"chat_id": ANA, "message_id": 99, "text": "x"}, "message to edit not found"),
    ("editMessageText", {"chat_id": ANA, "message_id": 1, "text": "x"}, "message can't be edited"),
    (
        "editMessageText",
        {"inline_message_id": "q", "text": "x"},
        "invalid inline message identifier specified",
    ),
    ("editMessageMedia", {"chat_id": ANA, "message_id": 1}, "can't parse input media JSON object"),
    ("deleteMessage", {"chat_id": ANA, "message_id": 99}, "message to delete not found"),
    (
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        "query is too old and response timeout expired or query ID is invalid",
    ),
    ("setMyCommands", {"commands": "{}"}, "expected an Array of BotCommand"),
    ("setMyCommands", {"commands": "["}, "can't parse commands JSON object"),
    ("setMyCommands", {"commands": [1]}, "expected an Object"),
    *(
        ("setMyCommands", {"commands": [{"command": command, "description": description}]}, words)
        for command, description, words in (
            ("a!", "x", "BOT_COMMAND_INVALID"),
            ("Latest", "x", "BOT_COMMAND_INVALID"),
            ("", "x", "command must be non-empty"),
            ("/ ", "x", "command must be non-empty"),
            ("a" * 33, "x", "command length must not exceed 32"),
            ("a", "", "command description must be non-empty"),
            ("a", " ", "command description must be non-empty"),
            ("a", "x" * 257, "command description length must not exceed 256"),
        )
    ),
    ("setMyCommands", {"commands": [], "scope": {"type": "moon"}}, "unsupported type specified"),
    ("setChatMenuButton", {"menu_button": {"type": "moon"}}, "menuButton has unsupported type"),
    ("getFile", {}, "file_id not specified"),
    ("getFile", {"file_id": "x"}, "wrong file_id or the file is temporarily unavailable"),
    ("getChat", {"chat_id": 999}, "chat not found"),
    ("getChatMember", {"chat_id": ANA, "user_id": 999}, "member not found"),
    ("getUpdates", {"allowed_updates": "{}"}, "expected an Array of String"),
]


@pytest.mark.parametrize(("method", "params", "words"), SEND_REFUSALS)
async def test_it_refuses_in_telegrams_words(
    ana: int, api: Api, method: str, params: dict[str, Any], words: str
) -> None:
    answer = await api(method, **params)
    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {words}"}


async def test_a_person_who_never_wrote_cannot_be_addressed(phones: SandboxClient, api: Api) -> None:
    await phones.person(7, "Boris")
    answer = await api("sendMessage", chat_id=7, text="x")
    assert answer["description"] == "Forbidden: bot can't initiate conversation with a user"


async def test_a_blocked_bot_is_told_so(ana: int, phones: SandboxClient, api: Api) -> None:
    await phones.block(ana)
    answer = await api("sendMessage", chat_id=ana, text="x")
    assert (answer["error_code"], answer["description"]) == (403, "Forbidden: bot was blocked by the user")


async def test_a_deleted_account_is_deactivated(ana: int, phones: SandboxClient, api: Api) -> None:
    await phones.deactivate(ana)
    answer = await api("sendMessage", chat_id=ana, text="x")
    assert answer["description"] == "Forbidden: user is deactivated"


async def test_an_unchanged_edit_is_refused(ana: int, api: Api) -> None:
    sent = await api("sendMessage", chat_id=ana, text="<b>x</b>", parse_mode="HTML")
    same = {
        "chat_id": ana,
        "message_id": sent["result"]["message_id"],
        "text": "<b>x</b> ",
        "parse_mode": "html",
    }
    answer = await api("editMessageText", **same)
    assert answer["description"].startswith("Bad Request: message is not modified: specified new message")


async def test_a_photo_has_no_text_to_edit(ana: int, api: Api) -> None:
    sent = await api("sendPhoto", chat_id=ana, photo="https://a.mk/1.jpg")
    answer = await api("editMessageText", chat_id=ana, message_id=sent["result"]["message_id"], text="x")
    assert answer["description"] == "Bad Request: there is no text in the message to edit"


async def test_a_text_has_no_caption_to_edit(ana: int, api: Api) -> None:
    sent = await api("sendMessage", chat_id=ana, text="x")
    answer = await api(
        "editMessageCaption", chat_id=ana, message_id=sent["result"]["message_id"], caption="x"
    )
    assert answer["description"] == "Bad Request: there is no caption in the message to edit"


async def test_a_deleted_message_is_gone_for_edits(ana: int, api: Api) -> None:
    sent = await api("sendMessage", chat_id=ana, text="x")
    message_id = sent["result"]["message_id"]
    assert (await api("deleteMessage", chat_id=ana, message_id=message_id))["result"] is True
    answer = await api("editMessageText", chat_id=ana, message_id=message_id, text="y")
    assert answer["description"] == "Bad Request: message to edit not found"


async def test_after_48_hours_a_message_stays(ana: int, phones: SandboxClient, api: Api) -> None:
    sent = await api("sendMessage", chat_id=ana, text="x")
    await phones.advance(48 * 3600 + 1)
    answer = await api("deleteMessage", chat_id=ana, message_id=sent["result"]["message_id"])
    assert answer["description"] == "Bad Request: message can't be deleted for everyone"


async def test_a_photo_is_no_video(ana: int, api: Api) -> None:
    sent = await api("sendPhoto", chat_id=ana, photo="https://a.mk/1.jpg")
    answer = await api("sendVideo", chat_id=ana, video=sent["result"]["photo"][0]["file_id"])
    assert answer["description"] == "Bad Request: can't use file of type Photo as Video"


@pytest.mark.parametrize(
    ("path", "code", "words"),
    [
        ("bot/getMe", 404, "Not Found"),
        ("botabc/getMe", 404, "Not Found"),
        ("bot0:abc/getMe", 404, "Not Found"),
        (f"bot{TOKEN}", 404, "Not Found"),
        (f"bot{TOKEN}/makeCoffee", 404, "Not Found: method not found"),
        (f"file/bot{TOKEN}/photos/none.jpg", 404, "Not Found"),
        ("file/botabc/photos/none.jpg", 404, "Not Found"),
    ],
)
async def test_wrong_addresses_are_not_found(
    http: aiohttp.ClientSession, address: str, path: str, code: int, words: str
) -> None:
    async with http.get(f"{address}/{path}") as response:
        assert (response.status, (await response.json())["description"]) == (code, words)
