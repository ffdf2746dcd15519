"""answerInlineQuery: what somebody sees who typed the bot's name and words into some chat."""

import re
from typing import Any

from bot.sandbox.errors import QUERY_TOO_OLD, bad_request
from bot.sandbox.inline import InlineResult
from bot.sandbox.markup import inline_markup
from bot.sandbox.methods.call import Call, check_caption, check_text
from bot.sandbox.state import Body
from bot.sandbox.texts import formatted

MAX_RESULTS = 50
MAX_OFFSET_BYTES = 64
_START = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SHOWN = ("title", "description", "url", "thumbnail_url", "photo_url")


async def answer_inline_query(call: Call) -> Any:
    params, telegram = call.params, call.telegram
    query = telegram.inline_queries.get(params.text("inline_query_id").strip())
    if query is None or not query.is_open(telegram.clock.now()):
        raise bad_request(QUERY_TOO_OLD)
    given = params.parsed("results")
    if len(given) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len(params.text("next_offset").encode()) > MAX_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    button = params.parsed("button") or None
    if button is not None:
        _check_button(button)
    results = [_result(call, one) for one in given]
    if len({one.id for one in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    query.results = results
    query.told = {
        "next_offset": params.text("next_offset"),
        "cache_time": params.integer("cache_time", 300),
        "is_personal": params.flag("is_personal"),
        "button": button,
    }
    telegram.changed(query.person)
    return True


def _check_button(button: dict[str, Any]) -> None:
    if not button["text"].strip():
        raise bad_request("SWITCH_PM_TEXT_EMPTY")
    if "web_app" not in button and not _START.fullmatch(str(button.get("start_parameter") or "")):
        raise bad_request("START_PARAM_INVALID")


def _result(call: Call, given: dict[str, Any]) -> InlineResult:
    if given["type"] not in ("article", "photo"):
        raise bad_request(f"the sandbox does not know inline results of type {given['type']} yet")
    shown = {"type": given["type"]} | {name: given.get(name) for name in _SHOWN}
    return InlineResult(given["id"], shown, _body(call, given), inline_markup(given.get("reply_markup")))


def _body(call: Call, given: dict[str, Any]) -> Body:
    """The message that the result becomes; of a photo with no content of its own, the photo."""
    content = given.get("input_message_content")
    if content is None:
        caption = formatted(
            str(given.get("caption") or ""), str(given.get("parse_mode") or ""), given.get("caption_entities")
        )
        check_caption(caption)
        return Body(caption, call.telegram.files.named("photo", given["photo_url"]))
    if "message_text" not in content:
        raise bad_request("the sandbox knows no other content of inline results than text yet")
    text = formatted(content["message_text"], str(content.get("parse_mode") or ""), content.get("entities"))
    check_text(text)
    return Body(text, link_preview_options=content.get("link_preview_options") or None)
