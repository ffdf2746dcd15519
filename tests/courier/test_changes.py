"""Edits and deletions: idempotent, and honest about messages that are gone or too old."""

import pytest

from bot.courier import Courier
from bot.domain.deliveries import Ambiguous, Reason, Refused, Sent
from bot.domain.ids import ChatId, MessageId
from bot.domain.pushes import Button, Card
from bot.sandbox import SandboxClient
from tests import canaries

ANA = ChatId(canaries.ANA)
NEWS, CORRECTED = Card(html="<b>News</b>"), Card(html="<b>Corrected</b>")
BUS = "https://paper.example/bus.png"
NEVER = MessageId(4711)
TWO_DAYS = 48 * 3600 + 1


async def sent(courier: Courier, card: Card = NEWS) -> MessageId:
    outcome = await courier.send(ANA, card)
    assert isinstance(outcome, Sent)
    return outcome.message_id


async def shown(phones: SandboxClient) -> str:
    return [one for one in (await phones.screen(ANA)).messages if not one.is_deleted][-1].text


@pytest.mark.parametrize("photo", [None, BUS])
async def test_an_edit_changes_text_or_caption(
    photo: str | None, phones: SandboxClient, courier: Courier
) -> None:
    message = await sent(courier, Card(html="News", photo=photo))
    assert await courier.edit(ANA, message, Card(html="Corrected", photo=photo)) == Sent(message)
    assert await shown(phones) == "Corrected"


@pytest.mark.parametrize("photo", [None, BUS])
async def test_an_edit_finds_out_whether_the_picture_had_stayed_behind(
    photo: str | None, phones: SandboxClient, courier: Courier
) -> None:
    message = await sent(courier, Card(html="News", photo=BUS if photo is None else None))
    assert await courier.edit(ANA, message, Card(html="Corrected", photo=photo)) == Sent(message)
    assert await shown(phones) == "Corrected"


async def test_editing_twice_is_the_same_as_once(courier: Courier) -> None:
    message = await sent(courier)
    assert await courier.edit(ANA, message, CORRECTED) == Sent(message)
    assert await courier.edit(ANA, message, CORRECTED) == Sent(message)


async def test_a_message_that_is_gone_cannot_be_edited(courier: Courier) -> None:
    outcome = await courier.edit(ANA, NEVER, CORRECTED)
    assert isinstance(outcome, Refused)
    assert outcome.reason is Reason.GONE


async def test_a_message_that_cannot_be_edited_any_more_is_too_old(
    phones: SandboxClient, courier: Courier
) -> None:
    message = await sent(courier)
    await phones.fault(400, method="edit*", description="Bad Request: message can't be edited")
    outcome = await courier.edit(ANA, message, CORRECTED)
    assert isinstance(outcome, Refused)
    assert outcome.reason is Reason.TOO_OLD


async def test_deleting_twice_is_the_same_as_once(phones: SandboxClient, courier: Courier) -> None:
    message = await sent(courier)
    assert await courier.delete(ANA, message) == Sent(message)
    assert await courier.delete(ANA, message) == Sent(message)
    assert (await phones.screen(ANA)).messages[-1].is_deleted


async def test_what_is_too_old_to_delete_says_so(phones: SandboxClient, courier: Courier) -> None:
    message = await sent(courier)
    await phones.advance(TWO_DAYS)
    outcome = await courier.delete(ANA, message)
    assert isinstance(outcome, Refused)
    assert outcome.reason is Reason.TOO_OLD


async def test_what_is_too_old_to_delete_becomes_another_text(
    phones: SandboxClient, courier: Courier
) -> None:
    message = await sent(courier)
    await phones.advance(TWO_DAYS)
    assert await courier.delete(ANA, message, Card(html="Withdrawn")) == Sent(message, replaced=True)
    assert await shown(phones) == "Withdrawn"


async def test_a_reply_stands_under_the_message_it_is_about(phones: SandboxClient, courier: Courier) -> None:
    message = await sent(courier)
    assert isinstance(await courier.reply(ANA, message, CORRECTED), Sent)
    assert await shown(phones) == "Corrected"


async def test_a_reply_to_what_is_gone_comes_all_the_same(phones: SandboxClient, courier: Courier) -> None:
    assert isinstance(await courier.reply(ANA, NEVER, CORRECTED), Sent)
    assert await shown(phones) == "Corrected"


async def test_buttons_are_replaced_and_taken_away(phones: SandboxClient, courier: Courier) -> None:
    message = await sent(courier)
    await courier.set_buttons(ANA, message, ((Button("Read", url="https://paper.example/a"),),))
    assert (await phones.screen(ANA)).messages[-1].button("Read")
    assert await courier.set_buttons(ANA, message, ()) == Sent(message)
    assert not (await phones.screen(ANA)).messages[-1].buttons


async def test_a_lost_answer_to_an_edit_is_ambiguous(phones: SandboxClient, courier: Courier) -> None:
    message = await sent(courier)
    await phones.mishap("reset_after", method="edit*")
    assert isinstance(await courier.edit(ANA, message, CORRECTED), Ambiguous)
    assert await courier.edit(ANA, message, CORRECTED) == Sent(message)


BROKEN = Card(html="<b>Three &lt; four</i>", buttons=((Button("Read", url="https://paper.example/a"),),))


async def test_a_push_whose_markup_is_refused_never_goes_as_something_else(
    phones: SandboxClient, courier: Courier
) -> None:
    outcome = await courier.send(ANA, BROKEN)
    assert isinstance(outcome, Refused)
    assert outcome.reason is Reason.REJECTED
    assert not await phones.accepted()


async def test_an_answer_whose_markup_is_refused_goes_in_plain_words(
    phones: SandboxClient, courier: Courier
) -> None:
    assert isinstance(await courier.answer(ANA, BROKEN), Sent)
    message = (await phones.screen(ANA)).messages[-1]
    assert (message.text, message.button("Read") is not None) == ("Three < four", True)


async def test_an_answer_that_telegram_takes_keeps_its_markup(
    phones: SandboxClient, courier: Courier
) -> None:
    assert isinstance(await courier.answer(ANA, NEWS), Sent)
    assert (await phones.screen(ANA)).messages[-1].entities
