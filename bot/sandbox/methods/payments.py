"""Telegram Stars: invoices and links to them, the word before a payment, refunds, subscriptions, the list.

Other currencies need a provider, whom the sandbox does not know.
"""

from typing import Any

from bot.sandbox import paying
from bot.sandbox.errors import QUERY_TOO_OLD, bad_request
from bot.sandbox.messages import message_json
from bot.sandbox.methods.access import chat_of
from bot.sandbox.methods.call import Call
from bot.sandbox.methods.sending import post
from bot.sandbox.stars import LINK, PERIOD, Invoice, new_name
from bot.sandbox.state import Body
from bot.sandbox.texts import FormattedText

MOST_ONCE = 100_000
MOST_RENEWED = 10_000
_ON_A_PAGE = 100


async def send_invoice(call: Call) -> Any:
    chat = chat_of(call)
    invoice = _invoice(call)
    return message_json(call.telegram, post(call, chat, Body(FormattedText(), invoice=invoice)))


async def create_invoice_link(call: Call) -> Any:
    period = call.params.integer("subscription_period") or None
    invoice = _invoice(call, period)
    return LINK + invoice.slug


async def answer_pre_checkout_query(call: Call) -> Any:
    params, telegram = call.params, call.telegram
    error = None if params.flag("ok") else params.text("error_message")
    if error == "":
        raise bad_request('parameter "error_message" is required')
    checkout = telegram.stars.checkouts.get(params.text("pre_checkout_query_id").strip())
    if checkout is None or checkout.look(telegram.clock.now()) != "waiting":
        raise bad_request(QUERY_TOO_OLD)
    paying.answer(telegram, checkout, error)
    return True


async def refund_star_payment(call: Call) -> Any:
    telegram, user_id = call.telegram, _user(call)
    charge = call.params.text("telegram_payment_charge_id")
    paid = telegram.stars.paid(charge, user_id)
    if paid is None:
        raise bad_request("CHARGE_NOT_FOUND")
    if telegram.stars.is_refunded(charge):
        raise bad_request("CHARGE_ALREADY_REFUNDED")
    paying.give_back(telegram, user_id, paid)
    return True


async def edit_user_star_subscription(call: Call) -> Any:
    telegram, user_id = call.telegram, _user(call)
    found = telegram.stars.subscriptions.get(call.params.text("telegram_payment_charge_id"))
    if found is None or found.person != user_id:
        raise bad_request("CHARGE_ID_INVALID")
    if found.until <= telegram.clock.timestamp():
        raise bad_request("SUBSCRIPTION_NOT_ACTIVE")
    found.is_cancelled = call.params.flag("is_canceled")
    return True


async def get_star_transactions(call: Call) -> Any:
    offset, limit = call.params.integer("offset"), call.params.integer("limit", _ON_A_PAGE)
    return {"transactions": call.telegram.stars.transactions[offset : offset + limit]}


async def get_my_star_balance(call: Call) -> Any:
    signs = ((1 if "source" in one else -1) * one["amount"] for one in call.telegram.stars.transactions)
    return {"amount": sum(signs)}


def _user(call: Call) -> int:
    user_id = call.params.integer("user_id")
    if user_id not in call.telegram.people:
        raise bad_request("USER_ID_INVALID")
    return user_id


def _invoice(call: Call, period: int | None = None) -> Invoice:
    params = call.params
    if params.text("currency") != "XTR":
        raise bad_request("PAYMENT_PROVIDER_INVALID")
    prices = params.parsed("prices")
    if not prices:
        raise bad_request("There must be at least one price")
    has_tips = params.integer("max_tip_amount") or params.parsed("suggested_tip_amounts")
    if len(prices) != 1 or params.text("provider_token") or has_tips:
        raise bad_request("STARS_INVOICE_INVALID")
    amount = int(prices[0]["amount"])
    if not 0 < amount <= MOST_ONCE:
        raise bad_request("CURRENCY_TOTAL_AMOUNT_INVALID")
    if period not in (None, PERIOD):
        raise bad_request("SUBSCRIPTION_PERIOD_INVALID")
    if period and amount > MOST_RENEWED:
        raise bad_request("SUBSCRIPTION_AMOUNT_INVALID")
    words = (params.text("title"), params.text("description"), params.text("payload"))
    invoice = Invoice(new_name(), *words, amount, period, params.text("start_parameter"))
    call.telegram.stars.invoices[invoice.slug] = invoice
    return invoice
