"""Stars: invoices that nobody forges, when they are taken, and what the books say."""

import random
import string
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import UserId
from bot.domain.stars import (
    CURRENCY,
    MOST,
    PERIOD,
    Charge,
    Checkout,
    Invoice,
    Invoices,
    Kind,
    Month,
    Offer,
    Payment,
    Refusal,
    Renewal,
    StarRules,
    StarSupport,
    booked,
    compare,
    invoice_key,
    months,
    refusal,
    support_of,
)

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAY = timedelta(days=1)
OURS = Invoices("the key")
ANA, BORIS = UserId(501), UserId(502)
RULES = StarRules(once=(100,), monthly=(250,))
ONCE, MONTHLY = (Invoice(offer, ANA, "0123456789abcdef") for offer in RULES.offers)
CHARGE = Charge(charge_id="stx1", payer=ANA, amount=250, payload=OURS.write(MONTHLY), at=NOW)
FIRST = booked(replace(CHARGE, is_recurring=True, is_first=True, until=NOW + PERIOD))
NOBODYS = StarSupport()


def checkout(invoice: Invoice, **more: object) -> Checkout:
    """What Telegram asks when its payer pays it."""
    asked = Checkout(
        payer=invoice.payer, currency=CURRENCY, amount=invoice.offer.amount, payload=OURS.write(invoice)
    )
    return replace(asked, **more)  # type: ignore[arg-type]


@given(
    st.sampled_from(Kind),
    st.integers(1, MOST),
    st.integers(1, 2**52),
    st.binary(min_size=8, max_size=8).map(bytes.hex),
)
def test_what_was_written_is_read_and_fits(kind: Kind, amount: int, payer: int, nonce: str) -> None:
    invoice = Invoice(Offer(kind, amount), UserId(payer), nonce)
    written = OURS.write(invoice)
    assert len(written.encode()) <= 128
    assert OURS.read(written) == invoice
    assert Invoices("another").read(written) is None


def test_the_key_is_in_no_repr() -> None:
    assert repr(OURS) == "Invoices()"


def test_ten_thousand_forged_payloads_are_no_invoice() -> None:
    """Another amount, payer or kind under the same signature; one letter altered; cut; made up; signed by
    another."""
    chance = random.Random(7)
    written = OURS.write(ONCE)
    tag = written.rpartition(".")[2]
    forged = {
        "",
        "ж",
        "once.100",
        written[:-1],
        written + "0",
        written.upper(),
        f" {written}",
        f"{written}\n",
    }
    forged |= {f"once.{amount}.501.0123456789abcdef.{tag}" for amount in range(1, 2_001) if amount != 100}
    forged |= {f"once.100.{payer}.0123456789abcdef.{tag}" for payer in range(1, 2_001) if payer != 501}
    forged |= {f"monthly.{amount}.501.0123456789abcdef.{tag}" for amount in range(1, 1_001)}
    forged |= {Invoices(str(number)).write(ONCE) for number in range(2_000)}
    while len(forged) < 12_000:
        place = chance.randrange(len(written))
        forged.add(written[:place] + chance.choice(string.hexdigits + ".") + written[place + 1 :])
        forged.add(f"once.100.501.0123456789abcdef.{chance.randbytes(16).hex()}")
    forged.discard(written)
    assert len(forged) >= 10_000
    assert not [one for one in forged if OURS.read(one) is not None]


def test_what_is_offered_is_taken() -> None:
    assert refusal(checkout(ONCE), ONCE, RULES, NOBODYS, is_paid=False) is None
    assert refusal(checkout(MONTHLY), MONTHLY, RULES, NOBODYS, is_paid=False) is None


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"amount": 1}, Refusal.AMOUNT),
        ({"currency": "EUR"}, Refusal.AMOUNT),
        ({"payer": BORIS}, Refusal.OTHERS),
    ],
)
def test_what_differs_from_the_invoice_is_refused(changed: dict[str, object], why: Refusal) -> None:
    assert refusal(checkout(ONCE, **changed), ONCE, RULES, NOBODYS, is_paid=False) is why


