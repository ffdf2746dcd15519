"""Telegram Stars: the buttons of `/support`, Telegram's question before a payment and its word after one.

Every bot that takes payments must have `/terms` and `/paysupport`.
"""

from bot.rendering.stars import bill_card, supporting, thanks
from handlers.callbacks import read_offer
from handlers.context import Talk


async def fetch_link(talk: Talk) -> None:
    """Have an invoice."""
    await talk.newsroom.take_stars.fetch_link(talk.person, read_offer(talk.subject))


async def give(talk: Talk) -> None:
    """An amount: the invoice as a message of its own."""
    offer = read_offer(talk.subject)
    edition = talk.edition(await talk.newsroom.subscribe.edition_of(talk.person))
    talk.show(bill_card(offer, talk.newsroom.take_stars.link(talk.person, offer), edition, talk.texts))


async def check(talk: Talk) -> None:
    """Telegram asks whether it may take the Stars."""
    refused = await talk.newsroom.take_stars.check(talk.payments.checkout)
    answer_checkout(talk, talk.texts.plain(f"unpaid.{refused}") if refused else None)


def answer_checkout(talk: Talk, refused: str | None) -> None:
    """Yes, or why not."""
    talk.payments.answer(refused, talk.texts.html("stars.too_late"))


async def paid(talk: Talk) -> None:
    """Telegram took them: thanks, once; renewals and what is told again are booked in silence."""
    booked = await talk.newsroom.take_stars.book(talk.payments.charge)
    edition = talk.edition(await talk.newsroom.subscribe.edition_of(talk.person))
    if booked.is_second:
        talk.say(talk.texts.html("stars.paid_twice", amount=booked.payment.amount))
    elif booked.is_new and not booked.payment.is_renewal:
        talk.say(thanks(booked.payment, edition.title, talk.newsroom.paper.zone, talk.texts))


async def refunded(talk: Talk) -> None:
    """Telegram gave them back, and has said so in this chat itself."""
    await talk.newsroom.take_stars.refunded(talk.payments.refunded_charge)


async def fetch_end(talk: Talk) -> None:
    """Have Telegram renew nothing any more."""
    await talk.newsroom.take_stars.fetch_end(talk.person)


async def end(talk: Talk) -> None:
    """*Stop the renewal*."""
    support = await talk.newsroom.take_stars.end(talk.person)
    line = supporting(support, talk.newsroom.paper.zone, talk.texts)
    talk.edit(f"{talk.texts.html('stars.ended')} {line}".strip())


async def told(talk: Talk) -> None:
    """In Telegram's settings they ended the renewal or took that back; nothing is to be said."""
    payload, goes_on = talk.payments.renewal
    if goes_on is not None:
        await talk.newsroom.take_stars.told(payload, goes_on=goes_on)


async def terms(talk: Talk) -> None:
    """The paper's own words, or ours."""
    edition = talk.edition(await talk.newsroom.subscribe.edition_of(talk.person))
    words = talk.texts.html("stars.own_words", words=edition.terms)
    talk.say(words if edition.terms else talk.texts.html("terms.text", paper=edition.title))


async def pay_support(talk: Talk) -> None:
    """The same about help with a payment."""
    edition = talk.edition(await talk.newsroom.subscribe.edition_of(talk.person))
    words = talk.texts.html("stars.own_words", words=edition.pay_support)
    talk.say(words if edition.pay_support else talk.texts.html("paysupport.text", paper=edition.title))
