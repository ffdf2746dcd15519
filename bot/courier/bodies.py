"""Cards as the JSON that Telegram is sent. A card is written once; only the chat in front of it changes."""

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from bot.domain.ids import ChatId, MessageId, ThreadId
from bot.domain.pushes import Button, ButtonRows, Card

_CARDS = 256
"""Cards remembered as bytes: a push has one per edition, a digest one per reader and no use for memory."""
_TAG = re.compile(r"<[^<>]*>")


class Spot(NamedTuple):
    """Where a new message goes: a chat, or a topic of a forum group, perhaps below a message of that chat."""

    chat_id: ChatId
    thread_id: ThreadId | None = None
    reply_to: MessageId | None = None


def to_send(spot: Spot, rest: bytes) -> bytes:
    """The body of a new message: where to, then what."""
    chat_id, thread_id, reply_to = spot
    topic = b"" if thread_id is None else b'"message_thread_id":%d,' % thread_id
    reply = b"" if reply_to is None else b'"reply_parameters":%b,' % orjson.dumps(_reply(reply_to))
    return b'{"chat_id":%d,%b%b%b' % (chat_id, topic, reply, rest)


def to_name(chat_id: ChatId) -> bytes:
    """The body of a question about a chat."""
    return b'{"chat_id":%d}' % chat_id


def to_change(chat_id: ChatId, message_id: MessageId, rest: bytes = b"}") -> bytes:
    """The body that changes or deletes a message of ours."""
    comma = b"" if rest == b"}" else b","
    return b'{"chat_id":%d,"message_id":%d%b%b' % (chat_id, message_id, comma, rest)


@lru_cache(_CARDS)
def as_text(card: Card) -> bytes:
    """What of sendMessage and editMessageText is the same for every chat. Raises TypeError for no text."""
    preview = (
        {"is_disabled": False, "url": card.preview, "prefer_large_media": True, "show_above_text": True}
        if card.preview
        else {"is_disabled": True}
    )
    text = {"text": card.html, "parse_mode": "HTML", "link_preview_options": preview}
    return _rest(text | _sound(card) | keyboard(card))


@lru_cache(_CARDS)
def as_photo(card: Card, photo: str) -> bytes:
    """The same of sendPhoto with a picture's address, or Telegram's own name for it."""
    return _rest({"photo": photo} | _caption(card))


@lru_cache(_CARDS)
def as_caption(card: Card) -> bytes:
    """The same of editMessageCaption."""
    return _rest(_caption(card))


def as_buttons(buttons: ButtonRows) -> bytes:
    """The same of editMessageReplyMarkup; no buttons take the old ones away."""
    rows = keyboard(Card(html="", buttons=buttons))
    return _rest(rows) if rows else b"}"


def as_form(spot: Spot, card: Card) -> Mapping[str, str]:
    """The fields of sendPhoto beside an upload; other values go as JSON. Raises TypeError for no text."""
    topic = {} if spot.thread_id is None else {"message_thread_id": spot.thread_id}
    reply = {} if spot.reply_to is None else {"reply_parameters": _reply(spot.reply_to)}
    fields = {"chat_id": spot.chat_id} | topic | reply | _caption(card)
    _rest(fields)
    return {
        name: value if isinstance(value, str) else orjson.dumps(value).decode()
        for name, value in fields.items()
    }


def in_plain_words(card: Card) -> Card:
    """The card without its markup, readable even where that was broken."""
    return replace(card, html=html.escape(html.unescape(_TAG.sub("", card.html)), quote=False))


def keyboard(card: Card) -> dict[str, Any]:
    """`reply_markup`, if there are buttons or an answer is asked for."""
    if card.asks:
        return {"reply_markup": {"force_reply": True}}
    rows = [[_button(one) for one in row] for row in card.buttons]
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _reply(reply_to: MessageId) -> dict[str, Any]:
    """A message that is gone by now leaves the new one standing alone."""
    return {"message_id": reply_to, "allow_sending_without_reply": True}


def _button(one: Button) -> dict[str, str]:
    given = {"text": one.label, "url": one.url, "callback_data": one.data, "style": one.style}
    return {name: value for name, value in given.items() if value is not None}


def _caption(card: Card) -> dict[str, Any]:
    return {"caption": card.html, "parse_mode": "HTML"} | _sound(card) | keyboard(card)


def _sound(card: Card) -> dict[str, Any]:
    return {"disable_notification": True} if card.silent else {}


def _rest(fields: Mapping[str, Any]) -> bytes:
    return orjson.dumps(fields)[1:]
