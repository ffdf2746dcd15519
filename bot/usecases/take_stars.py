"""Stars: an invoice for who asks, the word before it is paid, and the books afterwards.

What needs Telegram's till is done before a handler's transaction, by the methods whose names begin with
`fetch`; a kill between the two has it done again, which is safe.
"""

import secrets
from contextlib import suppress
from dataclasses import dataclass

import structlog

from bot.clock import Clock
from bot.domain.ids import UserId
from bot.domain.paper import EditionFacts, Paper
from bot.domain.stars import (
    Charge,
    Checkout,
    Invoice,
    Offer,
    Payment,
    Refusal,
    StarSupport,
    booked,
    invoice_key,
    refusal,
    support_of,
)
from bot.domain.subscribers import Person
from bot.errors import StarsRefused, UsageError
from bot.locales import texts_for
from bot.ports import OpenStore
from bot.rendering.stars import bill_words
from bot.star_ports import Bill, Till
from bot.usecases.appealing import edition_of, reader_of

log = structlog.get_logger()


@dataclass(frozen=True)
class Booked:
    """What became of a charge."""

    payment: Payment
    is_new: bool
    """False for one that was booked before."""
    is_second: bool
    """Whether another payment of the same invoice, which is no renewal, came before it."""


class TakeStars:
    """For readers, in their private chats. What was given once goes on where the paper takes no more."""

    def __init__(self, *, open_store: OpenStore, paper: Paper, till: Till, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._till = till
        self._clock = clock
        self._links: dict[tuple[UserId, Offer], str] = {}

    async def support(self, person: Person) -> StarSupport:
        """How they support the paper with Stars just now."""
        async with self._open_store() as store:
            return support_of(await store.stars.of(person.id), self._clock.now())

    async def fetch_link(self, person: Person, offer: Offer) -> None:
        """Have Telegram open an invoice for this person, for `link`.

        Raises:
            UsageError: the paper does not offer that.
            StarsRefused, StarsUnclear: Telegram makes no invoice now.
        """
        if self._paper.stars is None or offer not in self._paper.stars.offers:
            raise UsageError("unpaid.not_offered")
        invoice = Invoice(offer, person.id, secrets.token_hex(8))
        title, description = bill_words(offer, await self._edition(person), texts_for(person.language))
        bill = Bill(title, description, offer, self._till.invoices.write(invoice))
        self._links[person.id, offer] = await self._till.cashier.link(bill)

    def link(self, person: Person, offer: Offer) -> str:
        """The address that was fetched last: a handler may run twice after one fetch."""
        return self._links[person.id, offer]

    async def check(self, checkout: Checkout) -> Refusal | None:
        """Whether Telegram may take these Stars; None where it may."""
        invoice = self._till.invoices.read(checkout.payload)
        now = self._clock.now()
        async with self._open_store() as store:
            support = support_of(await store.stars.of(checkout.payer), now)
            is_paid = await store.stars.is_paid(invoice_key(checkout.payload))
        refused = refusal(checkout, invoice, self._paper.stars, support, is_paid=is_paid)
        if refused:
            log.info("checkout_refused", why=refused)
        return refused

    async def book(self, charge: Charge) -> Booked:
        """Telegram took them: whatever we think of it, it stands in the books, once."""
        payment = booked(charge)
        async with self._open_store() as store:
            is_second = not payment.is_renewal and await store.stars.is_paid(payment.invoice)
            is_new = await store.stars.book(payment)
        return Booked(payment, is_new, is_second and is_new)

    async def refunded(self, charge_id: str) -> None:
        """Telegram gave them back."""
        async with self._open_store() as store:
            await store.stars.refunded(charge_id, self._clock.now())

    async def fetch_end(self, person: Person) -> None:
        """Have Telegram renew nothing of theirs any more.

        Raises:
            UsageError: Telegram wants the reader to do it.
            StarsUnclear: Telegram does not answer.
        """
        try:
            await self._end_all(person)
        except StarsRefused as refused:
            log.warning("renewal_not_ended", problem=str(refused))
            raise UsageError("error.renewal_not_ended") from None

    async def end(self, person: Person) -> StarSupport:
        """What was renewed is not any more; it lasts until the end of what is paid."""
        now = self._clock.now()
        async with self._open_store() as store:
            for renewal in support_of(await store.stars.of(person.id), now).renewals:
                await store.stars.ended(renewal.invoice, now)
            return support_of(await store.stars.of(person.id), now)

    async def told(self, payload: str, *, goes_on: bool) -> None:
        """In Telegram's own settings they ended what is renewed, or took that back."""
        async with self._open_store() as store:
            await store.stars.ended(invoice_key(payload), None if goes_on else self._clock.now())

    async def fetch_leave(self, person: Person) -> None:
        """The same before they are erased: what Telegram does not want to end must not keep them here.
        Raises StarsUnclear."""
        with suppress(UsageError):
            await self.fetch_end(person)

    async def _end_all(self, person: Person) -> None:
        for renewal in (await self.support(person)).renewals:
            await self._till.cashier.end(person.id, renewal.charge_id)

    async def _edition(self, person: Person) -> EditionFacts:
        async with self._open_store() as store:
            return edition_of(self._paper, await reader_of(store, person.chat_id), person.language)
