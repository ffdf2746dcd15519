"""What readers have: taken back, sent to those who missed it, proved. First the number, then once."""

import pytest

from bot.domain.audit import Deed
from bot.domain.deliveries import DeliveryState
from bot.domain.ids import MessageId
from bot.domain.origins import OfArticle
from bot.domain.pushes import Card, PushState
from bot.domain.subscribers import Role
from bot.errors import RefRefused, UsageError
from bot.locales import texts_for
from bot.rendering.callbacks import Action, unpack
from tests.usecases.house import ANA, BORIS, CVETA, ELENA, FILIP, House, editor, person
from tests.usecases.test_audit import record
from tests.usecases.test_corrections import revised
from tests.usecases.test_corrections import token as button
from tests.usecases.test_show_trouble import unsure

FIRST, SECOND = editor(), editor(FILIP, "Filip")
SNOW = "Snow closes roads"


@pytest.fixture
async def out(house: House) -> House:
    """Ana and Boris got the news; Cveta came later."""
    await house.subscribe(ANA, BORIS)
    await house.push()
    await house.round()
    await house.subscribe(CVETA)
    return house


async def article(house: House) -> OfArticle:
    """Whose copies it is about."""
    return OfArticle((await house.article("snow")).id)


def token(card: Card) -> str:
    """What the button carries that does it."""
    data = unpack(card.buttons[0][0].data or "")
    assert data
    return data[1]


async def retracted(house: House) -> None:
    """Elena takes it back."""
    card = await house.newsroom.handle_copies.ask_retract(await article(house), FIRST)
    await house.newsroom.handle_copies.retract(token(card), FIRST)
    await house.round()


async def test_the_number_comes_before_the_button(out: House) -> None:
    card = await out.newsroom.handle_copies.ask_retract(await article(out), FIRST)
    assert "2 people have it." in card.html
    assert "48 hours" not in card.html
    assert [row[0].label for row in card.buttons] == ["🔴 Retract from 2", "Leave it as it is"]


async def test_what_is_taken_back_disappears_from_every_phone(out: House) -> None:
    await retracted(out)
    for reader in (ANA, BORIS):
        screen = await out.telegram.screen(reader)
        assert [one.is_deleted for one in screen.messages if SNOW in one.text] == [True]
    await out.newsroom.show_corrections()
    (report,) = await out.messages(ELENA, "Retracted:")
    assert report.text.splitlines()[1:] == ["Had it: 2", "Deleted: 2"]


async def test_after_two_days_the_text_is_replaced(out: House) -> None:
    out.clock.advance(hours=49)
    await out.telegram.advance(49 * 3600)
    card = await out.newsroom.handle_copies.ask_retract(await article(out), FIRST)
    assert "2 have had it for more than 48 hours" in card.html
    await retracted(out)
    assert await out.received(ANA, SNOW) == 0
    assert await out.received(ANA, "The newsroom took this message back") == 1
    await out.newsroom.show_corrections()
    (report,) = await out.messages(ELENA, "Retracted:")
    assert report.text.splitlines()[1:] == ["Had it: 2", "Too old to delete, text replaced: 2"]


async def test_it_is_taken_back_once_and_the_second_editor_learns_by_whom(out: House) -> None:
    cards = [await out.newsroom.handle_copies.ask_retract(await article(out), one) for one in (FIRST, SECOND)]
    first = await out.newsroom.handle_copies.retract(token(cards[0]), FIRST)
    second = await out.newsroom.handle_copies.retract(token(cards[1]), SECOND)
    assert (first.people, first.by_other) == (2, None)
    assert second.by_other
    assert (second.people, second.by_other.name) == (0, "Elena")
    assert len(await out.pushes("snow")) == 2


async def test_what_still_waits_is_cancelled_and_what_is_out_is_deleted(house: House) -> None:
    await house.subscribe(ANA)
    push = await house.push()
    await house.newsroom.steer_push.pause(push, FIRST)
    await retracted(house)
    assert await house.received(ANA, SNOW) == 0
    assert [one.state for one in await house.pushes("snow")] == [PushState.CANCELLED, PushState.DONE]


