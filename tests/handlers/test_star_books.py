"""The books of Stars beside Telegram's own list, and what is given back."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from bot.courier import Cashier
from bot.domain.ids import UserId
from bot.domain.stars import Payment
from bot.errors import UsageError
from bot.sandbox import paying
from bot.sandbox.stars import PERIOD, Invoice
from bot.usecases.keep_star_books import KeepStarBooks
from tests.handlers.scene import ANA, Scene


@dataclass
class Office:
    """Somebody at the command line, and Ana, who pays where no bot hears of it."""

    scene: Scene
    keep: KeepStarBooks
    cashier: Cashier

    def pays(self, amount: int, period: int | None = None) -> str:
        """The charge."""
        state = self.scene.sandbox.state
        invoice = Invoice(str(amount), "Support", "For the paper", f"payload {amount}", amount, period)
        checkout = paying.press_pay(state, state.people[ANA], invoice)
        paying.answer(state, checkout, None)
        assert checkout.charge
        return checkout.charge

    async def books(self) -> Sequence[Payment]:
        """After what is missing was entered."""
        await self.keep.check(self.cashier, book=True)
        return await self.keep.all()


@pytest.fixture
def office(scene: Scene) -> Office:
    """With Telegram's till."""
    keep = KeepStarBooks(open_store=scene.open_store, clock=scene.clock)
    return Office(scene, keep, Cashier(scene.bot.wire))


async def test_what_nobody_heard_of_is_found_and_entered_once(office: Office) -> None:
    first, once = office.pays(250, PERIOD), office.pays(100)
    again = paying.renew(office.scene.sandbox.state, first)
    found = await office.keep.check(office.cashier, book=False)
    assert [one.charge_id for one in found.missing] == [first, once, again]
    assert await office.keep.all() == []
    entered = await office.books()
    assert {one.charge_id: one.is_renewal for one in entered} == {first: False, once: False, again: True}
    assert not (await office.keep.check(office.cashier, book=True)).any


async def test_what_went_back_meanwhile_is_entered_as_such(office: Office) -> None:
    known, new = office.pays(100), None
    assert len(await office.books()) == 1
    new = office.pays(5)
    for charge in (known, new):
        await office.cashier.refund(UserId(ANA), charge)
    found = await office.keep.check(office.cashier, book=False)
    assert (found.unrefunded, [one.charge_id for one in found.missing]) == ([known], [new])
    assert all(one.refunded_at for one in await office.books())


async def test_a_refund_ends_the_renewal_and_may_be_repeated(office: Office) -> None:
    charge = office.pays(250, PERIOD)
    await office.books()
    first = await office.keep.refund(charge, None, office.cashier)
    assert first.refunded_at
    assert first.ended_at
    assert office.scene.sandbox.state.stars.subscriptions[charge].is_cancelled
    assert await office.keep.refund(charge, None, office.cashier) == first


async def test_what_is_not_in_the_books_is_not_given_back(office: Office) -> None:
    with pytest.raises(UsageError, match="no_such_charge"):
        await office.keep.refund(office.pays(100), None, office.cashier)
    assert len(office.scene.sandbox.state.stars.transactions) == 1
