"""What people and bots do with Telegram Stars: pay, renew, stop, give back. Each makes its update."""

from typing import Any

from bot.sandbox.messages import message_json
from bot.sandbox.people import NotPossibleError
from bot.sandbox.stars import PERIOD, Checkout, Invoice, Subscription, new_name
from bot.sandbox.state import Message, Person, Telegram


def press_pay(telegram: Telegram, person: Person, invoice: Invoice) -> Checkout:
    """The person confirms in the sheet of an invoice; Telegram asks the bot."""
    if person.deactivated:
        raise NotPossibleError(f"{person.first_name} has deleted the account")
    checkout = Checkout(telegram.next_callback_id(), person.id, invoice, telegram.clock.now())
    telegram.stars.checkouts[checkout.id] = checkout
    asked = {
        "id": checkout.id,
        "from": person.as_user(),
        "currency": "XTR",
        "total_amount": invoice.amount,
        "invoice_payload": invoice.payload,
    }
    telegram.updates.put("pre_checkout_query", asked)
    return checkout


def invoice_of(message: Message) -> Invoice:
    """What the Pay button of this message pays. A forwarded copy of an invoice that names a start parameter
    leads to the bot instead."""
    invoice = message.body.invoice
    if invoice is None or message.deleted:
        raise NotPossibleError(f"message {message.message_id} is no invoice")
    if message.origin is not None and invoice.start_parameter:
        raise NotPossibleError(f"the copy opens the bot with {invoice.start_parameter!r}")
    return invoice


def answer(telegram: Telegram, checkout: Checkout, error: str | None) -> None:
    """The bot's word: take the Stars, or refuse with an error."""
    if error is not None:
        checkout.state, checkout.error = "refused", error
    else:
        checkout.state, checkout.charge = "paid", new_name("stx")
        invoice, more = checkout.invoice, {}
        if invoice.period is not None:
            until = telegram.clock.timestamp() + PERIOD
            subscription = Subscription(checkout.charge, checkout.person, invoice, until)
            telegram.stars.subscriptions[checkout.charge] = subscription
            more = {"is_first_recurring": True}
        _take(telegram, checkout.person, invoice, checkout.charge, more)
    telegram.changed(checkout.person)


def renew(telegram: Telegram, charge: str) -> str:
    """A period is over and Telegram takes the Stars again; gives the new payment's charge."""
    subscription = _subscription(telegram, charge)
    if subscription.is_cancelled:
        raise NotPossibleError("the subscription was cancelled")
    subscription.until += PERIOD
    charge = new_name("stx")
    _take(telegram, subscription.person, subscription.invoice, charge, {}, subscription.until)
    telegram.changed(subscription.person)
    return charge


def stop_renewal(telegram: Telegram, person: Person, charge: str, *, is_on: bool = False) -> None:
    """The person stops it in Telegram's settings, or takes that back."""
    subscription = _subscription(telegram, charge)
    if subscription.person != person.id:
        raise NotPossibleError("the subscription is somebody else's")
    subscription.is_cancelled = not is_on
    told = {"user": person.as_user(), "invoice_payload": subscription.invoice.payload}
    telegram.updates.put("subscription", told | {"state": "active" if is_on else "canceled"})


def give_back(telegram: Telegram, user_id: int, paid: dict[str, Any]) -> None:
    """The bot refunds; Telegram says so in the person's chat."""
    partner = paid["source"]
    back = {name: partner[name] for name in ("type", "transaction_type", "user", "invoice_payload")}
    transaction = {"id": paid["id"], "amount": paid["amount"], "date": telegram.clock.timestamp()}
    telegram.stars.transactions.append(transaction | {"receiver": back})
    told = {
        "currency": "XTR",
        "total_amount": paid["amount"],
        "invoice_payload": partner["invoice_payload"],
        "telegram_payment_charge_id": paid["id"],
    }
    _tell(telegram, user_id, {"refunded_payment": told})


def _take(
    telegram: Telegram,
    person: int,
    invoice: Invoice,
    charge: str,
    more: dict[str, Any],
    until: int | None = None,
) -> None:
    now = telegram.clock.timestamp()
    if invoice.period is not None:
        ends = until or now + invoice.period
        more = {"subscription_expiration_date": ends, "is_recurring": True} | more
    told = {
        "currency": "XTR",
        "total_amount": invoice.amount,
        "invoice_payload": invoice.payload,
        "telegram_payment_charge_id": charge,
        "provider_payment_charge_id": f"{person}_{len(telegram.stars.transactions)}",
    }
    partner = {
        "type": "user",
        "transaction_type": "invoice_payment",
        "user": telegram.user_json(person),
        "invoice_payload": invoice.payload,
        **({"subscription_period": invoice.period} if invoice.period else {}),
    }
    transaction = {"id": charge, "amount": invoice.amount, "date": now, "source": partner}
    telegram.stars.transactions.append(transaction)
    _tell(telegram, person, {"successful_payment": told | more})


def _tell(telegram: Telegram, person: int, service: dict[str, Any]) -> None:
    """Who pays opens the chat with the bot by that."""
    telegram.people[person].started = True
    message = telegram.post_service(person, person, service)
    telegram.updates.put("message", message_json(telegram, message))


def _subscription(telegram: Telegram, charge: str) -> Subscription:
    found = telegram.stars.subscriptions.get(charge)
    if found is None:
        raise NotPossibleError(f"no subscription began with charge {charge!r}")
    return found
