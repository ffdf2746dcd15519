"""Messages in the Bot API's shape: what the bot gets back and what updates carry."""

from typing import Any

from bot.sandbox.stars import Invoice
from bot.sandbox.state import Chat, Message, Telegram
from bot.sandbox.texts import FormattedText


def message_json(telegram: Telegram, message: Message, with_reply: bool = True) -> dict[str, Any]:
    chat = telegram.chats[message.chat_id]
    answer: dict[str, Any] = {
        "message_id": message.message_id,
        **_sender(telegram, chat, message),
        **({"via_bot": telegram.bot.as_user()} if message.is_via_bot else {}),
        "chat": telegram.chat_json(message.chat_id),
        "date": message.date,
        **(service_json(telegram, chat, message) if message.service else _content(telegram, message)),
        **_frame(message, chat.thread_shown(message)),
    }
    original = chat.messages.get(message.reply_to or 0)
    if with_reply and original is not None:
        answer["reply_to_message"] = message_json(telegram, original, with_reply=False)
    return answer


def entities_json(telegram: Telegram, text: FormattedText) -> list[dict[str, Any]]:
    """Entities with a user's id turned into the user; unknown people lose their mention."""
    result = []
    for entity in text.entities:
        told = entity.as_json()
        if entity.type == "text_mention":
            person = telegram.people.get(told.pop("user_id", None))
            if person is None:
                continue
            told["user"] = person.as_user()
        result.append(told)
    return result


def service_json(telegram: Telegram, chat: Chat, message: Message) -> dict[str, Any]:
    """What a service message tells; a pinned message is told whole."""
    told = dict(message.service or {})
    if "pinned_message" in told:
        pinned = chat.messages[told["pinned_message"]]
        told["pinned_message"] = message_json(telegram, pinned, with_reply=False)
    return told


def _sender(telegram: Telegram, chat: Chat, message: Message) -> dict[str, Any]:
    """Posts of a channel come from the channel, whoever wrote them."""
    if chat.type == "channel":
        return {"sender_chat": telegram.chat_json(chat.id)}
    return {"from": telegram.user_json(message.sender or telegram.bot.id)}


def _frame(message: Message, thread: int | None) -> dict[str, Any]:
    """What stands around the content, where it is so."""
    rows = message.inline_keyboard
    parts = {
        "edit_date": message.edit_date,
        "has_protected_content": message.protected,
        "message_thread_id": thread,
        "is_topic_message": message.thread is not None,
        "media_group_id": message.album,
        "forward_origin": message.origin,
        "reply_markup": {"inline_keyboard": rows} if rows else None,
    }
    return {name: value for name, value in parts.items() if value}


def _invoice(invoice: Invoice) -> dict[str, Any]:
    told = {"title": invoice.title, "description": invoice.description, "currency": "XTR"}
    return told | {"start_parameter": invoice.start_parameter, "total_amount": invoice.amount}


def _content(telegram: Telegram, message: Message) -> dict[str, Any]:
    body = message.body
    entities = entities_json(telegram, body.text)
    if body.invoice is not None:
        return {"invoice": _invoice(body.invoice)}
    if body.media is None:
        answer: dict[str, Any] = {"text": body.text.text}
        if entities:
            answer["entities"] = entities
        if body.link_preview_options:
            answer["link_preview_options"] = body.link_preview_options
        return answer
    media = body.media.as_json()
    answer = {body.kind: [media] if body.kind == "photo" else media}
    if body.kind == "animation":
        # For the sake of old clients an animation is a document, too.
        answer["document"] = {name: media[name] for name in ("file_id", "file_unique_id")}
    parts = {
        "caption": body.text.text,
        "caption_entities": entities,
        "show_caption_above_media": body.show_caption_above_media,
        "has_media_spoiler": body.has_spoiler,
    }
    return answer | {name: value for name, value in parts.items() if value}
