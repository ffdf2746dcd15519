"""sendMessage, sendPhoto, sendVideo, sendChatAction: what puts something new into a chat."""

from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.markup import read_markup
from bot.sandbox.messages import message_json
from bot.sandbox.methods.call import (
    Call,
    chat_of,
    check_caption,
    check_text,
    person_of,
    reachable_person,
    read_caption,
    read_link_preview,
    read_media,
    read_text,
)
from bot.sandbox.state import Body

ACTIONS = (
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "record_audio",
    "upload_audio", "upload_document", "choose_sticker", "find_location", "record_video_note",
    "upload_video_note",
)  # fmt: skip


async def send_message(call: Call) -> Any:
    text = read_text(call)
    preview = read_link_preview(call)
    markup = read_markup(call.params)
    person_of(call)
    check_text(text)
    return _post(call, Body(text, link_preview_options=preview), markup)


async def send_photo(call: Call) -> Any:
    return _send_media(call, "photo")


async def send_video(call: Call) -> Any:
    return _send_media(call, "video")


async def send_chat_action(call: Call) -> Any:
    action = call.params.text("action").strip().lower()
    if action not in ACTIONS:
        raise bad_request("Wrong parameter action in request")
    person = reachable_person(call)
    call.telegram.chats[person.id].action = action
    call.telegram.changed(person.id)
    return True


def _send_media(call: Call, kind: str) -> Any:
    params = call.params
    caption = read_caption(call)
    markup = read_markup(params)
    person_of(call)
    media = read_media(call, kind, params.text(kind))
    check_caption(caption)
    above, spoiler = params.flag("show_caption_above_media"), params.flag("has_spoiler")
    return _post(call, Body(caption, media, None, above, spoiler), markup)


def _post(call: Call, body: Body, markup: dict[str, Any] | None) -> Any:
    reply_to = _reply_to(call)
    person = reachable_person(call)
    protected = call.params.flag("protect_content")
    more = {"markup": markup, "reply_to": reply_to, "protected": protected}
    message = call.telegram.post(person.id, None, body, **more)
    _show_keyboard(call, markup)
    call.telegram.accept(call.method, message)
    return message_json(call.telegram, message)


def _show_keyboard(call: Call, markup: dict[str, Any] | None) -> None:
    chat = chat_of(call)
    if markup and "keyboard" in markup:
        chat.keyboard = markup
    elif markup and markup.get("remove_keyboard"):
        chat.keyboard = None


def _reply_to(call: Call) -> int | None:
    raw = call.params.parsed("reply_parameters", "reply parameters")
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise bad_request("Object expected as reply parameters")
    message = chat_of(call).messages.get(raw.get("message_id", 0))
    if message is not None and not message.deleted:
        return message.message_id
    if raw.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")
