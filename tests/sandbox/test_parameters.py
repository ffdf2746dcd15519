"""Every parameter of every method is checked against the Bot API's facts."""

import re
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot, LabeledPrice

from bot.sandbox import SandboxClient
from bot.sandbox.errors import ApiError
from bot.sandbox.methods import METHODS, missing_methods
from bot.sandbox.spec import bot_api
from bot.sandbox.validation import check_parameters
from tests.sandbox.broken_calls import as_parameters, broken_calls, right_call

Api = Callable[..., Awaitable[dict[str, Any]]]
ANA = 501
MONTH = 2_592_000
START = {"command": "start", "description": "Begin"}
ROOT = Path(__file__).parents[2]
_CALL = re.compile(r"bot\.([a-z_]+)\(")
_NAME = re.compile(r'"([a-z]+[A-Z][A-Za-z]+)"')


@cache
def methods_the_product_calls() -> list[str]:
    """Found in its sources; a new one is checked from the day it is written."""
    through_the_library = [*ROOT.glob("bot/*.py"), *ROOT.glob("handlers/**/*.py")]
    over_the_wire = [*ROOT.glob("bot/*.py"), *ROOT.glob("bot/courier/*.py")]
    named = _found(_CALL, through_the_library) | _found(_NAME, over_the_wire)
    named.add("get_updates")  # asked by its address, so that unreadable updates come raw
    canonical = {name.lower(): name for name in bot_api().methods}
    squeezed = {name.replace("_", "").lower() for name in named}
    return sorted(canonical[name] for name in squeezed if name in canonical)


def _found(pattern: re.Pattern[str], files: list[Path]) -> set[str]:
    return {name for file in files for name in pattern.findall(file.read_text(encoding="utf-8"))}


@pytest.fixture
async def meaning(ana: int, phones: SandboxClient, bot: Bot) -> dict[str, Any]:
    """What the required parameters mean in this chat, so that a right call can succeed."""
    sent = await bot.send_message(ana, "pick", api_kwargs={"reply_markup": _buttons("Old")})
    pictured = await bot.send_photo(ana, "https://a.mk/1.jpg", caption="old")
    tap = await phones.tap(ana, "Old")
    group = await phones.chat("supergroup", "Readers", [ana], bot="member")
    invoice = await bot.create_invoice_link(
        "x", "x", "x", "XTR", [LabeledPrice("x", 1)], subscription_period=MONTH
    )
    paid = await phones.pay_invoice(ana, invoice)
    await bot.answer_pre_checkout_query(paid, ok=True)
    return {
        "currency": "XTR",
        "prices": [{"label": "x", "amount": 1}],
        "pre_checkout_query_id": await phones.pay_invoice(ana, invoice),
        "telegram_payment_charge_id": (await phones.outcome(paid)).charge,
        "photo_message_id": pictured.message_id,
        "chat_id": ana,
        "group": group,
        "inline_query_id": await phones.ask_inline(ana, "snow"),
        "results": [],
        "user_id": ana,
        "message_id": sent.message_id,
        "callback_query_id": tap.callback_query_id,
        "text": "x",
        "photo": "https://a.mk/1.jpg",
        "document": "https://a.mk/1.pdf",
        "url": "https://a.mk/hook",
        "reply_markup": _buttons("New"),
    }


