"""Readers give Telegram Stars, once or every 30 days; the books follow what Telegram took."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from babel.dates import format_date
from telegram import LabeledPrice

from bot.courier import Cashier
from bot.domain.ids import UserId
from bot.domain.stars import Kind, Payment, Renewal, StarRules, StarSupport
from bot.errors import UsageError
from bot.locales import texts_for
from bot.rendering.stars import star_rows
from bot.sandbox.client import SandboxError, ScreenMessage
from bot.updates import ALLOWED
from bot.usecases.keep_star_books import KeepStarBooks
from handlers import menu_of
from tests.handlers.scene import ANA, BORIS, Scene, labels, texts

ONCE, MONTHLY = "⭐ 100", "⭐ 250 every 30 days"


@pytest.fixture
def stars() -> StarRules | None:
    """Two amounts once, one every 30 days."""
    return StarRules(once=(100, 500), monthly=(250,))


async def billed(scene: Scene, label: str = ONCE, person: int = ANA) -> str:
    """The person asks for an invoice; returns its link."""
    await scene.types(person, "/support")
    await scene.taps(person, label)
    link = (await scene.messages(person))[-1].buttons[0][0].url
    assert link
    return link


async def pays(scene: Scene, link: str, person: int = ANA) -> str:
    """The person pays it, and the bot does its part; returns the charge."""
    checkout = await scene.phones.pay_invoice(person, link)
    await scene.answer()
    outcome = await scene.phones.outcome(checkout)
    assert outcome.state == "paid", outcome
    assert outcome.charge
    return outcome.charge


async def refused(scene: Scene, link: str, person: int = ANA) -> str:
    """The person tries to pay it; returns what they are told instead."""
    checkout = await scene.phones.pay_invoice(person, link)
    await scene.answer()
    outcome = await scene.phones.outcome(checkout)
    assert outcome.state == "refused"
    return outcome.error or ""


async def books(scene: Scene) -> Sequence[Payment]:
    """Every payment on file."""
    async with scene.open_store() as store:
        return await store.stars.all()


async def last(scene: Scene, person: int = ANA) -> ScreenMessage:
    """What the bot said last."""
    return (await scene.messages(person))[-1]


async def test_a_single_gift_is_thanked_for_and_booked(scene: Scene) -> None:
    await scene.types(ANA, "/support")
    assert labels(await last(scene))[3:] == ["⭐ 100", "⭐ 500", "⭐ 250 every 30 days"]
    link = await billed(scene)
    assert labels(await last(scene)) == ["Pay ⭐ 100"]
    charge = await pays(scene, link)
    assert "Your 100 ⭐ have arrived at Primer Daily" in (await last(scene)).text
    (payment,) = await books(scene)
    assert (payment.charge_id, payment.payer, payment.amount) == (charge, ANA, 100)
    assert (payment.kind, payment.until - payment.at) == (Kind.ONCE, timedelta(days=30))
    assert "You support us with Stars until" in await scene.types(ANA, "/support")


async def test_what_comes_every_30_days_is_booked_each_time_and_thanked_for_once(scene: Scene) -> None:
    charge = await pays(scene, await billed(scene, MONTHLY))
    assert "come again every 30 days" in (await last(scene)).text
    before = len(await scene.messages(ANA))
    scene.passes(timedelta(days=30))
    await scene.phones.renew(charge)
    await scene.answer()
    assert len(await scene.messages(ANA)) == before
    first, second = await books(scene)
    assert (first.invoice, first.is_renewal, second.is_renewal) == (second.invoice, False, True)
    assert second.until - first.until == timedelta(days=30)


async def test_the_reader_ends_the_renewal_and_supports_until_the_paid_days_are_over(scene: Scene) -> None:
    charge = await pays(scene, await billed(scene, MONTHLY))
    next_day = format_date((await books(scene))[0].until, "d MMMM y", locale="en")
    scene.passes(timedelta(days=1))
    await pays(scene, await billed(scene))
    assert f"with 250 Stars every 30 days, next on {next_day}" in await scene.types(ANA, "/support")
    assert MONTHLY not in labels(await last(scene))
    ended = await scene.taps(ANA, "Stop the renewal of ⭐")
    assert "nothing is renewed any more. ⭐ You support us with Stars until" in ended.text
    with pytest.raises(SandboxError, match="cancelled"):
        await scene.phones.renew(charge)
    await scene.types(ANA, "/support")
    assert MONTHLY in labels(await last(scene))
    scene.passes(timedelta(days=31))
    assert "You support us" not in await scene.types(ANA, "/support")


async def test_a_renewal_that_is_ended_in_telegrams_settings_is_ended_here_too(scene: Scene) -> None:
    charge = await pays(scene, await billed(scene, MONTHLY))
    await scene.phones.stop_renewal(ANA, charge)
    assert "You support us with Stars until" in await scene.types(ANA, "/support")
    await scene.phones.stop_renewal(ANA, charge, is_on=True)
    assert "every 30 days, next on" in await scene.types(ANA, "/support")
    told = {"user": {"id": ANA, "is_bot": False, "first_name": "Ana"}, "state": "failed"}
    assert await scene.happens({"subscription": told | {"invoice_payload": "x"}}) == 0
    assert "every 30 days, next on" in await scene.types(ANA, "/support")


async def test_an_update_that_comes_twice_is_booked_and_thanked_for_once(scene: Scene) -> None:
    await scene.phones.pay_invoice(ANA, await billed(scene))
    await scene.answer()
    (asked,) = [one for one in scene.sandbox.state.chats[ANA].messages.values() if one.service]
    user = scene.sandbox.state.people[ANA].as_user()
    chat = {"id": ANA, "type": "private"}
    message = {"message_id": asked.message_id, "date": asked.date, "chat": chat, "from": user}
    before = len(await scene.messages(ANA))
    assert await scene.happens({"message": message | (asked.service or {})}) == 0
    assert len(await scene.messages(ANA)) == before
    assert len(await books(scene)) == 1


async def test_a_payment_that_is_told_a_day_later_counts_from_when_it_was_made(scene: Scene) -> None:
    await scene.phones.pay_invoice(ANA, await billed(scene))
    (update,) = await scene.bot.raw_updates(scene.offset, 0, ALLOWED)
    await scene.take_in(update)
    paid_at = scene.clock.now()
    scene.passes(timedelta(hours=23))
    await scene.answer()
    (payment,) = await books(scene)
    assert abs(payment.at - paid_at) < timedelta(minutes=1)


async def test_a_forwarded_invoice_is_not_paid_by_somebody_else(scene: Scene) -> None:
    link = await billed(scene)
    assert "made for somebody else" in await refused(scene, link, BORIS)
    assert await books(scene) == []
    await pays(scene, link)


async def test_an_invoice_is_paid_once(scene: Scene) -> None:
    link = await billed(scene)
    await pays(scene, link)
    assert "paid already" in await refused(scene, link)
    await pays(scene, await billed(scene))
    assert [one.amount for one in await books(scene)] == [100, 100]


async def test_what_telegram_took_twice_at_the_same_time_is_booked_twice_and_said(scene: Scene) -> None:
    link = await billed(scene)
    for _ in range(2):
        await scene.phones.pay_invoice(ANA, link)
    both = [one.as_json() for one in scene.sandbox.state.updates.pending()]
    await scene.take_in(*both)
    scene.offset = both[-1]["update_id"] + 1
    await scene.answer()
    said = texts(await scene.messages(ANA))
    assert "paid before, and Telegram took 100 ⭐ once more" in said[-1]
    assert "Thank you! Your 100 ⭐" in said[-2]
    assert len({one.charge_id for one in await books(scene)}) == 2


async def test_a_second_renewed_gift_is_not_begun_beside_the_first(scene: Scene) -> None:
    second = await billed(scene, MONTHLY)
    await pays(scene, await billed(scene, MONTHLY))
    assert "every 30 days already" in await refused(scene, second)


async def test_after_ten_seconds_nothing_is_taken_and_the_reader_is_told(scene: Scene) -> None:
    checkout = await scene.phones.pay_invoice(ANA, await billed(scene))
    scene.passes(timedelta(seconds=11))
    await scene.answer()
    assert (await scene.phones.outcome(checkout)).state == "late"
    assert "nothing was taken" in (await last(scene)).text
    assert await books(scene) == []


async def test_an_invoice_that_is_not_ours_is_refused_in_the_readers_language(scene: Scene) -> None:
    await scene.phones.person(ANA, "Ana", language_code="mk")
    payload = f"once.1.{ANA}.{'0' * 16}.{'0' * 32}"
    link = await scene.bot.create_invoice_link("x", "x", payload, "XTR", [LabeledPrice("x", 1)])
    assert "Оваа сметка не е наша" in await refused(scene, link)


async def test_what_went_back_makes_no_supporter(scene: Scene) -> None:
    charge = await pays(scene, await billed(scene, MONTHLY))
    await scene.bot.refund_star_payment(ANA, charge)
    await scene.answer()
    (payment,) = await books(scene)
    assert payment.refunded_at
    assert payment.ended_at
    assert "You support us" not in await scene.types(ANA, "/support")


async def test_who_is_erased_pays_no_more_and_the_books_forget_who_it_was(scene: Scene) -> None:
    await scene.subscribed(ANA)
    charge = await pays(scene, await billed(scene, MONTHLY))
    await scene.types(ANA, "/forgetme")
    assert "erased" in (await scene.taps(ANA, "Erase everything")).text
    with pytest.raises(SandboxError, match="cancelled"):
        await scene.phones.renew(charge)
    (payment,) = await books(scene)
    assert (payment.payer, payment.amount, payment.charge_id) == (None, 250, charge)
    async with scene.open_store() as store:
        assert await store.stars.of(UserId(ANA)) == []


@pytest.mark.parametrize("data", ["stars:once.7", "stars:once.100.1", "stars:daily.100", "stars:"])
async def test_an_amount_that_is_not_offered_has_no_invoice(scene: Scene, data: str) -> None:
    await scene.types(ANA, "/start")
    await scene.press(ANA, data)
    told = (await scene.toast(ANA)).text
    assert "do not take this amount" in told or "out of date" in told
    assert not scene.sandbox.state.stars.invoices


async def test_the_commands_that_telegram_wants_say_what_holds(scene: Scene) -> None:
    assert "voluntary gift to Primer Daily" in await scene.types(ANA, "/terms")
    assert "Telegram's support can not help" in await scene.types(ANA, "/paysupport")
    assert {"/terms", "/paysupport"} <= set((await scene.types(ANA, "/help")).split())


async def test_a_paper_that_takes_no_stars_shows_neither_amounts_nor_those_commands(scene: Scene) -> None:
    paper = replace(scene.newsroom.paper, stars=None)
    shown = {name for name, _ in menu_of(scene.newsroom.paper).commands} - {
        name for name, _ in menu_of(paper).commands
    }
    assert shown == {"terms", "paysupport"}
    assert star_rows(paper.stars, StarSupport(), texts_for("en")) == ()
    renewing = StarSupport(renewals=(Renewal("0", "stx", 250, scene.clock.now()),))
    assert len(star_rows(paper.stars, renewing, texts_for("en"))) == 1


async def test_who_is_erased_can_still_be_given_back_what_they_paid(scene: Scene) -> None:
    charge = await pays(scene, await billed(scene, MONTHLY))
    await scene.types(ANA, "/forgetme")
    await scene.taps(ANA, "Erase everything")
    keep, cashier = KeepStarBooks(open_store=scene.open_store, clock=scene.clock), Cashier(scene.bot.wire)
    with pytest.raises(UsageError, match="charge_of_nobody"):
        await keep.refund(charge, None, cashier)
    assert (await keep.refund(charge, UserId(ANA), cashier)).refunded_at


async def test_a_renewal_that_telegram_does_not_know_keeps_nobody_here(scene: Scene) -> None:
    charge = await pays(scene, await billed(scene, MONTHLY))
    del scene.sandbox.state.stars.subscriptions[charge]
    await scene.types(ANA, "/support")
    await scene.taps(ANA, "Stop the renewal of ⭐")
    assert "Settings → My Stars" in (await scene.toast(ANA)).text
    await scene.types(ANA, "/forgetme")
    assert "erased" in (await scene.taps(ANA, "Erase everything")).text


async def test_who_can_not_be_told_to_telegram_is_not_erased_yet(scene: Scene) -> None:
    await pays(scene, await billed(scene, MONTHLY))
    await scene.types(ANA, "/forgetme")
    await scene.phones.fault(502, method="editUserStarSubscription")
    await scene.taps(ANA, "Erase everything")
    assert "gave no answer" in (await scene.toast(ANA)).text
    assert (await books(scene))[0].payer == ANA
