"""The newsroom stop as the desk sees it: what waits, and what to do with each of it when pushing goes on."""

from collections.abc import Sequence
from html import escape
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal

from bot.domain.ids import PushId
from bot.domain.newsroom_stops import Halt, Held
from bot.domain.pushes import Button, ButtonRows, Card, Style
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack
from bot.rendering.desk import wall_time
from bot.rendering.plain import one_line, shorten

_HEADLINE, _ON_BUTTON = 120, 24
_MOST = 12
"""Pushes named in one message; the others are told as a number, and come when these are decided."""


def halt_card(halt: Halt, zone: ZoneInfo, texts: Texts, *, dropping: PushId | None = None) -> Card:
    """While it lasts: what waits. After it: what has waited, each with *Send* and *Drop*.

    `dropping`: the push of which the card asks whether it should really not go out.
    """
    parts = [_title(halt, zone, texts)]
    if halt.held:
        parts.append("\n".join(_line(one, texts, "halt.left") for one in halt.held[:_MOST]))
    if len(halt.held) > _MOST:
        parts.append(texts.html("halt.more", count=len(halt.held) - _MOST))
    if halt.stop and halt.expired:
        parts.append(expired_text(halt, texts))
    return Card(html="\n\n".join(parts), buttons=_buttons(halt, dropping, texts))


def told_card(key: str, name: str, texts: Texts) -> Card:
    """That an editor stopped pushing or let it go on, for the others."""
    return Card(html=texts.html(key, name=name), buttons=((look_button("button.look_held", texts),),))


def look_button(key: str, texts: Texts) -> Button:
    """What waits, in place of the message."""
    return Button(texts.plain(key), data=pack(Action.LOOK_HELD))


def expired_text(halt: Halt, texts: Texts) -> str:
    """What went stale meanwhile, and how many did not get it."""
    lines = "\n".join(_line(one, texts, "halt.missed") for one in halt.expired[:_MOST])
    return f"{texts.html('halt.expired')}\n{lines}"


def _title(halt: Halt, zone: ZoneInfo, texts: Texts) -> str:
    if halt.stop is None:
        question = texts.html("halt.ask" if halt.held else "halt.nothing")
        return f"▶ <b>{texts.html('halt.goes_on')}</b>\n{question}"
    by = texts.html("halt.by", name=halt.stop.name, when=wall_time(halt.stop.begun_at, zone, texts))
    waits = texts.html("halt.waits" if halt.held else "halt.nothing_waits")
    return f"⏸ <b>{texts.html('halt.stopped')}</b>\n{by}\n\n{waits}"


def _line(one: Held, texts: Texts, key: str) -> str:
    headline = escape(_name(one, _HEADLINE, texts))
    if one.left is None:
        return f"• {headline}"
    left = str(format_decimal(one.left, locale=texts.language))
    return f"• {headline} ({texts.html(key, number=left)})"


def _name(one: Held, limit: int, texts: Texts) -> str:
    headline = one_line(one.headline)
    return shorten(texts.plain("halt.note", headline=headline) if one.is_note else headline, limit)


def _buttons(halt: Halt, dropping: PushId | None, texts: Texts) -> ButtonRows:
    if halt.stop is not None:
        return ((Button(texts.plain("button.resume_all"), data=pack(Action.RESUME_ALL)),),)
    return tuple(row for one in halt.held[:_MOST] for row in _choices(one, one.push_id == dropping, texts))


def _sure(one: Held, texts: Texts) -> str:
    if one.left is None:
        return texts.plain("button.drop_unplanned")
    return texts.plain("button.drop_held", number=str(format_decimal(one.left, locale=texts.language)))


def _choices(one: Held, asks: bool, texts: Texts) -> Sequence[tuple[Button, ...]]:
    name = _name(one, _ON_BUTTON, texts)
    if asks:
        drop = Button(_sure(one, texts), data=pack(Action.DROP_HELD, one.push_id), style=Style.DANGER)
        return ((drop,), (look_button("button.keep_push", texts),))
    send = Button(texts.plain("button.send_held", name=name), data=pack(Action.SEND_HELD, one.push_id))
    drop = Button(texts.plain("button.ask_drop"), data=pack(Action.ASK_DROP, one.push_id))
    return ((send, drop),)
