"""An announcement that readers have: taken back, sent to those who missed it, proved. First the number."""

import pytest

from bot.domain.audit import Deed
from bot.domain.ids import MessageId
from bot.domain.origins import OfAnnouncement
from bot.domain.pushes import PushState
from bot.errors import RefRefused, UsageError
from bot.locales import texts_for
from bot.rendering.callbacks import unpack
from tests.usecases.house import ANA, BORIS, CVETA, ELENA, FILIP, House, editor
from tests.usecases.test_announce import draft, go, push_of
from tests.usecases.test_audit import record
from tests.usecases.test_copies import token

FIRST, SECOND = editor(), editor(FILIP, "Filip")
OPEN_DAY = "open day"


@pytest.fixture
async def out(house: House) -> House:
    """Ana and Boris got the announcement; Cveta came later."""
    await house.subscribe(ANA, BORIS)
    await go(house, push_of(await draft(house)))
    await house.subscribe(CVETA)
    return house


async def announcement(house: House) -> OfAnnouncement:
    """As the report of the push names it, which an editor replies to."""
    await house.newsroom.show_progress()
    (report, *_) = await house.messages(ELENA, "sent ")
    named = await house.newsroom.handle_copies.named(FIRST, MessageId(report.message_id), None)
    assert isinstance(named, OfAnnouncement)
    return named


async def retracted(house: House) -> None:
    """Elena takes it back."""
    card = await house.newsroom.handle_copies.ask_retract(await announcement(house), FIRST)
    await house.newsroom.handle_copies.retract(token(card), FIRST)
    await house.round()


async def sent_to_who_missed_it(house: House) -> int:
    """Elena sends it again; to how many."""
    card = await house.newsroom.handle_copies.ask_missed(await announcement(house), FIRST)
    done = await house.newsroom.handle_copies.send_missed(token(card), FIRST)
    await house.round()
    return done.people


async def deleted(house: House, *readers: int) -> list[list[bool]]:
    """Of each reader's copies, whether it is gone."""
    screens = [await house.telegram.screen(one) for one in readers]
    return [[one.is_deleted for one in screen.messages if OPEN_DAY in one.text] for screen in screens]


async def test_it_disappears_from_every_phone_and_the_desk_learns_from_how_many(out: House) -> None:
    card = await out.newsroom.handle_copies.ask_retract(await announcement(out), FIRST)
    assert "Come to our open day\n\n2 people have it." in card.html
    await out.newsroom.handle_copies.retract(token(card), FIRST)
    await out.round()
    assert await deleted(out, ANA, BORIS) == [[True], [True]]
    gone = [one.chat_id for one in await out.telegram.accepted() if one.method == "deleteMessage"]
    assert sorted(gone) == sorted([ANA, BORIS])
    await out.newsroom.show_corrections()
    (report,) = await out.messages(ELENA, "Retracted:")
    assert report.text.splitlines() == ["🗑 Retracted: Come to our open day", "Had it: 2", "Deleted: 2"]
    assert [(one.deed, one.before, one.after) for one in await record(out)][-1] == (
        Deed.RETRACT,
        "have: 2",
        "retracted: 2",
    )


async def test_it_is_taken_back_once_and_the_second_editor_learns_by_whom(out: House) -> None:
    copies, about = out.newsroom.handle_copies, await announcement(out)
    cards = [await copies.ask_retract(about, one) for one in (FIRST, SECOND)]
    assert (await copies.retract(token(cards[0]), FIRST)).people == 2
    for card, presser in zip(cards, (FIRST, SECOND), strict=True):
        late = await copies.retract(token(card), presser)
        assert late.by_other
        assert (late.people, late.by_other.name) == (0, "Elena")
    with pytest.raises(UsageError, match=r"error\.retracted"):
        await copies.ask_missed(about, FIRST)


async def test_after_two_days_the_text_is_replaced(out: House) -> None:
    out.clock.advance(hours=49)
    await out.telegram.advance(49 * 3600)
    await retracted(out)
    assert await out.received(ANA, OPEN_DAY) == 0
    assert await out.received(ANA, "The newsroom took this message back") == 1
    await out.newsroom.show_corrections()
    (report,) = await out.messages(ELENA, "Retracted:")
    assert report.text.splitlines()[1:] == ["Had it: 2", "Too old to delete, text replaced: 2"]


async def test_what_still_waits_of_it_goes_to_nobody(house: House) -> None:
    await house.subscribe(ANA)
    push = push_of(await draft(house))
    await house.newsroom.schedule_push.at(push, None, SECOND)
    about = OfAnnouncement(push.push_id)
    card = await house.newsroom.handle_copies.ask_retract(about, FIRST)
    await house.newsroom.handle_copies.retract(token(card), FIRST)
    await house.round()
    assert await house.received(ANA, OPEN_DAY) == 0
    async with house.world.open_store() as store:
        states = [one.state for one in await store.out_there.of(about)]
    assert states == [PushState.CANCELLED, PushState.DONE]


async def test_who_missed_it_gets_it_and_nobody_else(out: House) -> None:
    assert await sent_to_who_missed_it(out) == 1
    assert [await out.received(one, OPEN_DAY) for one in (ANA, BORIS, CVETA)] == [1, 1, 1]
    with pytest.raises(UsageError, match="nobody_missed"):
        await out.newsroom.handle_copies.ask_missed(await announcement(out), FIRST)


async def test_what_was_sent_again_is_the_same_announcement_and_is_taken_back_with_it(out: House) -> None:
    await sent_to_who_missed_it(out)
    (copy,) = await out.messages(CVETA, OPEN_DAY)
    about = await out.newsroom.handle_copies.named(editor(CVETA), MessageId(copy.message_id), None)
    assert about == await announcement(out)
    await retracted(out)
    assert await deleted(out, ANA, BORIS, CVETA) == [[True], [True], [True]]


async def test_a_number_that_is_out_of_date_is_not_acted_on(out: House) -> None:
    card = await out.newsroom.handle_copies.ask_retract(await announcement(out), FIRST)
    await sent_to_who_missed_it(out)
    with pytest.raises(UsageError, match="copies_changed"):
        await out.newsroom.handle_copies.retract(token(card), FIRST)


async def test_its_buttons_work_in_the_chat_that_they_were_shown_in_alone(out: House) -> None:
    card = await out.newsroom.handle_copies.ask_retract(await announcement(out), FIRST)
    with pytest.raises(RefRefused, match="elsewhere"):
        await out.newsroom.handle_copies.retract(token(card), SECOND)
    await out.round()
    assert await deleted(out, ANA) == [[False]]


async def test_the_proof_says_who_did_not_get_it(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    await house.telegram.block(BORIS)
    await go(house, push_of(await draft(house)))
    about = await announcement(house)
    proof = await house.newsroom.handle_copies.prove(about, FIRST)
    assert "1 have it. 1 delivery did not arrive" in proof.html
    assert proof.document
    assert proof.document.name == f"not-delivered-{about.push_id}.csv"
    assert "private,failed,blocked,1" in proof.document.text


async def test_the_buttons_under_its_report_lead_to_it(out: House) -> None:
    about = await announcement(out)
    copies = out.newsroom.handle_copies
    buttons = await copies.buttons(about, FIRST.chat_id, texts_for("en"))
    pressed = [unpack(one.data or "") for one in buttons]
    assert [await copies.pressed(one[1], one[0], FIRST) for one in pressed if one] == [about] * 3
