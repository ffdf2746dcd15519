"""editMessage…: what changes a message that is already on a phone."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.sandbox.errors import NOT_MODIFIED, bad_request
from bot.sandbox.markup import read_markup
from bot.sandbox.messages import message_json
from bot.sandbox.methods.access import message_of
from bot.sandbox.methods.call import (
    Call,
    check_caption,
    check_text,
    read_caption,
    read_input_media,
    read_link_preview,
    read_text,
)
from bot.sandbox.state import Body, Message

OTHERS_WITHIN = timedelta(hours=48)
_OF_ONE_KIND = {"document", "audio"}
_KINDS = ("photo", "video", "animation", "document", "audio")


async def edit_message_text(call: Call) -> Any:
    text = read_text(call)
    preview = read_link_preview(call)
    markup = read_markup(call.params)
    message = editable_message(call)
    if message.body.media is not None:
        raise bad_request("there is no text in the message to edit")
    check_text(text)
    return _change(call, message, Body(text, link_preview_options=preview), markup)


async def edit_message_caption(call: Call) -> Any:
    caption = read_caption(call)
    markup = read_markup(call.params)
    message = editable_message(call)
    if message.body.media is None:
        raise bad_request("there is no caption in the message to edit")
    check_caption(caption)
    above = call.params.flag("show_caption_above_media")
    return _change(call, message, replace(message.body, text=caption, show_caption_above_media=above), markup)


async def edit_message_media(call: Call) -> Any:
    given = call.params.parsed("media")
    markup = read_markup(call.params)
    message = editable_message(call)
    if message.body.kind == "voice":
        raise bad_request("message can't be edited")
    body = read_input_media(call, given, _KINDS)
    if message.album and body.kind != message.body.kind and {body.kind, message.body.kind} & _OF_ONE_KIND:
        raise bad_request("can't change media type in the album")
    return _change(call, message, body, markup)


async def edit_message_reply_markup(call: Call) -> Any:
    markup = read_markup(call.params)
    message = editable_message(call)
    return _change(call, message, message.body, markup)


def editable_message(call: Call) -> Message:
    """A message that the bot may edit: its own at any time, others' posts of a channel for two days."""
    message = message_of(call, "edit")
    is_inline = message.markup is None or "inline_keyboard" in message.markup
    is_own = message.sender is None and message.origin is None
    if message.service is not None or not is_inline or not (is_own or _is_open_post(call, message)):
        raise bad_request("message can't be edited")
    return message


def _is_open_post(call: Call, message: Message) -> bool:
    chat = call.telegram.chats[message.chat_id]
    age = call.telegram.clock.timestamp() - message.date
    may = call.telegram.bot_in(chat).may("can_edit_messages")
    return chat.type == "channel" and may and age <= OTHERS_WITHIN.total_seconds()


def _change(call: Call, message: Message, body: Body, markup: dict[str, Any] | None) -> Any:
    # An empty keyboard and no keyboard look the same on the phone, so they are the same here.
    rows = (markup or {}).get("inline_keyboard") or []
    if body == message.body and rows == message.inline_keyboard:
        raise bad_request(NOT_MODIFIED)
    call.telegram.spend(message.chat_id, is_edit=True)
    # A change of the buttons alone does not make a message an edited one.
    if body != message.body:
        message.edit_date = call.telegram.clock.timestamp()
    message.body = body
    message.markup = {"inline_keyboard": rows} if rows else None
    call.telegram.accept(call.method, message)
    call.telegram.changed(message.chat_id)
    return message_json(call.telegram, message)
