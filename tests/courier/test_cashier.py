"""Telegram's till: what is asked of it, and what its answers mean."""

from typing import Any

import orjson
import pytest

from bot.courier import Cashier
from bot.domain.ids import UserId
from bot.domain.stars import Kind, Offer
from bot.errors import AnswerLost, CarrierError, StarsRefused, StarsUnclear
from bot.star_ports import Bill

ANA = UserId(501)
Answer = tuple[int, Any] | CarrierError


class Line:
    """A wire that gives these answers, one after the other, and keeps what was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self._answers = list(answers)

    async def post(self, method: str, body: bytes) -> tuple[int, bytes]:
        """The next answer."""
        self.asked.append((method, orjson.loads(body)))
        answer = self._answers.pop(0)
        if isinstance(answer, CarrierError):
            raise answer
        status, said = answer
        return status, said if isinstance(said, bytes) else orjson.dumps(said)

    async def upload(self, *_: Any) -> tuple[int, bytes]:
        """Nothing is."""
        raise AssertionError


def ok(result: Any) -> Answer:
    """Telegram did it."""
    return 200, {"ok": True, "result": result}


def no(description: str) -> Answer:
    """Telegram did not."""
    return 400, {"ok": False, "error_code": 400, "description": description}


def transaction(number: int, partner: str, **more: Any) -> dict[str, Any]:
    """One of the list."""
    user = {"type": "user", "transaction_type": "invoice_payment", "user": {"id": ANA}, **more}
    return {"id": f"stx{number}", "amount": 5, "date": 1_790_000_000, partner: user}


async def test_a_renewed_gift_is_asked_for_with_its_period_and_one_price() -> None:
    line = Line(ok("https://t.me/$a"), ok("https://t.me/$b"))
    for kind in (Kind.ONCE, Kind.MONTHLY):
        await Cashier(line).link(Bill("Support", "For the paper", Offer(kind, 100), "payload"))
    (_, once), (method, monthly) = line.asked
    assert method == "createInvoiceLink"
    assert monthly == once | {"subscription_period": 2_592_000}
    prices = [{"label": "Support", "amount": 100}]
    assert (once["currency"], once["provider_token"], once["prices"]) == ("XTR", "", prices)


@pytest.mark.parametrize(
    "answer", [AnswerLost("x"), (502, b"<html>"), (500, {"ok": False}), (429, {"ok": False}), (200, [])]
)
async def test_where_nobody_knows_it_may_be_tried_again(answer: Answer) -> None:
    with pytest.raises(StarsUnclear):
        await Cashier(Line(answer)).end(ANA, "stx1")


async def test_what_telegram_refuses_is_told_in_its_words() -> None:
    with pytest.raises(StarsRefused, match="CHARGE_NOT_FOUND"):
        await Cashier(Line(no("Bad Request: CHARGE_NOT_FOUND"))).refund(ANA, "stx1")


async def test_what_went_back_already_has_gone_back() -> None:
    line = Line(no("Bad Request: CHARGE_ALREADY_REFUNDED"))
    await Cashier(line).refund(ANA, "stx1")
    assert line.asked == [("refundStarPayment", {"user_id": ANA, "telegram_payment_charge_id": "stx1"})]


async def test_the_list_is_read_to_its_end_and_only_invoices_count() -> None:
    gift = {
        "id": "gift",
        "amount": 9,
        "date": 1,
        "receiver": {"type": "user", "transaction_type": "gift_purchase"},
    }
    page = [transaction(number, "source", invoice_payload="p") for number in range(100)]
    rest = [transaction(100, "source", subscription_period=60), transaction(7, "receiver"), gift]
    line = Line(ok({"transactions": page}), ok({"transactions": rest}))
    found = await Cashier(line).transactions()
    assert [asked["offset"] for _, asked in line.asked] == [0, 100]
    assert (len(found.charges), found.refunded) == (101, ["stx7"])
    assert (found.charges[0].payload, found.charges[0].until) == ("p", None)
    last = found.charges[-1]
    assert last.is_recurring
    assert last.until
    assert (last.until - last.at).total_seconds() == 60
