"""Telegram's till: links to invoices, what is renewed, refunds, and the list of transactions."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from bot.courier.carry import Wire
from bot.domain.ids import UserId
from bot.domain.stars import CURRENCY, PERIOD, Charge, Kind
from bot.errors import CarrierError, StarsRefused, StarsUnclear
from bot.redaction import redact
from bot.star_ports import Bill, Transactions

_ON_A_PAGE = 100
_ALREADY = "CHARGE_ALREADY_REFUNDED"


class Cashier:
    """bot.star_ports.Cashier on the Bot API."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def link(self, bill: Bill) -> str:
        """An address that opens the invoice."""
        asked: dict[str, Any] = {
            "title": bill.title,
            "description": bill.description,
            "payload": bill.payload,
            "provider_token": "",
            "currency": CURRENCY,
            "prices": [{"label": bill.title, "amount": bill.offer.amount}],
        }
        if bill.offer.kind is Kind.MONTHLY:
            asked["subscription_period"] = int(PERIOD.total_seconds())
        return str(await self._ask("createInvoiceLink", asked))

    async def end(self, payer: UserId, charge_id: str) -> None:
        """Let a renewed payment run out at the end of what is paid."""
        asked = {"user_id": payer, "telegram_payment_charge_id": charge_id, "is_canceled": True}
        await self._ask("editUserStarSubscription", asked)

    async def refund(self, payer: UserId, charge_id: str) -> None:
        """Give Stars back; twice is the same as once."""
        try:
            await self._ask("refundStarPayment", {"user_id": payer, "telegram_payment_charge_id": charge_id})
        except StarsRefused as refused:
            if _ALREADY not in str(refused):
                raise

    async def transactions(self) -> Transactions:
        """All of them."""
        found: list[dict[str, Any]] = []
        while True:
            asked = {"offset": len(found), "limit": _ON_A_PAGE}
            page = (await self._ask("getStarTransactions", asked))["transactions"]
            found += page
            if len(page) < _ON_A_PAGE:
                break
        charges = [_charge(one) for one in found if _is_of_an_invoice(one.get("source"))]
        return Transactions(charges, [one["id"] for one in found if _is_of_an_invoice(one.get("receiver"))])

    async def _ask(self, method: str, asked: dict[str, Any]) -> Any:
        try:
            status, body = await self._wire.post(method, orjson.dumps(asked))
            answer = orjson.loads(body)
        except (CarrierError, orjson.JSONDecodeError) as problem:
            raise StarsUnclear(problem=type(problem).__name__) from None
        if not isinstance(answer, dict) or status >= 500 or status == 429:
            raise StarsUnclear(problem=f"status {status}")
        if answer.get("ok") is not True:
            raise StarsRefused(problem=redact(str(answer.get("description") or f"status {status}")))
        return answer.get("result")


def _is_of_an_invoice(partner: dict[str, Any] | None) -> bool:
    return partner is not None and partner.get("transaction_type") == "invoice_payment"


def _charge(transaction: dict[str, Any]) -> Charge:
    """As its update would have told it; that it was the first of several, the list does not say."""
    partner, at = transaction["source"], datetime.fromtimestamp(transaction["date"], UTC)
    period = partner.get("subscription_period")
    return Charge(
        charge_id=transaction["id"],
        payer=UserId(int(partner["user"]["id"])),
        amount=int(transaction["amount"]),
        payload=str(partner.get("invoice_payload") or ""),
        at=at,
        is_recurring=bool(period),
        is_first=bool(period),
        until=at + timedelta(seconds=period) if period else None,
    )