def test_every_other_reason_to_refuse() -> None:
    ask, renewing = checkout(MONTHLY), support_of([FIRST], NOW)
    assert refusal(ask, None, RULES, NOBODYS, is_paid=False) is Refusal.UNKNOWN
    assert refusal(ask, MONTHLY, RULES, NOBODYS, is_paid=True) is Refusal.PAID
    assert refusal(ask, MONTHLY, None, NOBODYS, is_paid=False) is Refusal.NOT_OFFERED
    assert refusal(ask, MONTHLY, StarRules(once=(250,)), NOBODYS, is_paid=False) is Refusal.NOT_OFFERED
    assert refusal(ask, MONTHLY, RULES, renewing, is_paid=False) is Refusal.RENEWING
    assert refusal(checkout(ONCE), ONCE, RULES, renewing, is_paid=False) is None


def renewals(count: int) -> list[Payment]:
    """The first payment and so many renewals."""
    return [
        replace(FIRST, charge_id=f"stx{number}", at=NOW + number * PERIOD, until=NOW + (number + 1) * PERIOD)
        for number in range(count + 1)
    ]


def test_who_paid_supports_until_what_is_paid_is_over() -> None:
    once = booked(CHARGE)
    assert (once.kind, once.is_renewal, once.until) == (Kind.ONCE, False, NOW + PERIOD)
    assert support_of([], NOW) == NOBODYS
    assert support_of([once], NOW + 29 * DAY) == StarSupport(until=NOW + PERIOD)
    assert support_of([once], NOW + PERIOD) == NOBODYS


def test_what_is_renewed_goes_by_the_charge_of_its_first_payment() -> None:
    line = renewals(2)
    assert support_of(line, NOW + 2 * PERIOD) == StarSupport(
        until=NOW + 3 * PERIOD, renewals=(Renewal(FIRST.invoice, "stx0", 250, NOW + 3 * PERIOD),)
    )
    assert support_of(line, NOW + 3 * PERIOD) == NOBODYS


def test_what_was_ended_lasts_until_its_days_are_over_and_a_later_payment_says_that_it_goes_on() -> None:
    ended = [replace(one, ended_at=NOW + DAY) for one in renewals(0)]
    assert support_of(ended, NOW + 2 * DAY) == StarSupport(until=NOW + PERIOD)
    again = [*ended, renewals(1)[1]]
    assert [one.charge_id for one in support_of(again, NOW + PERIOD).renewals] == ["stx0"]


def test_what_went_back_counts_for_nothing() -> None:
    back = replace(FIRST, refunded_at=NOW + DAY, ended_at=NOW + DAY)
    assert support_of([back], NOW + 2 * DAY) == NOBODYS


def test_the_key_of_an_invoice_tells_nothing_and_takes_any_text() -> None:
    assert invoice_key(CHARGE.payload) == FIRST.invoice
    assert "501" not in invoice_key("501")
    assert len(invoice_key("\ud800")) == 32


def test_telegrams_list_and_the_books_are_compared_both_ways() -> None:
    agreed = compare([CHARGE], [], [FIRST])
    assert (agreed.any, agreed.transactions) == (False, 1)
    differing = compare(
        [CHARGE, replace(CHARGE, charge_id="stx2")],
        ["stx1", "stx9"],
        [FIRST, replace(FIRST, charge_id="stx3")],
    )
    assert differing.any
    assert [one.charge_id for one in differing.missing] == ["stx2"]
    assert (differing.unrefunded, differing.unheard_of) == (["stx1"], ["stx3"])


def test_months_are_those_of_the_papers_clock() -> None:
    late = replace(FIRST, at=datetime(2026, 11, 30, 23, 30, tzinfo=UTC), refunded_at=NOW + 40 * DAY)
    assert months([FIRST, late], ZoneInfo("Europe/Skopje")) == [
        Month(date(2026, 11, 1), 1, 250, 0, 0),
        Month(date(2026, 12, 1), 1, 250, 0, 0),
        Month(date(2027, 1, 1), 0, 0, 1, 250),
    ]
