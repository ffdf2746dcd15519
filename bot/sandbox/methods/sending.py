"""sendMessage, sendPhoto … sendChatAction: what puts something new into a chat."""

from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.markup import read_markup
from bot.sandbox.messages import message_json
from bot.sandbox.methods.access import GENERAL_TOPIC, chat_of, check_writable, thread_of, writable_chat
from bot.sandbox.methods.call import (
    Call,
    check_caption,
    check_text,
    read_caption,
    read_link_preview,
    read_media,
    read_text,
)
from bot.sandbox.state import Body, Chat, Message

ACTIONS = (
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "record_audio",
    "upload_audio", "upload_document", "choose_sticker", "find_location", "record_video_note",
    "upload_video_note",
)  # fmt: skip


async def send_message(call: Call) -> Any:
    text = read_text(call)
    preview = read_link_preview(call)
    chat = chat_of(call)
    check_text(text)
    return message_json(call.telegram, post(call, chat, Body(text, link_preview_options=preview)))


async def send_photo(call: Call) -> Any:
    return _send_media(call, "photo")


async def send_video(call: Call) -> Any:
    return _send_media(call, "video")


async def send_animation(call: Call) -> Any:
    return _send_media(call, "animation")


async def send_document(call: Call) -> Any:
    return _send_media(call, "document")


async def send_audio(call: Call) -> Any:
    return _send_media(call, "audio")


async def send_voice(call: Call) -> Any:
    return _send_media(call, "voice")


async def send_chat_action(call: Call) -> Any:
    action = call.params.text("action").strip().lower()
    if action not in ACTIONS:
        raise bad_request("Wrong parameter action in request")
    chat = writable_chat(call)
    # Unlike a message, an action may name the general topic.
    if call.params.integer("message_thread_id") != GENERAL_TOPIC or not chat.is_forum:
        thread_of(call, chat)
    chat.action = action
    call.telegram.changed(chat.id)
    return True


def post(call: Call, chat: Chat, body: Body, **more: Any) -> Message:
    """Put the bot's message into the chat that the call names; `more` are further fields of the message."""
    answered = answered_by(call, chat)
    check_writable(call, chat, body.kind)
    markup = read_markup(call.params)
    if chat.type == "channel" and markup and "inline_keyboard" not in markup:
        raise bad_request("reply keyboards can't be sent to channels")
    protected, thread = call.params.flag("protect_content"), thread_of(call, chat, answered)
    reply_to = answered.message_id if answered else None
    message = call.telegram.post(
        chat.id, None, body, markup=markup, reply_to=reply_to, protected=protected, thread=thread, **more
    )
    _show_keyboard(chat, markup)
    call.telegram.accept(call.method, message)
    return message


def answered_by(call: Call, chat: Chat) -> Message | None:
    """The message in this chat that the new one answers."""
    given = call.params.parsed("reply_parameters")
    if not given:
        return None
    message = chat.messages.get(int(given.get("message_id") or 0))
    if message is not None and not message.deleted:
        if given.get("quote") and given["quote"] not in message.body.text.text:
            raise bad_request("QUOTE_TEXT_INVALID")
        return message
    if given.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _send_media(call: Call, kind: str) -> Any:
    params = call.params
    caption = read_caption(call)
    chat = chat_of(call)
    media = read_media(call, kind, params.text(kind))
    check_caption(caption)
    above, spoiler = params.flag("show_caption_above_media"), params.flag("has_spoiler")
    return message_json(call.telegram, post(call, chat, Body(caption, media, None, above, spoiler)))


def _show_keyboard(chat: Chat, markup: dict[str, Any] | None) -> None:
    if markup and "keyboard" in markup:
        chat.keyboard = markup
    elif markup and markup.get("remove_keyboard"):
        chat.keyboard = None
