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
    person = telegram.people[chat.id]
    return {
        "chat": telegram.chat_json(chat.id) | {"action": chat.action, "person": asdict(person)},
        "messages": [_message(telegram, message, preview) for message in chat.messages.values()],
        "toasts": [asdict(toast) for toast in chat.toasts],
        "commands": commands_for(telegram, chat.id),
        "keyboard": chat.keyboard,
    }


def chat_text(telegram: Telegram, chat: Chat) -> str:
    """The visible messages, a blank line between; `> ` marks the person's own, buttons stand in []."""
    return "\n\n".join(_message_text(message) for message in chat.visible()) + "\n"


def commands_for(telegram: Telegram, chat_id: int) -> list[dict[str, str]]:
    """The commands Telegram would show here: the narrowest scope first, the person's language first."""
    scopes = [scope_key("chat", chat_id), scope_key("all_private_chats"), scope_key("default")]
    language = telegram.people[chat_id].language_code or ""
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
        "date": _iso(message.date),
        "edit_date": _iso(message.edit_date) if message.edit_date else None,
        "text" if body.media is None else "caption": body.text.text,
        "entities": entities_json(telegram, body.text),
        "photo": _media(body, "photo"),
        "video": _media(body, "video"),
        "show_caption_above_media": body.show_caption_above_media,
        "has_spoiler": body.has_spoiler,
        "link_preview_options": body.link_preview_options,
        "link_preview": _link_preview(body, preview),
        "buttons": message.inline_keyboard,
        "reply_to": message.reply_to,
        "deleted": message.deleted,
    }


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
    encoded = body.text.text.encode("utf-16-le")
    for entity in body.text.entities:
        if entity.type == "text_link":
            return str(dict(entity.extra)["url"])
        if entity.type == "url":
            return encoded[2 * entity.offset : 2 * entity.end].decode("utf-16-le")
    return None


def _message_text(message: Message) -> str:
    mark = "" if message.sender is None else "> "
    media = [f"[{message.body.kind}]"] if message.body.media else []
    text = [mark + message.body.text.text] if message.body.text.text else []
    rows = [" ".join(_button_text(button) for button in row) for row in message.inline_keyboard]
    return "\n".join([*media, *text, *rows])


def _button_text(button: dict[str, Any]) -> str:
    return f"[{button['text']} → {button['url']}]" if "url" in button else f"[{button['text']}]"
