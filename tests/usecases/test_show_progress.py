"""One message on the desk for a push: from its first figure to what readers made of it a day later."""

from dataclasses import replace

import pytest

from bot.delivery_ports import Beat
from bot.domain.ids import ChatId, PushId
from bot.domain.push_reports import Effect, Stage
from bot.errors import UsageError
from tests.usecases.house import ANA, BORIS, CVETA, ELENA, FILIP, House, editor, person

HEADLINE = "Snow closes roads"


@pytest.fixture
async def desk(house: House) -> House:
    """Three readers; the editors' own chats get no pushes, but hear of them in English."""
    await house.subscribe(ANA, BORIS, CVETA)
    await house.subscribe(ELENA, FILIP)
    for one in (ELENA, FILIP):
        await house.newsroom.subscribe.pause(person(one))
    return house


async def look(desk: House, by: float = 3) -> str:
    """What the desk's message says so much later; there is one of them."""
    desk.clock.advance(seconds=by)
    await desk.newsroom.show_progress()
    return await shown(desk)


async def shown(desk: House, chat: int = ELENA) -> str:
    """What the one message says."""
    (message,) = await desk.messages(chat, HEADLINE)
    return message.text


async def deliver(desk: House) -> None:
    """All that may go now goes."""
    await desk.newsroom.deliver_pushes()


async def edits(desk: House) -> int:
    """How often a desk message was edited."""
    return sum(one.method == "editMessageText" for one in await desk.telegram.accepted())


async def test_a_push_is_one_message_from_its_first_figure_to_its_end(desk: House) -> None:
    await desk.push()
    assert await look(desk) == f"{HEADLINE}\n📤 Going out\n░░░░░░░░░░░░ 0%\nsent 0 of 3"
    await deliver(desk)
    assert (await look(desk)).startswith(f"{HEADLINE}\n✓ Ended at")
    assert "sent 3 of 3" in await shown(desk)
    assert await shown(desk, FILIP) == await shown(desk)
    assert await desk.labels(ELENA, HEADLINE) == ["Retract", "Who missed it", "Delivery proof"]


async def test_a_push_that_ended_before_anybody_looked_has_its_report(desk: House) -> None:
    await desk.push()
    await deliver(desk)
    assert "sent 3 of 3" in await look(desk)


async def test_what_failed_is_told_beside_what_was_sent(desk: House) -> None:
    await desk.telegram.fault(403, description="Forbidden: bot was blocked by the user", chat=ANA)
    await desk.push()
    await deliver(desk)
    assert "sent 2 of 3 · blocked 1" in await look(desk)


async def test_a_message_is_edited_every_three_seconds_at_most(desk: House) -> None:
    push = await desk.push()
    await look(desk)
    await desk.newsroom.steer_push.pause(push, editor())
    before = await edits(desk)
    await look(desk, by=2.9)
    assert await edits(desk) == before
    await look(desk, by=0.1)
    assert await edits(desk) == before + 2


async def test_the_end_waits_for_its_three_seconds(desk: House) -> None:
    await desk.push()
    await look(desk)
    await deliver(desk)
    assert "Going out" in await look(desk, by=2)
    assert "✓ Ended" in await look(desk, by=1)


async def test_what_has_not_changed_is_not_edited(desk: House) -> None:
    await desk.push()
    await look(desk)
    await look(desk)
    assert await edits(desk) == 0
    await deliver(desk)
    await look(desk)
    await look(desk)
    assert await edits(desk) == 2


async def test_it_says_how_fast_it_goes_and_when_it_is_ready(desk: House) -> None:
    push = await desk.push()
    await look(desk)
    await desk.telegram.fault(429, retry_after=60, chat=ANA)
    await deliver(desk)
    text = await look(desk, by=4)
    assert "▓▓▓▓▓▓▓▓░░░░ 66%\nsent 2 of 3\n0.5 per second · ready at about" in text
    pressed = await desk.newsroom.show_progress.pressed(push, editor())
    assert "0.5 per second" in pressed.html


async def test_after_an_hour_and_after_a_day_the_message_tells_what_readers_did(desk: House) -> None:
    push = await desk.push()
    await deliver(desk)
    await look(desk)
    async with desk.world.open_store() as store:
        await store.effects.count(push, Effect.READ_HERE, 2)
        await store.effects.count(push, Effect.UNFOLLOWED)
    await desk.newsroom.subscribe.blocked(ChatId(CVETA))
    assert "After 1 hour:\n“Read here” 2 · “Less like this” 0\n" in await look(desk, by=3600)
    assert "unfollowed or muted 1 · left or blocked 1" in await shown(desk)
    async with desk.world.open_store() as store:
        await store.effects.count(push, Effect.LINK, 5)
    assert "After 24 hours:\n“Read here” 2 · “Less like this” 0 · links 5" in await look(desk, by=23 * 3600)


