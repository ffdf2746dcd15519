"""Buttons as the rest of the project knows them → python-telegram-bot's keyboards."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.pushes import ButtonRows


def keyboard(rows: ButtonRows) -> InlineKeyboardMarkup | None:
    """The inline keyboard of these rows; None, which takes a keyboard away, for no rows."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(one.label, one.url, callback_data=one.data) for one in row] for row in rows]
    )
