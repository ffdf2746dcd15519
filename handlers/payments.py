"""Payments in an update: what Telegram asks before one and tells after it, and how it gets its answer."""

from collections.abc import Callable
from functools import partial
from typing import Any

import structlog
from telegram import Bot, Update, User
from telegram.error import BadRequest, TelegramError
from telegram.ext import BaseHandler

from bot.domain.answers import Errand
from bot.domain.ids import UserId
from bot.domain.stars import Charge, Checkout

_LONGEST = 255
_SUBSCRIPTION = "subscription"

log = structlog.get_logger()


class SubscriptionHandler(BaseHandler[Update, Any, None]):
    """Takes Telegram's word that somebody ended a renewal in its settings, took that back, or could not pay.

    python-telegram-bot does not know this kind of update yet (Bot API 10.2), and keeps it as it came.
    """

    def check_update(self, update: object) -> bool:
        """Whether it is one."""
        return isinstance(update, Update) and _SUBSCRIPTION in update.api_kwargs


def subscriber_of(update: Update) -> User | None:
    """Whose renewal it is about."""
    told = update.api_kwargs.get(_SUBSCRIPTION)
    return User.de_json(told["user"]) if told else None


class Payments:
    """Of one update; `then` takes what is done after the commit."""

    def __init__(self, update: Update, bot: Bot, then: Callable[[Errand], None]) -> None:
        self._update = update
        self._bot = bot
        self._then = then
        self._answered = False

    @property
    def is_asked(self) -> bool:
        """Whether Telegram waits for our word, ten seconds at most."""
        return self._update.pre_checkout_query is not None

    @property
    def checkout(self) -> Checkout:
        """What it asks."""
        query = self._update.pre_checkout_query
        assert query is not None
        return Checkout(
            payer=UserId(query.from_user.id),
            currency=query.currency,
            amount=query.total_amount,
            payload=query.invoice_payload,
        )

    @property
    def charge(self) -> Charge:
        """What it took."""
        message = self._update.message
        assert message is not None
        assert message.from_user is not None
        paid = message.successful_payment
        assert paid is not None
        return Charge(
            charge_id=paid.telegram_payment_charge_id,
            payer=UserId(message.from_user.id),
            amount=paid.total_amount,
            payload=paid.invoice_payload,
            at=message.date,
            is_recurring=bool(paid.is_recurring),
            is_first=bool(paid.is_first_recurring),
            until=paid.subscription_expiration_date,
        )

    @property
    def refunded_charge(self) -> str:
        """What it gave back."""
        message = self._update.message
        assert message is not None
        assert message.refunded_payment is not None
        return message.refunded_payment.telegram_payment_charge_id

    @property
    def renewal(self) -> tuple[str, bool | None]:
        """The payload of what was renewed, and whether it still is; None where Telegram could not take it."""
        told = self._update.api_kwargs[_SUBSCRIPTION]
        return str(told["invoice_payload"]), {"canceled": False, "active": True}.get(told["state"])

    def answer(self, refused: str | None, too_late: str) -> None:
        """Let Telegram take the Stars, or tell the person why not; the first answer is the only one. Where
        Telegram has given up waiting, nothing was taken and the person is told `too_late` (HTML)."""
        query = self._update.pre_checkout_query
        if query is not None and not self._answered:
            self._answered = True
            words = refused[:_LONGEST] if refused else None
            self._then(partial(_answer, self._bot, query.id, query.from_user.id, words, too_late))


async def _answer(bot: Bot, query_id: str, person: int, refused: str | None, too_late: str) -> None:
    try:
        await bot.answer_pre_checkout_query(query_id, ok=refused is None, error_message=refused)
    except BadRequest as error:
        log.warning("checkout_answered_too_late", problem=error.message)
        await _tell(bot, person, too_late)
    except TelegramError as error:
        log.warning("checkout_not_answered", problem=error.message)


async def _tell(bot: Bot, person: int, html: str) -> None:
    try:
        await bot.send_message(person, html, parse_mode="HTML")
    except TelegramError as error:
        log.info("checkout_not_explained", problem=error.message)
