"""Telegram Stars: what a reader can give, the invoices for it, and what is booked of it.

An invoice is for who asked for it, and for one payment. Whatever Telegram took is booked all the same, to
who paid, once for each charge: the books follow the money, not our rules.
"""

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.ids import UserId

CURRENCY = "XTR"
PERIOD = timedelta(days=30)
"""The only period that Telegram renews, and for how long a single gift makes a supporter."""
MOST = 10_000
"""Stars in one payment: what Telegram takes for a renewed one."""
_PAYLOAD = re.compile(
    r"(?P<kind>once|monthly)\.(?P<amount>[1-9][0-9]{0,4})\.(?P<payer>[1-9][0-9]{0,15})\.(?P<nonce>[0-9a-f]{16})"
    r"\.(?P<tag>[0-9a-f]{32})"
)


class Kind(StrEnum):
    """How often it is paid."""

    ONCE = "once"
    MONTHLY = "monthly"
    """Every 30 days, until the reader ends it."""


@dataclass(frozen=True)
class Offer:
    """So many Stars, so often."""

    kind: Kind
    amount: int


@dataclass(frozen=True, kw_only=True)
class StarRules:
    """What the paper offers, in this order."""

    once: tuple[int, ...] = ()
    monthly: tuple[int, ...] = ()

    @property
    def offers(self) -> tuple[Offer, ...]:
        """All of it."""
        return (
            *(Offer(Kind.ONCE, one) for one in self.once),
            *(Offer(Kind.MONTHLY, one) for one in self.monthly),
        )


@dataclass(frozen=True)
class Invoice:
    """What somebody asked to be allowed to give. `nonce` is 16 hexadecimal digits, new for each."""

    offer: Offer
    payer: UserId
    nonce: str


@dataclass(frozen=True, repr=False)
class Invoices:
    """Written with `key`, which nobody outside may know."""

    key: str

    def __repr__(self) -> str:
        return "Invoices()"

    def write(self, invoice: Invoice) -> str:
        """What Telegram keeps with the invoice and gives back: at most 75 letters, digits and dots."""
        offer = invoice.offer
        words = f"{offer.kind}.{offer.amount}.{invoice.payer}.{invoice.nonce}"
        return f"{words}.{hmac.new(self.key.encode(), words.encode(), hashlib.sha256).hexdigest()[:32]}"

    def read(self, payload: str) -> Invoice | None:
        """The invoice; None for what we did not write."""
        found = _PAYLOAD.fullmatch(payload)
        if found is None:
            return None
        offer = Offer(Kind(found["kind"]), int(found["amount"]))
        invoice = Invoice(offer, UserId(int(found["payer"])), found["nonce"])
        return invoice if hmac.compare_digest(self.write(invoice), payload) else None


@dataclass(frozen=True, kw_only=True)
class Checkout:
    """What Telegram asks before it takes somebody's Stars."""

    payer: UserId
    currency: str
    amount: int
    payload: str


class Refusal(StrEnum):
    """Why nothing is taken."""

    UNKNOWN = "unknown"
    """No invoice of ours."""
    AMOUNT = "amount"
    NOT_OFFERED = "not_offered"
    """The paper does not offer it, or not any more."""
    OTHERS = "others"
    """Made for somebody else: it was forwarded."""
    PAID = "paid"
    RENEWING = "renewing"
    """They already give something every 30 days."""


@dataclass(frozen=True, kw_only=True)
class Charge:
    """What Telegram says it took."""

    charge_id: str
    payer: UserId
    amount: int
    payload: str
    at: datetime
    is_recurring: bool = False
    is_first: bool = False
    """The first of a recurring one."""
    until: datetime | None = None
    """Until when a recurring one is paid."""


@dataclass(frozen=True, kw_only=True)
class Payment:
    """A line of the books."""

    charge_id: str
    payer: UserId | None
    """None once they had themselves erased."""
    kind: Kind
    amount: int
    invoice: str
    """A hash of its payload: renewals and second payments have the same."""
    at: datetime
    until: datetime
    """Until when it makes a supporter."""
    is_renewal: bool = False
    refunded_at: datetime | None = None
    ended_at: datetime | None = None
    """When the reader, or a refund, ended the renewals."""


@dataclass(frozen=True)
class Renewal:
    """What a reader gives every 30 days; `charge_id` is that of its first payment, by which Telegram knows
    it."""

    invoice: str
    charge_id: str
    amount: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class StarSupport:
    """How a reader supports the paper with Stars at a moment."""

    until: datetime | None = None
    """None for who does not, or not any more."""
    renewals: Sequence[Renewal] = ()
    """What goes on by itself: one, unless they paid two invoices at the same time."""


