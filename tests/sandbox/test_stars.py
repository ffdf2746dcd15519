"""Telegram Stars: invoices are checked, paid once the bot says so, renewed, refunded and listed."""

from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot, LabeledPrice
from telegram.error import BadRequest

from bot.sandbox import Sandbox, SandboxClient
from bot.sandbox.client import SandboxError
from bot.sandbox.client_stars import Outcome

MONTH = timedelta(days=30)


async def link(bot: Bot, amount: int = 100, **more: Any) -> str:
    """A link to an invoice."""
    asked: dict[str, Any] = {
        "title": "Support",
        "description": "For the paper",
        "payload": "p",
        "currency": "XTR",
    }
    return await bot.create_invoice_link(**{**asked, "prices": [LabeledPrice("Support", amount)], **more})


async def paid(ana: int, phones: SandboxClient, bot: Bot, invoice: str) -> Outcome:
    """Ana pays it and the bot says yes."""
    checkout = await phones.pay_invoice(ana, invoice)
    query = (await bot.get_updates(-1))[0].pre_checkout_query
    assert query is not None
    await bot.answer_pre_checkout_query(query.id, ok=True)
    return await phones.outcome(checkout)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"provider_token": "t"}, "STARS_INVOICE_INVALID"),
        ({"prices": [LabeledPrice("a", 1), LabeledPrice("b", 2)]}, "STARS_INVOICE_INVALID"),
        ({"max_tip_amount": 5}, "STARS_INVOICE_INVALID"),
        ({"currency": "EUR"}, "PAYMENT_PROVIDER_INVALID"),
        ({"amount": 0}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
        ({"amount": 100_001}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
        ({"amount": 10_001, "subscription_period": MONTH}, "SUBSCRIPTION_AMOUNT_INVALID"),
        ({"subscription_period": timedelta(days=90)}, "SUBSCRIPTION_PERIOD_INVALID"),
    ],
)
async def test_an_invoice_that_telegram_refuses_is_refused(
    bot: Bot, more: dict[str, Any], problem: str
) -> None:
    with pytest.raises(BadRequest) as caught:
        await link(bot, **more)
    assert problem in caught.value.message.upper()


async def test_stars_are_taken_once_the_bot_says_so_and_both_are_told(
    ana: int, phones: SandboxClient, bot: Bot
) -> None:
    outcome = await paid(ana, phones, bot, await link(bot))
    assert outcome.state == "paid"
    message = (await bot.get_updates(-1))[0].message
    assert message
    assert message.successful_payment
    told = message.successful_payment
    assert (told.telegram_payment_charge_id, told.total_amount, told.invoice_payload) == (
        outcome.charge,
        100,
        "p",
    )
    assert told.is_recurring is None
    (transaction,) = (await bot.get_star_transactions()).transactions
    assert (transaction.id, transaction.amount) == (outcome.charge, 100)


async def test_a_bot_that_refuses_is_quoted_and_one_that_is_late_is_not_waited_for(
    ana: int, phones: SandboxClient, bot: Bot, sandbox: Sandbox
) -> None:
    invoice = await link(bot)
    refused, late = await phones.pay_invoice(ana, invoice), await phones.pay_invoice(ana, invoice)
    first, second = (one.pre_checkout_query for one in await bot.get_updates(-2))
    assert first
    assert second
    await bot.answer_pre_checkout_query(first.id, ok=False, error_message="Sold out")
    assert await phones.outcome(refused) == Outcome("refused", "Sold out", None)
    await phones.advance(10)
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_pre_checkout_query(second.id, ok=True)
    assert (await phones.outcome(late)).state == "late"
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_pre_checkout_query(first.id, ok=True)
    assert not sandbox.state.stars.transactions


