"""Inline mode: a query reaches the bot, its answer is checked, a result becomes a message in any chat."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultContact,
    InlineQueryResultPhoto,
    InlineQueryResultsButton,
    InputContactMessageContent,
    InputTextMessageContent,
)
from telegram.error import BadRequest

from bot.sandbox import Sandbox, SandboxClient
from bot.sandbox.client import SandboxError

Api = Callable[..., Awaitable[dict[str, Any]]]
TEXT = InputTextMessageContent("<b>Snow</b> closes a road", parse_mode="HTML")


def article(number: int = 1, **more: Any) -> InlineQueryResultArticle:
    """A result that becomes a text."""
    content = more.pop("content", TEXT)
    return InlineQueryResultArticle(str(number), "Snow", content, **more)


async def asked(bot: Bot) -> str:
    """The id of the last inline query that the bot was given."""
    query = (await bot.get_updates(allowed_updates=["inline_query"]))[-1].inline_query
    assert query is not None
    return query.id


async def test_a_query_reaches_the_bot_as_it_was_typed(ana: int, phones: SandboxClient, bot: Bot) -> None:
    await phones.ask_inline(ana, "night train", "20")
    query = (await bot.get_updates())[-1].inline_query
    assert query is not None
    assert (query.from_user.id, query.query, query.offset) == (ana, "night train", "20")


async def test_the_answer_is_what_the_phone_shows(ana: int, phones: SandboxClient, bot: Bot) -> None:
    query = await phones.ask_inline(ana, "snow")
    assert await phones.offers(query) is None
    link = InlineKeyboardMarkup([[InlineKeyboardButton("Read", url="https://paper.example/a")]])
    button = InlineQueryResultsButton("Open the bot", start_parameter="inline")
    result = article(
        description="In the south", thumbnail_url="https://paper.example/a.jpg", reply_markup=link
    )
    await bot.answer_inline_query(query, [result], 60, True, "1", button)
    offers = await phones.wait_for_offers(ana, query)
    (offer,) = offers.results
    assert (offer.title, offer.description, offer.text) == ("Snow", "In the south", "Snow closes a road")
    assert offer.buttons == {"Read": "https://paper.example/a"}
    assert (offers.cache_time, offers.is_personal, offers.next_offset) == (60, True, "1")
    assert offers.button == ("Open the bot", "inline")


async def test_a_chosen_result_is_the_persons_message_in_a_chat_without_the_bot(
    ana: int, phones: SandboxClient, bot: Bot
) -> None:
    group = await phones.chat("group", "Friends", [ana])
    query = await phones.ask_inline(ana, "snow")
    await bot.answer_inline_query(query, [article()])
    await phones.wait_for_offers(ana, query)
    await phones.choose_inline(query, "1", group)
    message = (await phones.screen(group)).messages[-1]
    assert (message.text, message.is_from_bot) == ("Snow closes a road", False)
    assert await phones.accepted() == []


async def test_a_photo_comes_with_its_caption(ana: int, phones: SandboxClient, bot: Bot) -> None:
    query = await phones.ask_inline(ana, "snow")
    address = "https://paper.example/a.jpg"
    await bot.answer_inline_query(query, [InlineQueryResultPhoto("1", address, address, caption="Snow")])
    await phones.choose_inline(query, "1")
    message = (await phones.screen(ana)).messages[-1]
    assert (message.photo, message.text) == (address, "Snow")


@pytest.mark.parametrize(
    ("results", "more", "problem"),
    [
        ([article(one) for one in range(51)], {}, "RESULTS_TOO_MUCH"),
        ([article(), article()], {}, "RESULT_ID_DUPLICATE"),
        ([article()], {"next_offset": "я" * 33}, "NEXT_OFFSET_INVALID"),
        ([article(content=InputTextMessageContent("<b>x", parse_mode="HTML"))], {}, "parse entities"),
        ([article(content=InputTextMessageContent("<b> </b>", parse_mode="HTML"))], {}, "non-empty"),
        ([article(content=InputContactMessageContent("1", "A"))], {}, "no other content"),
        ([InlineQueryResultContact("1", "+389", "A")], {}, "inline results of type contact"),
        ([InlineQueryResultPhoto("1", "a.jpg", "a.jpg", caption="x" * 1025)], {}, "too long"),
        ([], {"button": InlineQueryResultsButton("Open", start_parameter="a b")}, "START_PARAM_INVALID"),
        ([], {"button": InlineQueryResultsButton(" ", start_parameter="a")}, "SWITCH_PM_TEXT_EMPTY"),
    ],
)
async def test_what_telegram_would_refuse_is_refused(
    ana: int, phones: SandboxClient, api: Api, results: list[Any], more: dict[str, Any], problem: str
) -> None:
    query = await phones.ask_inline(ana, "snow")
    call = {"inline_query_id": query, "results": [one.to_dict() for one in results]}
    call |= {name: one if isinstance(one, str) else one.to_dict() for name, one in more.items()}
    answer = await api("answerInlineQuery", **call)
    assert answer["error_code"] == 400
    assert problem in answer["description"]


async def test_a_query_is_answered_once_and_soon(
    ana: int, phones: SandboxClient, bot: Bot, sandbox: Sandbox
) -> None:
    first, second = await phones.ask_inline(ana, "a"), await phones.ask_inline(ana, "b")
    await bot.answer_inline_query(first, [article()])
    sandbox.state.clock.advance(timedelta(seconds=31).total_seconds())
    for query in (first, second, "7"):
        with pytest.raises(BadRequest, match="uery is too old"):
            await bot.answer_inline_query(query, [article()])


async def test_what_a_phone_cannot_do_is_refused(ana: int, phones: SandboxClient, bot: Bot) -> None:
    await phones.person(502, "Boris")
    group = await phones.chat("group", "Others", [502])
    query = await phones.ask_inline(ana, "snow")
    await bot.answer_inline_query(query, [article()])
    for result, chat in (("2", ana), ("1", group), ("1", 502)):
        with pytest.raises(SandboxError):
            await phones.choose_inline(query, result, chat)
    with pytest.raises(SandboxError, match="no inline query"):
        await phones.offers("7")
    await phones.deactivate(ana)
    with pytest.raises(SandboxError, match="deleted the account"):
        await phones.ask_inline(ana, "snow")


async def test_a_tap_may_open_the_bots_own_chat_and_nothing_else(
    ana: int, phones: SandboxClient, bot: Bot
) -> None:
    rows = InlineKeyboardMarkup([[InlineKeyboardButton("Read here", callback_data="here")]])
    await bot.send_message(ana, "News", reply_markup=rows)
    query = (await phones.tap(ana, "Read here")).callback_query_id
    assert query is not None
    with pytest.raises(BadRequest, match="Url_invalid"):
        await bot.answer_callback_query(query, url="https://paper.example/")
    address = f"https://t.me/{bot.username}?start=article_1"
    await bot.answer_callback_query(query, url=address)
    assert (await phones.wait_for_toast(ana)).url == address