async def test_a_correction_that_waits_is_over(out: House) -> None:
    await revised(out, headline="Snow closes no roads")
    await retracted(out)
    await out.newsroom.show_corrections()
    assert "Retracted by Elena" in (await out.labels(ELENA, "The paper changed"))[0]


async def test_nothing_more_can_be_done_with_what_was_taken_back(out: House) -> None:
    missed = await out.newsroom.handle_copies.ask_missed(await article(out), FIRST)
    await retracted(out)
    for ask in (out.newsroom.handle_copies.ask_retract, out.newsroom.handle_copies.ask_missed):
        with pytest.raises(UsageError, match=r"error\.retracted"):
            await ask(await article(out), FIRST)
    with pytest.raises(UsageError, match=r"error\.retracted"):
        await out.newsroom.handle_copies.send_missed(token(missed), FIRST)


async def test_what_nobody_has_cannot_be_taken_back(house: House) -> None:
    await house.file()
    with pytest.raises(UsageError, match="nobody_has_it"):
        await house.newsroom.handle_copies.ask_retract(await article(house), FIRST)


async def test_who_missed_it_gets_it_and_nobody_else(out: House) -> None:
    card = await out.newsroom.handle_copies.ask_missed(await article(out), FIRST)
    assert "2 have it and get nothing. 1 person would get it now" in card.html
    done = await out.newsroom.handle_copies.send_missed(token(card), FIRST)
    await out.round()
    assert done.people == 1
    assert [await out.received(one, SNOW) for one in (ANA, BORIS, CVETA)] == [1, 1, 1]


async def test_the_unknown_and_the_failed_get_it_again(house: House) -> None:
    push = await unsure(house)
    card = await house.newsroom.handle_copies.ask_missed(await article(house), FIRST)
    await house.newsroom.handle_copies.send_missed(token(card), FIRST)
    await house.round()
    assert await house.counts(push) == {DeliveryState.UNKNOWN: 2}
    assert [await house.received(one, SNOW) for one in (ANA, BORIS)] == [1, 1]


async def test_they_get_the_article_as_it_reads_now(out: House) -> None:
    await revised(out, headline="Snow closes no roads")
    card = await out.newsroom.handle_copies.ask_missed(await article(out), FIRST)
    await out.newsroom.handle_copies.send_missed(token(card), FIRST)
    await out.round()
    assert await out.received(CVETA, "Snow closes no roads") == 1


async def test_two_editors_send_it_again_once(out: House) -> None:
    cards = [await out.newsroom.handle_copies.ask_missed(await article(out), one) for one in (FIRST, SECOND)]
    await out.newsroom.handle_copies.send_missed(token(cards[0]), FIRST)
    second = await out.newsroom.handle_copies.send_missed(token(cards[1]), SECOND)
    assert second.by_other
    assert second.by_other.name == "Elena"
    again = await out.newsroom.handle_copies.send_missed(token(cards[0]), FIRST)
    assert again.by_other == second.by_other
    await out.round()
    assert await out.received(CVETA, SNOW) == 1


async def test_a_number_that_is_out_of_date_is_not_acted_on(out: House) -> None:
    card = await out.newsroom.handle_copies.ask_retract(await article(out), FIRST)
    again = await out.newsroom.handle_copies.ask_missed(await article(out), FIRST)
    await out.newsroom.handle_copies.send_missed(token(again), FIRST)
    with pytest.raises(UsageError, match="copies_changed"):
        await out.newsroom.handle_copies.retract(token(card), FIRST)


async def test_what_was_corrected_meanwhile_is_looked_at_again(out: House) -> None:
    missed = await out.newsroom.handle_copies.ask_missed(await article(out), FIRST)
    await revised(out, headline="Snow closes no roads")
    await out.newsroom.correct_push.fix(await button(out, Action.FIX), FIRST)
    with pytest.raises(UsageError, match="copies_changed"):
        await out.newsroom.handle_copies.send_missed(token(missed), FIRST)