async def test_when_all_is_told_nobody_looks_again(desk: House) -> None:
    await desk.push()
    await deliver(desk)
    await look(desk, by=25 * 3600)
    await look(desk)
    async with desk.world.open_store() as store:
        assert await store.reports.ended() == []


async def test_after_a_crash_the_same_message_goes_on(desk: House) -> None:
    await desk.push()
    await look(desk)
    again = await desk.restarted()
    await deliver(again)
    assert "sent 3 of 3" in await look(again)


async def test_a_push_that_ended_while_nobody_was_there_to_tell_has_its_end(desk: House) -> None:
    await desk.push()
    await look(desk)
    await deliver(desk)
    again = await desk.restarted()
    assert "✓ Ended" in await look(again, by=2 * 3600)
    assert "After 1 hour:" in await shown(again)


async def test_a_push_that_stopped_by_itself_says_why(desk: House) -> None:
    push = await desk.push()
    await desk.world.ledger.pause(push, "Bad Request: can't parse entities", desk.clock.now())
    assert "Paused by itself. Telegram does not take the text: Bad Request: can't parse" in await look(desk)
    assert await desk.labels(ELENA, HEADLINE) == ["▶ Resume", "Cancel…"]


async def test_cancel_asks_first_and_names_how_many_are_left(desk: House) -> None:
    push = await desk.push()
    await look(desk)
    asked = await desk.newsroom.show_progress.pressed(push, editor(), asks=True)
    assert [one.label for row in asked.buttons for one in row] == ["Cancel: 3 will not get it", "Back"]
    await look(desk)
    assert (await desk.labels(ELENA, HEADLINE))[0] == "Cancel: 3 will not get it"
    assert await desk.labels(FILIP, HEADLINE) == ["⏸ Pause", "Cancel…"]
    await desk.newsroom.show_progress.pressed(push, editor())
    await look(desk)
    assert await desk.labels(ELENA, HEADLINE) == ["⏸ Pause", "Cancel…"]


async def test_a_cancelled_push_tells_how_many_were_dropped(desk: House) -> None:
    push = await desk.push()
    await look(desk)
    await desk.newsroom.steer_push.cancel(push, editor())
    pressed = await desk.newsroom.show_progress.pressed(push, editor())
    assert "✕ Cancelled" in pressed.html
    assert "✕ Cancelled" in await look(desk)
    assert "sent 0 of 3 · dropped 3" in await shown(desk)


async def test_what_was_under_way_at_the_cancel_is_counted_before_the_end_is_told(desk: House) -> None:
    push = await desk.push()
    await look(desk)
    claimed = (await desk.world.ledger.beat(replace(Beat(), claim=1), desk.clock.now())).claimed
    await desk.world.ledger.beat(replace(Beat(), intend=claimed), desk.clock.now())
    await desk.newsroom.steer_push.cancel(push, editor())
    assert "Going out" in await look(desk)
    assert "dropped 2" in await look(desk, by=60)


async def test_a_push_with_nobody_to_get_it_ends_with_a_word(house: House) -> None:
    await house.push()
    await house.newsroom.deliver_pushes()
    assert "sent 0 of 0" in await look(house)


async def test_a_press_on_no_push_is_stale(desk: House) -> None:
    with pytest.raises(UsageError, match="stale_button"):
        await desk.newsroom.show_progress.pressed(PushId(99), editor())


async def test_a_chat_that_refuses_us_is_left_alone_until_it_can_be_reached(desk: House) -> None:
    await desk.telegram.fault(403, description="Forbidden: bot was blocked by the user", chat=ELENA)
    push = await desk.push()
    await desk.newsroom.show_progress()
    desk.clock.advance(seconds=3)
    await desk.newsroom.show_progress()
    assert await desk.received(ELENA, HEADLINE) == 0
    await desk.newsroom.show_progress.reach_again(ChatId(ELENA))
    assert "sent 0 of 3" in await look(desk)
    async with desk.world.open_store() as store:
        assert (await store.reports.places([push]))[push, ChatId(ELENA)].message_id


async def test_a_chat_that_is_too_busy_hears_of_it_a_minute_later(desk: House) -> None:
    await desk.telegram.fault(500, method="sendMessage", chat=ELENA)
    await desk.push()
    await desk.newsroom.show_progress()
    assert await desk.received(ELENA, HEADLINE) == 0
    assert "sent 0 of 3" in await look(desk, by=61)


async def test_a_push_that_goes_on_after_its_report_is_under_way_again(desk: House) -> None:
    """An editor sends again what nobody knew the fate of: it will have another end to tell of."""
    push = await desk.push()
    await look(desk)
    async with desk.world.open_store() as store:
        await store.reports.shown(push, ChatId(ELENA), None, Stage.ENDED)
    await look(desk)
    async with desk.world.open_store() as store:
        assert (await store.reports.places([push]))[push, ChatId(ELENA)].stage is Stage.UNDER_WAY
