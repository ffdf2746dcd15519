"""Telegram Stars as Telegram keeps them: invoices, checkouts, what is renewed, the list of transactions.

What people do with them is in paying.py. Everybody has as many Stars as they want to pay with.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

ANSWER_WITHIN = timedelta(seconds=10)
PERIOD = 2_592_000
"""Seconds of the only period that Telegram renews."""
LINK = "https://t.me/$"


@dataclass(frozen=True)
class Invoice:
    """What a bot asks Stars for; with a `period` it is renewed. `slug` is the last part of its link."""

    slug: str
    title: str
    description: str
    payload: str
    amount: int
    period: int | None = None
    start_parameter: str = ""


@dataclass
class Checkout:
    """Somebody pressed Pay. `state` is waiting, paid, refused (by the bot, with its `error`) or late."""

    id: str
    person: int
    invoice: Invoice
    asked_at: datetime
    state: str = "waiting"
    error: str | None = None
    charge: str | None = None

    def look(self, now: datetime) -> str:
        """The state at this moment: nobody waits for the bot for longer than ten seconds."""
        if self.state == "waiting" and now - self.asked_at >= ANSWER_WITHIN:
            self.state = "late"
        return self.state


@dataclass
class Subscription:
    """What somebody pays every period; `charge` is that of the first payment, `until` a Unix time."""

    charge: str
    person: int
    invoice: Invoice
    until: int
    is_cancelled: bool = False


@dataclass
class Stars:
    """By slug, id and charge; transactions as the Bot API tells them, oldest first."""

    invoices: dict[str, Invoice] = field(default_factory=dict)
    checkouts: dict[str, Checkout] = field(default_factory=dict)
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    transactions: list[dict[str, Any]] = field(default_factory=list)

    def named(self, link: str) -> Invoice | None:
        """The invoice that a link opens."""
        return self.invoices.get(link.removeprefix(LINK)) if link.startswith(LINK) else None

    def paid(self, charge: str, user_id: int) -> dict[str, Any] | None:
        """The incoming transaction of this charge and user."""
        found = (one for one in self.transactions if one["id"] == charge and "source" in one)
        return next((one for one in found if one["source"]["user"]["id"] == user_id), None)

    def is_refunded(self, charge: str) -> bool:
        return any(one["id"] == charge and "receiver" in one for one in self.transactions)


def new_name(prefix: str = "") -> str:
    """A slug or a charge that nobody guesses, as long as Telegram's."""
    return prefix + secrets.token_urlsafe(48)