async def test_what_was_corrected_is_taken_back_too(out: House) -> None:
    await revised(out, headline="Snow closes no roads")
    await out.newsroom.correct_push.fix(await button(out, Action.FIX), FIRST)
    await out.round()
    await retracted(out)
    screen = await out.telegram.screen(ANA)
    assert [one.is_deleted for one in screen.messages if "Snow closes" in one.text] == [True]


async def test_when_everybody_has_it_there_is_nobody_to_send_it_to(house: House) -> None:
    await house.subscribe(ANA)
    await house.push()
    await house.round()
    with pytest.raises(UsageError, match="nobody_missed"):
        await house.newsroom.handle_copies.ask_missed(await article(house), FIRST)


@pytest.mark.parametrize(("role", "has_chats"), [(Role.EDITOR, False), (Role.ADMIN, True)])
async def test_the_proof_says_who_did_not_get_it_and_why(house: House, role: Role, has_chats: bool) -> None:
    await house.subscribe(ANA, BORIS)
    await house.telegram.block(BORIS)
    await house.push()
    await house.round()
    card = await house.newsroom.handle_copies.prove(await article(house), person(ELENA, role=role))
    assert "1 have it. 1 delivery did not arrive" in card.html
    assert card.document
    (line,) = card.document.text.splitlines()[1:]
    assert "private,failed,blocked,1" in line
    assert (str(BORIS) in line) is has_chats
    assert [one.deed for one in await record(house)] == [Deed.PROOF]


async def test_an_article_is_named_by_its_message_or_its_address(out: House) -> None:
    copies, number = out.newsroom.handle_copies, await article(out)
    (pushed,) = await out.messages(ANA, SNOW)
    assert await copies.named(person(ANA), MessageId(pushed.message_id), None) == number
    assert await copies.named(FIRST, None, f"{out.web.address}/snow") == number
    assert await copies.named(FIRST, MessageId(99), f"{out.web.address}/snow") == number
    for message, url in ((None, None), (MessageId(99), None), (None, "https://elsewhere.example/x")):
        with pytest.raises(UsageError, match="which_article"):
            await copies.named(FIRST, message, url)


async def test_so_it_is_by_a_desk_card(out: House) -> None:
    await revised(out, headline="Snow closes no roads")
    (shown,) = await out.messages(ELENA, "The paper changed")
    assert await out.newsroom.handle_copies.named(FIRST, MessageId(shown.message_id), None) == await article(
        out
    )


async def test_buttons_for_a_pushs_card_lead_to_the_same(out: House) -> None:
    copies, number = out.newsroom.handle_copies, await article(out)
    shown = await copies.buttons(number, FIRST.chat_id, texts_for("en"))
    assert [one.label for one in shown] == ["Retract", "Who missed it", "Delivery proof"]
    pressed = [unpack(one.data or "") for one in shown]
    assert [await copies.pressed(one[1], one[0], FIRST) for one in pressed if one] == [number] * 3
    assert pressed[0]
    with pytest.raises(RefRefused, match="forged"):
        await copies.pressed(pressed[0][1], Action.PROOF, FIRST)


async def test_a_draft_of_what_was_taken_back_goes_to_nobody(out: House) -> None:
    drafted = await out.newsroom.push_article.breaking(f"{out.web.address}/snow", SECOND)
    await retracted(out)
    with pytest.raises(UsageError, match="not_waiting"):
        await out.newsroom.schedule_push.at(drafted.seen, None, FIRST)


async def test_so_it_is_by_the_report_of_a_push(out: House) -> None:
    await out.newsroom.show_progress()
    (report,) = await out.messages(ELENA, "sent 2 of 2")
    named = out.newsroom.handle_copies.named(FIRST, MessageId(report.message_id), None)
    assert await named == await article(out)
