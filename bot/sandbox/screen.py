"""A person's phone as data and as plain text: what the page draws and what tests read."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.messages import entities_json
from bot.sandbox.methods.profile import scope_key
from bot.sandbox.state import Body, Chat, Message, Telegram

Preview = Callable[[str], dict[str, Any] | None]


def chat_screen(telegram: Telegram, chat: Chat, preview: Preview) -> dict[str, Any]:
    """Everything on the phone; `preview` may tell title, description and image of an address."""
    person = telegram.people.get(chat.id)
    more = {"action": chat.action, "person": asdict(person) if person else None}
    return {
        "chat": telegram.chat_json(chat.id) | more | _society(telegram, chat),
        "messages": [_message(telegram, message, preview) for message in chat.messages.values()],
        "toasts": [asdict(toast) for toast in chat.toasts],
        "commands": commands_for(telegram, chat.id),
        "keyboard": chat.keyboard,
        "pinned": chat.pinned,
    }


def chat_summary(telegram: Telegram, chat: Chat) -> dict[str, Any]:
    """A chat without its messages."""
    return telegram.chat_json(chat.id) | _society(telegram, chat)


def _society(telegram: Telegram, chat: Chat) -> dict[str, Any]:
    """Members, topics and what plain members may do; nothing in a private chat."""
    society = chat.society
    if society is None:
        return {}
    members = [
        {"id": one, "name": telegram.user_json(one)["first_name"], "status": place.status}
        | {"is_bot": one == telegram.bot.id, "rights": sorted(place.rights)}
        for one, place in society.members.items()
    ]
    topics = [
        {"message_thread_id": topic.id, "name": topic.name, "is_closed": topic.is_closed}
        for topic in society.topics.values()
        if not topic.is_deleted
    ]
    more = {"migrated_to": society.migrated_to, "is_deleted": society.is_deleted}
    return {"members": members, "topics": topics, "permissions": sorted(society.permissions)} | more


def chat_text(telegram: Telegram, chat: Chat) -> str:
    """The visible messages, a blank line between; `> ` marks the person's own, buttons stand in []."""
    return "\n\n".join(_message_text(message) for message in chat.visible()) + "\n"


def commands_for(telegram: Telegram, chat_id: int) -> list[dict[str, str]]:
    """The commands Telegram would show here: the narrowest scope first, the person's language first."""
    chat = telegram.chats[chat_id]
    everybody = "all_private_chats" if chat.society is None else "all_group_chats"
    scopes = [scope_key("chat", chat_id), scope_key(everybody), scope_key("default")]
    language = telegram.people[chat_id].language_code or "" if chat.society is None else ""
    for scope in scopes:
        for code in (language, ""):
            commands = telegram.bot.commands.get((scope, code))
            if commands:
                return commands
    return []


def _message(telegram: Telegram, message: Message, preview: Preview) -> dict[str, Any]:
    body = message.body
    return {
        "message_id": message.message_id,
        "from": "bot" if message.sender is None else "person",
        "sender": _sender(telegram, message),
        "date": _iso(message.date),
        "edit_date": _iso(message.edit_date) if message.edit_date else None,
        "text" if body.media is None else "caption": body.text.text,
        "entities": entities_json(telegram, body.text),
        "photo": _media(body, "photo"),
        "video": _media(body, "video"),
        "file": _file(body),
        "invoice": _invoice(message),
        "show_caption_above_media": body.show_caption_above_media,
        "has_spoiler": body.has_spoiler,
        "link_preview_options": body.link_preview_options,
        "link_preview": _link_preview(body, preview),
        "buttons": message.inline_keyboard,
        "asks": bool((message.markup or {}).get("force_reply")),
        "reply_to": message.reply_to,
        "deleted": message.deleted,
        "thread": message.thread,
        "album": message.album,
        "forwarded": message.origin is not None,
        "reactions": [one for some in message.reactions.values() for one in some],
        "service": message.service,
    }


def _sender(telegram: Telegram, message: Message) -> dict[str, Any]:
    user = telegram.user_json(message.sender or telegram.bot.id)
    return {"id": user["id"], "name": user["first_name"]}


def _invoice(message: Message) -> dict[str, Any] | None:
    """What the Pay button pays; a forwarded copy may lead to the bot instead."""
    invoice = message.body.invoice
    if invoice is None:
        return None
    told = {"title": invoice.title, "description": invoice.description, "amount": invoice.amount}
    return told | {"opens_bot": message.origin is not None and bool(invoice.start_parameter)}


def _file(body: Body) -> dict[str, Any] | None:
    """Anything else that a message can hold: an animation, a document, music, a voice."""
    if body.media is None or body.media.kind in ("photo", "video"):
        return None
    media = body.media
    url = media.url or f"/control/files/{media.file_id}"
    return {"kind": media.kind, "file_id": media.file_id, "url": url, "name": media.name}


def _iso(timestamp: int) -> str:
    return datetime.fromtimestamp(timestamp, UTC).isoformat()


def _media(body: Body, kind: str) -> dict[str, Any] | None:
    """A photo or video with an address that a browser can load."""
    if body.media is None or body.media.kind != kind:
        return None
    media = body.media
    url = media.url or f"/control/files/{media.file_id}"
    return {"file_id": media.file_id, "url": url, "width": media.width, "height": media.height}


def _link_preview(body: Body, preview: Preview) -> dict[str, Any] | None:
    options = body.link_preview_options or {}
    url = options.get("url") or _first_link(body)
    if body.media is not None or options.get("is_disabled") or not url:
        return None
    card = {"url": url, "site": urlsplit(url).netloc, "title": None, "description": None, "image": None}
    layout = {
        "large": bool(options.get("prefer_large_media")),
        "above": bool(options.get("show_above_text")),
    }
    return card | layout | (preview(url) or {})


def _first_link(body: Body) -> str | None:
    for entity in body.text.entities:
        if entity.type == "text_link":
            return str(dict(entity.extra)["url"])
        if entity.type == "url":
            return body.text.part(entity)
    return None


def _message_text(message: Message) -> str:
    mark = "" if message.sender is None else "> "
    if message.service is not None:
        return f"({next(iter(message.service)).replace('_', ' ')})"
    media = [f"[{message.body.kind}]"] if message.body.media else []
    text = [mark + message.body.text.text] if message.body.text.text else []
    rows = [" ".join(_button_text(button) for button in row) for row in message.inline_keyboard]
    return "\n".join([*media, *text, *rows])


def _button_text(button: dict[str, Any]) -> str:
    return f"[{button['text']} → {button['url']}]" if "url" in button else f"[{button['text']}]"
