"""What stands under the message whose button was tapped."""

from telegram import InlineKeyboardButton, Message, Update

from bot.domain.pushes import Button, ButtonRows
from bot.rendering.callbacks import Action, unpack


def rows_below(update: Update) -> ButtonRows:
    """Its rows of buttons, as they are on the phone; none where Telegram does not tell."""
    message = update.callback_query.message if update.callback_query else None
    if not isinstance(message, Message) or message.reply_markup is None:
        return ()
    return tuple(tuple(map(_button, row)) for row in message.reply_markup.inline_keyboard)


def action_of(button: Button) -> Action | None:
    """What it sends us, if it is ours and no link."""
    read = unpack(button.data or "")
    return read[0] if read else None


def _button(one: InlineKeyboardButton) -> Button:
    return Button(one.text, url=one.url, data=None if one.callback_data is None else str(one.callback_data))