def _buttons(label: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": "x"}]]}


def valid_call(method: str, meaning: dict[str, Any]) -> dict[str, Any]:
    needed = [*bot_api().methods[method].required]
    if method.startswith("editMessage"):
        needed += ["chat_id", "message_id", "text" if method == "editMessageText" else "reply_markup"]
    said = {name: meaning[name] for name in needed if name in meaning}
    if method == "editMessageCaption":
        said |= {"message_id": meaning["photo_message_id"], "caption": "new"}
    if method == "getChatAdministrators":
        said |= {"chat_id": meaning["group"]}
    return right_call(bot_api().methods[method]) | said


def test_the_product_calls_a_dozen_methods() -> None:
    found = methods_the_product_calls()
    assert {"sendMessage", "sendPhoto", "getUpdates", "answerCallbackQuery"} <= set(found) <= set(METHODS)


@pytest.mark.parametrize("method", methods_the_product_calls())
async def test_a_right_call_succeeds(meaning: dict[str, Any], api: Api, method: str) -> None:
    assert (await api(method, **valid_call(method, meaning)))["ok"]


@pytest.mark.parametrize("method", sorted(METHODS))
async def test_each_single_broken_parameter_is_refused(
    meaning: dict[str, Any], api: Api, phones: SandboxClient, method: str
) -> None:
    """Fields of objects are broken for the methods that the product calls."""
    before = len(await phones.accepted())
    right, inside = valid_call(method, meaning), method in methods_the_product_calls()
    for what, call in broken_calls(bot_api().methods[method], right, inside=inside):
        answer = await api(method, **call)
        assert (answer.get("error_code"), bool(answer.get("description"))) == (400, True), (what, answer)
    assert len(await phones.accepted()) == before


@pytest.mark.parametrize("method", missing_methods())
def test_the_parameters_of_other_methods_are_known_too(method: str) -> None:
    """Their right call passes the check, each broken one does not."""
    facts = bot_api().methods[method]
    right = right_call(facts)
    assert check_parameters(facts, as_parameters(right)) == []
    for _, call in broken_calls(facts, right, inside=True):
        with pytest.raises(ApiError, match=r"^Bad Request: "):
            check_parameters(facts, as_parameters(call))


async def test_an_unknown_parameter_is_ignored_but_told(ana: int, api: Api, phones: SandboxClient) -> None:
    buttons = {"inline_keyboard": [[{"text": "A", "callback_data": "a", "colour": "red"}]]}
    await api("sendMessage", chat_id=ana, text="x", sound="loud", reply_markup=buttons)
    told = [violation["parameter"] for violation in await phones.violations()]
    assert told == ["InlineKeyboardButton.colour", "sound"]


async def test_a_method_that_is_not_offered_is_refused_and_told(api: Api, phones: SandboxClient) -> None:
    method = missing_methods()[0]
    answer = await api(method)
    assert answer["description"] == f"Bad Request: the sandbox does not know {method} yet"
    assert await phones.violations() == [
        {"method": method, "parameter": "", "reason": "not in the sandbox"},
    ]


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("getUpdates", {"limit": 101}, 'parameter "limit" must be between 1 and 100'),
        ("getUpdates", {"timeout": "soon"}, 'parameter "timeout" must be of type Number'),
        ("sendMessage", {"chat_id": ANA, "text": ["x"]}, 'parameter "text" must be of type String'),
        ("setMyName", {"name": "x" * 65}, 'parameter "name" must have at most 64 characters'),
        ("setMyCommands", {"commands": [START] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        (
            "setMyCommands",
            {"commands": [{"command": "a"}]},
            'can\'t parse BotCommand: Can\'t find field "description"',
        ),
        (
            "sendMessage",
            {"chat_id": ANA, "text": "x", "link_preview_options": {"is_disabled": "no"}},
            "can't parse LinkPreviewOptions: Field \"is_disabled\" must be of type Boolean",
        ),
        (
            "sendMessage",
            {"chat_id": ANA, "text": "x", "entities": [{"type": "bold", "offset": "a", "length": 1}]},
            "can't parse MessageEntity: Field \"offset\" must be of type Number",
        ),
        (
            "deleteMessages",
            {"chat_id": ANA, "message_ids": [1] * 101},
            "too many message identifiers specified",
        ),
        ("deleteMessages", {"chat_id": ANA, "message_ids": ["x"]}, "message identifier must be a Number"),
        ("sendMediaGroup", {"chat_id": ANA, "media": [{"type": "moon", "media": "x"}] * 2},
         "can't parse InputMedia: unsupported type specified"),
        ("sendMessage", {"chat_id": ANA, "text": "\ud800"}, "strings must be encoded in UTF-8"),
    ],
)  # fmt: skip
async def test_the_words_of_a_refusal(
    ana: int, api: Api, method: str, params: dict[str, Any], words: str
) -> None:
    assert (await api(method, **params))["description"] == f"Bad Request: {words}"


@pytest.mark.parametrize("row", [["Latest"], [{"text": "Latest"}]])
async def test_buttons_of_a_reply_keyboard_may_be_plain_texts(ana: int, api: Api, row: list[Any]) -> None:
    assert (await api("sendMessage", chat_id=ana, text="x", reply_markup={"keyboard": [row]}))["ok"]