@dataclass(frozen=True)
class Month:
    """What came in and went back in a month of the paper's zone."""

    month: date
    """Its first day."""
    payments: int
    stars: int
    refunds: int
    refunded: int
    """Stars that went back in this month, whenever they came."""


@dataclass(frozen=True, kw_only=True)
class Differences:
    """What Telegram's list of transactions and the books do not agree on."""

    transactions: int = 0
    """How many were compared."""
    missing: Sequence[Charge] = ()
    """Paid at Telegram and not in the books."""
    unrefunded: Sequence[str] = ()
    """Charges that Telegram gave back, and the books do not know."""
    unheard_of: Sequence[str] = ()
    """Charges in the books that Telegram does not list."""

    @property
    def any(self) -> bool:
        """Whether there are some."""
        return bool(self.missing or self.unrefunded or self.unheard_of)


def refusal(
    checkout: Checkout,
    invoice: Invoice | None,
    rules: StarRules | None,
    support: StarSupport,
    *,
    is_paid: bool,
) -> Refusal | None:
    """Why these Stars are not taken; None where they are. `is_paid`: the invoice has been paid before."""
    if invoice is None:
        return Refusal.UNKNOWN
    if (checkout.currency, checkout.amount) != (CURRENCY, invoice.offer.amount):
        return Refusal.AMOUNT
    if invoice.payer != checkout.payer:
        return Refusal.OTHERS
    if is_paid:
        return Refusal.PAID
    if rules is None or invoice.offer not in rules.offers:
        return Refusal.NOT_OFFERED
    if invoice.offer.kind is Kind.MONTHLY and support.renewals:
        return Refusal.RENEWING
    return None


def booked(charge: Charge) -> Payment:
    """The line of the books for what Telegram took."""
    return Payment(
        charge_id=charge.charge_id,
        payer=charge.payer,
        kind=Kind.MONTHLY if charge.is_recurring else Kind.ONCE,
        amount=charge.amount,
        invoice=invoice_key(charge.payload),
        at=charge.at,
        until=charge.until or charge.at + PERIOD,
        is_renewal=charge.is_recurring and not charge.is_first,
    )


def invoice_key(payload: str) -> str:
    """What the books keep of a payload, readable or not: 32 hexadecimal digits."""
    return hashlib.sha256(payload.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def support_of(payments: Sequence[Payment], now: datetime) -> StarSupport:
    """How who paid these, oldest first, supports the paper now. What went back counts for nothing."""
    kept = [one for one in payments if one.refunded_at is None]
    until = max((one.until for one in kept), default=now)
    invoices = dict.fromkeys(one.invoice for one in payments if one.kind is Kind.MONTHLY)
    lines = [[one for one in payments if one.invoice == invoice] for invoice in invoices]
    renewals = tuple(
        Renewal(line[0].invoice, line[0].charge_id, line[-1].amount, line[-1].until)
        for line in lines
        if line[-1].until > now and not _is_over(line)
    )
    return StarSupport(until=until if until > now else None, renewals=renewals)


def _is_over(line: Sequence[Payment]) -> bool:
    """Whether it was ended. A payment after that says that it goes on all the same."""
    return any(one.ended_at and one.ended_at >= line[-1].at for one in line)


def compare(charges: Sequence[Charge], refunded: Sequence[str], payments: Sequence[Payment]) -> Differences:
    """Telegram's transactions beside the books."""
    paid, back = {one.charge_id for one in charges}, set(refunded)
    books = {one.charge_id: one for one in payments}
    return Differences(
        transactions=len(charges) + len(refunded),
        missing=[one for one in charges if one.charge_id not in books],
        unrefunded=[one for one in refunded if one in books and books[one].refunded_at is None],
        unheard_of=[one for one in books if one not in paid | back],
    )


def months(payments: Sequence[Payment], zone: ZoneInfo) -> list[Month]:
    """The books by month, oldest first; a month without anything is left out."""
    came = Counter(_month(one.at, zone) for one in payments)
    went = Counter(_month(one.refunded_at, zone) for one in payments if one.refunded_at)
    return [
        Month(
            month=month,
            payments=came[month],
            stars=sum(one.amount for one in payments if _month(one.at, zone) == month),
            refunds=went[month],
            refunded=sum(
                one.amount for one in payments if one.refunded_at and _month(one.refunded_at, zone) == month
            ),
        )
        for month in sorted(came | went)
    ]


def _month(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date().replace(day=1)
