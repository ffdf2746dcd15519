"""The only place that sends to somebody else's chat. Every outcome is a value; nothing is raised.

What is certain comes from the HTTP status (python-telegram-bot's class) and from the cause that our
request class left; texts only say which kind of refusal it is.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.domain.deliveries import Ambiguous, Moved, NotSent, Outcome, Reason, Refused, Sent, Throttled
from bot.domain.ids import ChatId, MessageId
from bot.domain.pushes import ButtonRows, Card
from bot.errors import RequestNotSent
from bot.logs import redact

log = structlog.get_logger()

_PICTURE_TROUBLE = (
    "wrong file identifier",
    "wrong remote file identifier",
    "failed to get http url content",
    "wrong type of the web page content",
    "photo_invalid_dimensions",
    "unsupported extension",
    "image_process_failed",
    "webpage_media_empty",
    "webpage_curl_failed",
    "not enough rights to send photos",
)
_GONE = (
    "chat not found",
    "have no write access",
    "not enough rights to send",
    "chat_write_forbidden",
    "peer_id_invalid",
    "topic",
)
_LONGEST_DETAIL = 300


Pictures = Callable[[str], Awaitable[bytes | None]]
"""A picture that we upload ourselves, by its address; None where Telegram may fetch it."""


async def _none(_: str) -> None:
    return None


class Courier:
    """Carries cards into chats."""

    def __init__(self, bot: Bot, pictures: Pictures = _none) -> None:
        self._bot = bot
        self._pictures = pictures

    async def send(self, chat_id: ChatId, card: Card) -> Outcome:
        """Send a card; one whose picture Telegram can't use goes without it."""
        if card.photo is None:
            return await _outcome(lambda: self._text(chat_id, card))
        outcome = await _outcome(lambda: self._photo(chat_id, card))
        if isinstance(outcome, Refused) and _has(outcome.detail, _PICTURE_TROUBLE):
            return await _outcome(lambda: self._text(chat_id, card))
        return outcome

    async def set_buttons(self, chat_id: ChatId, message_id: MessageId, buttons: ButtonRows) -> Outcome:
        """Replace the buttons under a message of ours."""

        async def edit() -> MessageId:
            await self._bot.edit_message_reply_markup(
                chat_id=chat_id, message_id=message_id, reply_markup=_keyboard(buttons)
            )
            return message_id

        return await _outcome(edit)

    async def _text(self, chat_id: ChatId, card: Card) -> MessageId:
        preview = LinkPreviewOptions(
            is_disabled=card.preview is None, url=card.preview, prefer_large_media=True, show_above_text=True
        )
        message: Message = await self._bot.send_message(
            chat_id=chat_id,
            text=card.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=preview if card.preview else LinkPreviewOptions(is_disabled=True),
            reply_markup=_keyboard(card.buttons),
        )
        return MessageId(message.message_id)

    async def _photo(self, chat_id: ChatId, card: Card) -> MessageId:
        assert card.photo
        photo = await self._pictures(card.photo) or card.photo
        message: Message = await self._bot.send_photo(
            chat_id=chat_id,
            photo=photo,
            caption=card.html,
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(card.buttons),
        )
        return MessageId(message.message_id)


async def _outcome(attempt: Callable[[], Awaitable[MessageId]]) -> Outcome:
    try:
        return Sent(await attempt())
    except TelegramError as error:
        return classify(error)
    except Exception as error:
        # A fault of ours in one card must not leave the rest of its batch without an outcome.
        log.exception("courier_stumbled")
        return Ambiguous(type(error).__name__)


def classify(error: TelegramError) -> Outcome:
    """What an error of python-telegram-bot says about the message.

    The order of the cases matters: BadRequest is a NetworkError.
    """
    # Proxies answer with pages that repeat the address they were asked for, token included.
    said = redact(error.message)[:_LONGEST_DETAIL]
    match error:
        case RetryAfter():
            return Throttled(_seconds(error.retry_after))
        case ChatMigrated():
            return Moved(ChatId(error.new_chat_id))
        case Forbidden():
            return Refused(_why_forbidden(said), said)
        case BadRequest():
            return Refused(Reason.UNREACHABLE if _has(said, _GONE) else Reason.REJECTED, said)
        case InvalidToken():
            return NotSent("token refused")
        case NetworkError() if isinstance(error.__cause__, RequestNotSent):
            return NotSent(said)
        case _:
            return Ambiguous(said)


def _why_forbidden(text: str) -> Reason:
    if _has(text, ("blocked by the user",)):
        return Reason.BLOCKED
    return Reason.DEACTIVATED if _has(text, ("deactivated",)) else Reason.UNREACHABLE


def _has(text: str, parts: tuple[str, ...]) -> bool:
    lower = text.lower()
    return any(part in lower for part in parts)


def _seconds(value: int | timedelta) -> timedelta:
    return value if isinstance(value, timedelta) else timedelta(seconds=value)


def _keyboard(rows: ButtonRows) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(one.label, url=one.url, callback_data=one.data) for one in row]
            for row in rows
        ]
    )
