"""What Stars need of the world: the books, and Telegram's till; see bot/ports.py for the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.ids import UserId
from bot.domain.stars import Charge, Invoices, Offer, Payment


class StarBooks(Protocol):
    """Every payment, once for each charge; for good."""

    async def book(self, payment: Payment) -> bool:
        """False for a charge that is booked already."""
        ...

    async def is_paid(self, invoice: str) -> bool:
        """Whether this invoice was paid, by its key."""
        ...

    async def of(self, payer: UserId) -> Sequence[Payment]:
        """What somebody paid, oldest first."""
        ...

    async def by_charge(self, charge_id: str) -> Payment | None:
        """The payment of a charge."""
        ...

    async def all(self) -> Sequence[Payment]:
        """Everything, oldest first."""
        ...

    async def refunded(self, charge_id: str, now: datetime) -> None:
        """It went back, and with it what was to be renewed ends. The first word about it stands."""
        ...

    async def ended(self, invoice: str, at: datetime | None) -> None:
        """An invoice is not renewed since then, the first word about it stands; None: it is again."""
        ...

    async def forget(self, payer: UserId) -> None:
        """The lines stay, and belong to nobody."""
        ...


class StarStore(Protocol):
    """The part of a transaction's repositories that this is."""

    @property
    def stars(self) -> StarBooks:
        """Who paid how much."""
        ...


@dataclass(frozen=True)
class Bill:
    """An invoice as Telegram shows it; plain text."""

    title: str
    """1 to 32 characters."""
    description: str
    """1 to 255 characters."""
    offer: Offer
    payload: str


@dataclass(frozen=True)
class Transactions:
    """What Telegram's list says: what came in by invoices, and the charges that went back."""

    charges: Sequence[Charge]
    refunded: Sequence[str]


class Cashier(Protocol):
    """Telegram's side. Raises StarsRefused where Telegram says no, StarsUnclear where nobody knows."""

    async def link(self, bill: Bill) -> str:
        """An address that opens the invoice."""
        ...

    async def end(self, payer: UserId, charge_id: str) -> None:
        """Let a renewed payment run out at the end of what is paid."""
        ...

    async def refund(self, payer: UserId, charge_id: str) -> None:
        """Give Stars back; twice is the same as once."""
        ...

    async def transactions(self) -> Transactions:
        """All of them."""
        ...


@dataclass(frozen=True)
class Till:
    """Telegram's till, and what signs the invoices for it."""

    cashier: Cashier
    invoices: Invoices
