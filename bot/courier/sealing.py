"""The seal on the desk's buttons, put there as they leave: no card on file, no text of ours carries one."""

from collections.abc import Callable
from dataclasses import replace

from bot.clock import Clock
from bot.domain.ids import ChatId
from bot.domain.pushes import Button, ButtonRows, Card
from bot.domain.seals import Seals
from bot.rendering.callbacks import SEALED, unpack

Seal = Callable[[str, ChatId], str]
"""A button's data as it leaves for a chat."""


def seal_with(seals: Seals, clock: Clock) -> Seal:
    """The seal of this moment."""
    return lambda data, chat_id: seals.seal(data, chat_id, clock.now())


def unsealed(data: str, _: ChatId) -> str:
    """For who has no desk."""
    return data


def sealed(card: Card, chat_id: ChatId, seal: Seal) -> Card:
    """The card as it leaves; the same one where nothing of it is the desk's, as for all readers."""
    rows = sealed_rows(card.buttons, chat_id, seal)
    return card if rows is card.buttons else replace(card, buttons=rows)


def sealed_rows(rows: ButtonRows, chat_id: ChatId, seal: Seal) -> ButtonRows:
    """The same of buttons alone."""
    if not any(_is_desks(button) for row in rows for button in row):
        return rows
    return tuple(tuple(_sealed(button, chat_id, seal) for button in row) for row in rows)


def _sealed(button: Button, chat_id: ChatId, seal: Seal) -> Button:
    if button.data is None or not _is_desks(button):
        return button
    return replace(button, data=seal(button.data, chat_id))


def _is_desks(button: Button) -> bool:
    unpacked = unpack(button.data) if button.data else None
    return unpacked is not None and unpacked[0] in SEALED
