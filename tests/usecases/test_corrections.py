"""The paper corrects what readers have: the desk decides once, and every copy follows."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.audit import Deed
from bot.domain.changes import changes
from bot.domain.corrections import Correction, CorrectionId, CorrectionState
from bot.domain.deliveries import DeliveryState
from bot.domain.follows import edition_subject
from bot.domain.ids import ChatId
from bot.domain.push_reports import Effect
from bot.domain.pushes import Card, PushState
from bot.errors import RefRefused, UsageError
from bot.rendering.callbacks import Action, unpack
from bot.usecases.freeze import article_push
from bot.usecases.open_correction import open_correction
from bot.usecases.open_push_link import OpenPushLink
from tests.usecases.house import ANA, BORIS, CVETA, ELENA, EN, FILIP, MK, NEWS, House, editor
from tests.usecases.test_audit import record
from tests.usecases.web import Item

FIXED = replace(NEWS, title="Snow closes two mountain roads", text="Two roads are closed. The third is open.")
CHANGED, FIRST, SECOND = "The paper changed", editor(), editor(FILIP, "Filip")


@pytest.fixture
async def out(house: House) -> House:
    """Ana and Boris got the news, which the paper pushes at once."""
    await house.subscribe(ANA, BORIS)
    await house.publish(EN, NEWS)
    await house.round()
    return house


async def corrected(house: House, item: Item = FIXED) -> None:
    """The paper publishes the article anew, and the desk is shown what changed."""
    await house.publish(EN, item)
    await house.newsroom.show_corrections()


async def token(house: House, action: Action, chat: int = ELENA, text: str = CHANGED) -> str:
    """What the newest button of this action carries."""
    buttons = [button for one in await house.messages(chat, text) for row in one.buttons for button in row]
    found = [unpack((one.callback_data or "").partition("~")[0]) for one in buttons]
    return [one[1] for one in found if one and one[0] is action][-1]


async def correction(house: House, number: int = 1) -> Correction:
    """What is on file of it."""
    async with house.world.open_store() as store:
        found = await store.corrections.get(CorrectionId(number))
    assert found
    return found


async def revised(house: House, **parts: Any) -> None:
    """What `House.push` pushed reads otherwise now, and the desk is shown that."""
    before = await house.article("snow")
    async with house.world.open_store() as store:
        after = await store.articles.revise(before.id, replace(before, **parts), keys=(), fingerprint="x")
        await store.articles.note_changes(after, changes(before, after), house.clock.now())
        await open_correction(store, after, house.clock.now())
    await house.newsroom.show_corrections()


async def silently(house: House) -> None:
    """Elena fixes it, and the phones follow."""
    await house.newsroom.correct_push.fix(await token(house, Action.FIX), FIRST)
    await house.round()


async def with_note(house: House, words: str = "Two roads, not three.") -> None:
    """Elena corrects it and says so."""
    preview = await house.newsroom.correct_push.propose(CorrectionId(1), words, FIRST)
    data = unpack(preview.buttons[0][0].data or "")
    assert data
    await house.newsroom.correct_push.correct(data[1], FIRST)
    await house.round()


async def test_every_desk_chat_sees_before_and_after_and_how_many_have_it_once(out: House) -> None:
    await corrected(out)
    await out.newsroom.show_corrections()
    for chat in (ELENA, FILIP):
        (card,) = await out.messages(chat, CHANGED)
        assert "➖ Snow closes three mountain roads\n➕ Snow closes two mountain roads" in card.text
        assert "➖ The council voted" in card.text
        assert "2 people have it." in card.text
        assert [row[0].text for row in card.buttons] == ["Silent fix for 2", "Correct with note", "Ignore"]


async def test_what_the_message_would_become_is_shown(out: House) -> None:
    await corrected(out)
    (card,) = await out.messages(ELENA, CHANGED)
    assert "The message becomes:\nSnow closes two mountain roads" in card.text


async def test_a_change_of_what_nobody_has_is_not_the_desks_affair(house: House) -> None:
    await house.publish(EN, NEWS)
    await house.publish(EN, FIXED)
    async with house.world.open_store() as store:
        await store.pushes.cancel((await store.pushes.due(house.clock.now()))[0].id, house.clock.now())
    await corrected(house, replace(FIXED, title="Snow closes one road"))
    assert await house.received(ELENA, CHANGED) == 1


async def test_a_silent_fix_edits_every_copy_and_tells_nobody(out: House) -> None:
    await corrected(out)
    await silently(out)
    for reader in (ANA, BORIS):
        (copy,) = await out.messages(reader, "Snow closes two mountain roads")
        assert copy.is_edited
        assert await out.received(reader, "orrect") == 0


async def test_of_two_fixes_the_later_one_is_what_stays(out: House) -> None:
    """The first one's edit has to wait; it must not come after the second one's."""
    await out.telegram.fault(429, chat=ANA, method="edit*", retry_after=30)
    await corrected(out)
    await silently(out)
    assert await out.received(ANA, "three mountain roads") == 1
    await corrected(out, replace(FIXED, title="Snow closes one road"))
    await silently(out)
    assert await out.received(ANA, "Snow closes one road") == 1
    states = [one.state for one in await out.pushes("snow")]
    assert states == [PushState.DONE, PushState.CANCELLED, PushState.DONE]


async def test_a_note_comes_in_reply_and_the_copy_says_when(out: House) -> None:
    await out.subscribe(CVETA)
    await corrected(out)
    await with_note(out)
    for reader in (ANA, BORIS):
        (copy,) = await out.messages(reader, "✏️ Corrected")
        (note,) = await out.messages(reader, "Two roads, not three.")
        assert (copy.is_edited, note.is_edited) == (True, False)
    assert await out.received(CVETA, "Two roads, not three.") == 0


async def test_what_is_ignored_stays_as_it_is(out: House) -> None:
    await corrected(out)
    await out.newsroom.correct_push.ignore(await token(out, Action.IGNORE), FIRST)
    await out.round()
    assert await out.received(ANA, "three mountain roads") == 1


async def test_an_ignored_change_comes_back_with_the_next_one(out: House) -> None:
    await corrected(out)
    await out.newsroom.correct_push.ignore(await token(out, Action.IGNORE), FIRST)
    await corrected(out, replace(FIXED, title="Snow closes one road"))
    assert "➖ Snow closes three mountain roads\n➕ Snow closes one road" in (
        (await out.messages(ELENA, CHANGED))[-1].text
    )


async def test_the_first_decision_stands_and_the_second_editor_learns_who_was_faster(out: House) -> None:
    await corrected(out)
    first = await out.newsroom.correct_push.fix(await token(out, Action.FIX), FIRST)
    second = await out.newsroom.correct_push.ignore(await token(out, Action.IGNORE, FILIP), SECOND)
    assert (first.by_this_press, second.by_this_press) == (True, False)
    assert (second.correction.state, second.correction.decided_name) == (CorrectionState.FIXED, "Elena")
    await out.newsroom.show_corrections()
    assert "Fixed silently by Elena" in (await out.labels(FILIP, CHANGED))[0]


async def test_a_button_older_than_the_article_does_nothing(out: House) -> None:
    await corrected(out)
    old = await token(out, Action.FIX)
    await corrected(out, replace(FIXED, title="Snow closes one road"))
    with pytest.raises(UsageError, match="article_changed"):
        await out.newsroom.correct_push.fix(old, FIRST)
    assert (await correction(out)).state is CorrectionState.WAITING
    assert await out.received(ELENA, CHANGED) == 2


async def test_another_editors_note_is_not_sent_in_its_place(out: House) -> None:
    await corrected(out)
    mine = await out.newsroom.correct_push.propose(CorrectionId(1), "Two, not three.", FIRST)
    await out.newsroom.correct_push.propose(CorrectionId(1), "Not three.", SECOND)
    data = unpack(mine.buttons[0][0].data or "")
    assert data
    with pytest.raises(UsageError, match="article_changed"):
        await out.newsroom.correct_push.correct(data[1], FIRST)


async def test_a_note_can_carry_no_markup(out: House) -> None:
    await corrected(out)
    await with_note(out, "<b>Two</b> & <a href='https://evil.example'>three</a>")
    (note,) = await out.messages(ANA, "<b>Two</b> & <a href='https://evil.example'>three</a>")
    assert not [one for one in note.entities if "evil" in str(one)]


async def test_a_note_may_not_be_a_second_article(out: House) -> None:
    await corrected(out)
    with pytest.raises(UsageError, match="too_long"):
        await out.newsroom.correct_push.propose(CorrectionId(1), "x" * 601, FIRST)


async def test_no_note_is_taken_for_what_is_decided_or_was_never_there(out: House) -> None:
    await corrected(out)
    asked = await token(out, Action.NOTE)
    assert (await out.newsroom.correct_push.ask(asked, FIRST)).by_this_press
    await silently(out)
    assert not (await out.newsroom.correct_push.ask(asked, FIRST)).by_this_press
    for number, why in ((1, "correction_decided"), (7, "stale_button")):
        with pytest.raises(UsageError, match=why):
            await out.newsroom.correct_push.propose(CorrectionId(number), "No.", SECOND)


async def test_a_button_of_another_chat_is_refused(out: House) -> None:
    await corrected(out)
    with pytest.raises(RefRefused, match="elsewhere"):
        await out.newsroom.correct_push.fix(await token(out, Action.FIX), SECOND)


async def test_what_waits_of_a_paused_push_goes_out_corrected(house: House) -> None:
    await house.subscribe(ANA)
    push = await house.push()
    await house.newsroom.steer_push.pause(push, FIRST)
    await revised(house, headline="Snow closes no roads")
    await silently(house)
    await house.newsroom.steer_push.resume(push, FIRST)
    await house.round()
    assert [await house.received(ANA, f"Snow closes {what}") for what in ("roads", "no roads")] == [0, 1]


async def test_the_desk_is_told_once_how_it_ended(out: House) -> None:
    await out.telegram.fault(403, chat=BORIS, method="edit*")
    await corrected(out)
    await silently(out)
    for _ in range(2):
        await out.newsroom.show_corrections()
    (report,) = await out.messages(ELENA, "Corrected:")
    assert report.text.splitlines()[1:] == ["Had it: 2", "Edited: 1", "Unreachable (blocked or gone): 1"]


async def test_a_message_that_stays_the_same_offers_no_fix(house: House) -> None:
    await house.subscribe(ANA)
    push = await house.push(body=("One.", "Two."))
    await house.round()
    await revised(house, body=("One.", "Three."))
    assert await house.labels(ELENA, "would stay the same") == ["Correct with note", "Ignore"]
    assert await house.counts(push) == {DeliveryState.SENT: 1}


async def test_what_was_decided_is_on_record_with_before_and_after(out: House) -> None:
    await corrected(out)
    await with_note(out)
    (decision,) = await record(out)
    assert (decision.deed, decision.name, decision.about) == (Deed.CORRECT, "Elena", FIXED.title)
    assert "three mountain roads" in decision.before
    assert decision.after.endswith("Two roads, not three.")


async def test_a_desk_chat_that_could_not_be_reached_is_shown_it_when_it_can(out: House) -> None:
    await out.telegram.block(FILIP)
    await corrected(out)
    await out.telegram.unblock(FILIP)
    await out.newsroom.show_corrections()
    assert await out.received(FILIP, CHANGED) == 0
    await out.newsroom.show_corrections.reach_again(ChatId(FILIP))
    await out.newsroom.show_corrections()
    assert await out.received(FILIP, CHANGED) == 1


async def test_a_desk_chat_that_is_left_alone_is_asked_later(out: House) -> None:
    await out.publish(EN, FIXED)
    await out.telegram.fault(429, chat=ELENA, retry_after=60)
    for _ in range(2):
        await out.newsroom.show_corrections()
    assert await out.received(ELENA, CHANGED) == 0
    out.clock.advance(seconds=60)
    await out.newsroom.show_corrections()
    assert await out.received(ELENA, CHANGED) == 1


async def test_a_verdict_and_a_report_that_must_wait_come_later(out: House) -> None:
    await corrected(out)
    await silently(out)
    await out.telegram.fault(429, count=None, chat=FILIP, method="*", retry_after=30)
    for _ in range(2):
        await out.newsroom.show_corrections()
    assert (await out.labels(FILIP, CHANGED))[0] == "Silent fix for 2"
    await out.telegram.clear_faults()
    for _ in range(3):
        out.clock.advance(seconds=60)
        await out.newsroom.show_corrections()
    assert "Fixed silently by Elena" in (await out.labels(FILIP, CHANGED))[0]
    assert await out.received(FILIP, "Corrected:") == 1


async def test_a_report_that_must_wait_comes_later(out: House) -> None:
    await corrected(out)
    await silently(out)
    await out.telegram.fault(429, chat=FILIP, retry_after=30)
    for _ in range(2):
        await out.newsroom.show_corrections()
    assert await out.received(FILIP, "Corrected:") == 0
    out.clock.advance(seconds=60)
    await out.newsroom.show_corrections()
    assert await out.received(FILIP, "Corrected:") == 1


async def test_two_corrections_wait_while_a_chat_is_left_alone(out: House) -> None:
    other = Item("fog", "Fog over the airport")
    await out.publish(EN, NEWS, other)
    await out.round()
    await out.telegram.fault(429, chat=FILIP, retry_after=30)
    await corrected(out)
    await out.publish(EN, FIXED, replace(other, title="No fog over the airport"))
    await out.telegram.fault(429, chat=FILIP, retry_after=30)
    await out.newsroom.show_corrections()
    assert await out.received(FILIP, CHANGED) == 0
    assert await out.received(ELENA, CHANGED) == 2


async def test_an_edition_that_is_no_more_has_no_desk(out: House) -> None:
    await out.publish(EN, FIXED)
    paper = replace(out.world.paper, editions={MK: out.world.paper.editions[MK]}, feeds=())
    closed = await out.restarted(paper=paper)
    await closed.newsroom.show_corrections()
    assert await out.received(ELENA, CHANGED) == 0


async def test_what_another_edition_was_told_stays(house: House) -> None:
    await house.subscribe(ANA)
    await house.subscribe(BORIS, language="mk")
    article = await house.file()
    new = article_push(article, house.newsroom.paper, due_at=house.clock.now(), editor=None)
    other = Card(html="Снегот затвори патишта")
    keys = (*new.keys, edition_subject(MK))
    async with house.world.open_store() as store:
        await store.pushes.add(replace(new, cards={**new.cards, MK: other}, keys=keys))
    await house.round()
    await revised(house, headline="Snow closes no roads")
    await silently(house)
    assert [await house.received(ANA, "no roads"), await house.received(BORIS, "Снегот")] == [1, 1]


async def test_the_correction_is_done_like_any_push(out: House) -> None:
    await corrected(out)
    await silently(out)
    assert [one.state for one in await out.pushes("snow")] == [PushState.DONE, PushState.DONE]


async def test_links_of_a_corrected_card_still_count_for_its_push(house: House) -> None:
    there = await house.restarted(paper=replace(house.world.paper, links_by="https://bot.example"))
    await there.subscribe(ANA)
    push = await there.push()
    await there.round()
    await revised(there, headline="Snow closes two roads")
    await silently(there)
    (card,) = await there.messages(ANA, "two roads")
    address = card.buttons[0][0].url or ""
    open_link = OpenPushLink(open_store=there.world.open_store, clock=there.clock)
    await open_link(address.rpartition("/")[2], counts=True)
    async with there.world.open_store() as store:
        assert (await store.effects.of(push)).of(Effect.LINK) == 1
