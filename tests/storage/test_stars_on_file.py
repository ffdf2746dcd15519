"""The books of Stars: one line for each charge, which outlives whoever paid it."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.ids import UserId
from bot.domain.stars import Kind, Payment
from storage.database import Database
from tests.storage.samples import ANA, LATER, NOW

PERIOD = timedelta(days=30)
ONCE = Payment(
    charge_id="stx1",
    payer=UserId(ANA),
    kind=Kind.ONCE,
    amount=100,
    invoice="0" * 32,
    at=NOW,
    until=NOW + PERIOD,
)
FIRST = replace(ONCE, charge_id="stx2", kind=Kind.MONTHLY, amount=250, invoice="1" * 32)
SECOND = replace(FIRST, charge_id="stx3", at=NOW + PERIOD, until=NOW + 2 * PERIOD, is_renewal=True)


async def test_a_charge_is_booked_once_and_found_by_payer_charge_and_invoice(database: Database) -> None:
    async with database.open_store() as store:
        assert await store.stars.book(ONCE)
        assert not await store.stars.book(replace(ONCE, amount=1))
        assert await store.stars.book(FIRST)
        assert await store.stars.of(UserId(ANA)) == await store.stars.all() == [ONCE, FIRST]
        assert await store.stars.by_charge("stx1") == ONCE
        assert await store.stars.by_charge("stx9") is None
        assert await store.stars.is_paid(ONCE.invoice)
        assert not await store.stars.is_paid("9" * 32)


async def test_what_went_back_ends_its_renewals_and_the_first_word_about_it_stands(
    database: Database,
) -> None:
    async with database.open_store() as store:
        for one in (ONCE, FIRST, SECOND):
            await store.stars.book(one)
        await store.stars.refunded("stx3", NOW)
        await store.stars.refunded("stx3", LATER)
        assert await store.stars.all() == [
            ONCE,
            replace(FIRST, ended_at=NOW),
            replace(SECOND, refunded_at=NOW, ended_at=NOW),
        ]


async def test_who_is_erased_leaves_lines_that_belong_to_nobody(database: Database) -> None:
    async with database.open_store() as store:
        await store.stars.book(ONCE)
        record = await store.records.of(ANA)
        assert (record.payments, record.is_empty) == ((ONCE,), False)
        await store.records.erase(ANA, LATER)
        assert await store.stars.all() == [replace(ONCE, payer=None)]
        assert (await store.records.of(ANA)).is_empty
