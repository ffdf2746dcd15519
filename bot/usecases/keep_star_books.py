"""The books of Stars for those who run the service: give back, compare with Telegram, read."""

from collections.abc import Sequence
from dataclasses import replace

from bot.clock import Clock
from bot.domain.ids import UserId
from bot.domain.stars import Differences, Payment, booked, compare, invoice_key, support_of
from bot.errors import UsageError
from bot.ports import OpenStore
from bot.star_ports import Cashier


class KeepStarBooks:
    """What needs Telegram's till gets it with the question."""

    def __init__(self, *, open_store: OpenStore, clock: Clock) -> None:
        self._open_store = open_store
        self._clock = clock

    async def all(self) -> Sequence[Payment]:
        """Every payment, oldest first."""
        async with self._open_store() as store:
            return await store.stars.all()

    async def refund(self, charge_id: str, payer: UserId | None, cashier: Cashier) -> Payment:
        """Give a payment back, all of it, and end what would be renewed.

        `payer` is only asked for where the books do not know it any more. Telegram's word comes first: a
        kill before it is booked is mended by Telegram's own message about it, or by the same command again.

        Raises:
            UsageError: no such charge, or nobody knows whose it was.
            StarsRefused, StarsUnclear: Telegram gives nothing back now.
        """
        async with self._open_store() as store:
            payment = await store.stars.by_charge(charge_id)
        if payment is None:
            raise UsageError("error.no_such_charge", charge=charge_id)
        payer = payment.payer or payer
        if payer is None:
            raise UsageError("error.charge_of_nobody", charge=charge_id)
        await self._end(payment, payer, cashier)
        await cashier.refund(payer, charge_id)
        async with self._open_store() as store:
            await store.stars.refunded(charge_id, self._clock.now())
            refunded = await store.stars.by_charge(charge_id)
        assert refunded is not None
        return refunded

    async def _end(self, payment: Payment, payer: UserId, cashier: Cashier) -> None:
        """What is renewed is over at Telegram before a part of it goes back."""
        now = self._clock.now()
        async with self._open_store() as store:
            line = [one for one in await store.stars.all() if one.invoice == payment.invoice]
        for renewal in support_of(line, now).renewals:
            await cashier.end(payer, renewal.charge_id)

    async def check(self, cashier: Cashier, *, book: bool) -> Differences:
        """Telegram's list beside the books; with `book` what is missing is booked, and what went back.

        Raises:
            StarsRefused, StarsUnclear: Telegram does not tell.
        """
        told, now = await cashier.transactions(), self._clock.now()
        async with self._open_store() as store:
            found = compare(told.charges, told.refunded, await store.stars.all())
            for charge in found.missing if book else ():
                is_renewal = charge.is_recurring and await store.stars.is_paid(invoice_key(charge.payload))
                await store.stars.book(replace(booked(charge), is_renewal=is_renewal))
            back = {one.charge_id for one in found.missing} & set(told.refunded)
            for charge_id in (*found.unrefunded, *back) if book else ():
                await store.stars.refunded(charge_id, now)
        return found
