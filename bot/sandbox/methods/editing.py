"""editMessage… and deleteMessage: what changes a message that is already on a phone."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.sandbox.errors import NOT_MODIFIED, bad_request
from bot.sandbox.markup import read_markup
from bot.sandbox.messages import message_json
from bot.sandbox.methods.call import (
    Call,
    check_caption,
    check_text,
    message_of,
    own_message,
    read_caption,
    read_link_preview,
    read_media,
    read_text,
)
from bot.sandbox.state import Body, Message
from bot.sandbox.texts import formatted

DELETE_WITHIN = timedelta(hours=48)


async def edit_message_text(call: Call) -> Any:
    text = read_text(call)
    preview = read_link_preview(call)
    markup = read_markup(call.params)
    message = own_message(call)
    if message.body.media is not None:
        raise bad_request("there is no text in the message to edit")
    check_text(text)
    return _change(call, message, Body(text, link_preview_options=preview), markup)


async def edit_message_caption(call: Call) -> Any:
    caption = read_caption(call)
    markup = read_markup(call.params)
    message = own_message(call)
    if message.body.media is None:
        raise bad_request("there is no caption in the message to edit")
    check_caption(caption)
    above = call.params.flag("show_caption_above_media")
    return _change(call, message, replace(message.body, text=caption, show_caption_above_media=above), markup)


async def edit_message_media(call: Call) -> Any:
    given = call.params.parsed("media", "input media")
    if not isinstance(given, dict):
        raise bad_request("Can't parse input media JSON object")
    kind = given.get("type")
    if kind not in ("photo", "video"):
        raise bad_request("Can't parse InputMedia: expected type photo or video")
    markup = read_markup(call.params)
    message = own_message(call)
    body = _media_body(call, kind, given)
    return _change(call, message, body, markup)


async def edit_message_reply_markup(call: Call) -> Any:
    markup = read_markup(call.params)
    message = own_message(call)
    return _change(call, message, message.body, markup)


async def delete_message(call: Call) -> Any:
    message = message_of(call, "delete")
    if call.telegram.clock.timestamp() - message.date > DELETE_WITHIN.total_seconds():
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    call.telegram.accept(call.method, message)
    call.telegram.changed(message.chat_id)
    return True


def _media_body(call: Call, kind: str, given: dict[str, Any]) -> Body:
    caption = formatted(
        str(given.get("caption") or ""), str(given.get("parse_mode") or ""), given.get("caption_entities")
    )
    media = read_media(call, kind, str(given.get("media") or ""))
    check_caption(caption)
    above, spoiler = bool(given.get("show_caption_above_media")), bool(given.get("has_spoiler"))
    return Body(caption, media, None, above, spoiler)


def _change(call: Call, message: Message, body: Body, markup: dict[str, Any] | None) -> Any:
    # An empty keyboard and no keyboard look the same on the phone, so they are the same here.
    rows = (markup or {}).get("inline_keyboard") or []
    if body == message.body and rows == message.inline_keyboard:
        raise bad_request(NOT_MODIFIED)
    message.body = body
    message.markup = {"inline_keyboard": rows} if rows else None
    message.edit_date = call.telegram.clock.timestamp()
    call.telegram.accept(call.method, message)
    call.telegram.changed(message.chat_id)
    return message_json(call.telegram, message)