async def test_a_subscription_is_renewed_until_somebody_stops_it(
    ana: int, phones: SandboxClient, bot: Bot
) -> None:
    first = (await paid(ana, phones, bot, await link(bot, subscription_period=MONTH))).charge or ""
    await phones.renew(first)
    begun, renewed = (one.message for one in await bot.get_updates(-2))
    assert begun
    assert begun.successful_payment
    assert (begun.successful_payment.is_recurring, begun.successful_payment.is_first_recurring) == (
        True,
        True,
    )
    assert renewed
    assert renewed.successful_payment
    assert (renewed.successful_payment.is_recurring, renewed.successful_payment.is_first_recurring) == (
        True,
        None,
    )
    before, after = (
        one.successful_payment.subscription_expiration_date
        for one in (begun, renewed)
        if one.successful_payment
    )
    assert before
    assert after
    assert after - before == MONTH
    await bot.edit_user_star_subscription(ana, first, is_canceled=True)
    with pytest.raises(SandboxError, match="cancelled"):
        await phones.renew(first)
    await bot.edit_user_star_subscription(ana, first, is_canceled=False)
    await phones.stop_renewal(ana, first)
    with pytest.raises(SandboxError, match="cancelled"):
        await phones.renew(first)


async def test_a_subscription_that_is_not_there_or_over_is_not_edited(
    ana: int, phones: SandboxClient, bot: Bot
) -> None:
    with pytest.raises(BadRequest, match=r"(?i)CHARGE_ID_INVALID"):
        await bot.edit_user_star_subscription(ana, "stx", is_canceled=True)
    first = (await paid(ana, phones, bot, await link(bot, subscription_period=MONTH))).charge or ""
    await phones.advance(MONTH.total_seconds())
    with pytest.raises(BadRequest, match=r"(?i)SUBSCRIPTION_NOT_ACTIVE"):
        await bot.edit_user_star_subscription(ana, first, is_canceled=True)


async def test_a_payment_goes_back_once_and_to_who_made_it(ana: int, phones: SandboxClient, bot: Bot) -> None:
    charge = (await paid(ana, phones, bot, await link(bot))).charge or ""
    await phones.person(ana + 1, "Boris")
    with pytest.raises(BadRequest, match=r"(?i)CHARGE_NOT_FOUND"):
        await bot.refund_star_payment(ana + 1, charge)
    await bot.refund_star_payment(ana, charge)
    message = (await bot.get_updates(-1))[0].message
    assert message
    assert message.refunded_payment
    assert message.refunded_payment.telegram_payment_charge_id == charge
    with pytest.raises(BadRequest, match=r"(?i)CHARGE_ALREADY_REFUNDED"):
        await bot.refund_star_payment(ana, charge)
    there, back = (await bot.get_star_transactions()).transactions
    assert there.id == back.id
    assert back.receiver
    assert (await bot.get_my_star_balance()).amount == 0


@pytest.mark.parametrize("start", ["", "support"])
async def test_a_forwarded_invoice_is_paid_by_whoever_sees_it_unless_it_names_a_start_parameter(
    ana: int, phones: SandboxClient, bot: Bot, start: str
) -> None:
    prices = [LabeledPrice("Support", 5)]
    sent = await bot.send_invoice(ana, "Support", "For the paper", "p", "XTR", prices, start_parameter=start)
    assert sent.invoice
    assert (sent.invoice.total_amount, sent.invoice.start_parameter) == (5, start)
    copy = await bot.forward_message(ana, ana, sent.message_id)
    assert await phones.pay_message(ana, sent.message_id)
    if start:
        with pytest.raises(SandboxError, match="opens the bot"):
            await phones.pay_message(ana, copy.message_id)
    else:
        assert await phones.pay_message(ana, copy.message_id)


async def test_what_is_no_invoice_is_not_paid(ana: int, phones: SandboxClient, bot: Bot) -> None:
    sent = await bot.send_message(ana, "no invoice")
    with pytest.raises(SandboxError, match="is no invoice"):
        await phones.pay_message(ana, sent.message_id)
    with pytest.raises(SandboxError, match="no such invoice"):
        await phones.pay_invoice(ana, "https://t.me/$none")
    with pytest.raises(SandboxError, match="no subscription"):
        await phones.renew("stx")
