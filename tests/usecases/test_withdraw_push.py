"""The seconds after *Send now*: *Stop* takes it back, a restart changes nothing, nobody starts it twice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.ids import MessageId, PushId
from bot.domain.pushes import PushState
from bot.domain.reviews import ReviewState
from bot.errors import UsageError
from bot.usecases.review_article import Decided
from tests.usecases.house import ANA, ELENA, FILIP, MK, NEWS, House, editor
from tests.usecases.web import Item

WINDOW = timedelta(seconds=20)
STOP = "🛑 Stop (20 s)"


@pytest.fixture
async def desk(house: House) -> House:
    """A house with a window of twenty seconds, in which both editors have an article on their phones."""
    there = await house.restarted(paper=replace(house.world.paper, window=WINDOW))
    await there.subscribe(ANA, language="mk")
    await there.subscribe(ELENA, FILIP)
    await there.publish(MK, NEWS)
    await there.round()
    return there


async def send_now(desk: House, by: int = ELENA) -> Decided:
    """The editor taps *Send now* on their card."""
    article = await desk.article("snow")
    (card,) = await desk.messages(by, NEWS.title)
    tapped = MessageId(card.message_id)
    return await desk.newsroom.review_article.send_now(
        article.id, article.revision, editor(by), tapped=tapped
    )


async def leaving(desk: House) -> PushId:
    """*Send now* was tapped, and all phones show it."""
    decided = await send_now(desk)
    assert decided.review.stoppable
    await desk.round()
    return decided.review.stoppable


async def state(desk: House) -> Sequence[PushState]:
    """How the article's pushes stand."""
    return [push.state for push in await desk.pushes("snow")]


async def test_nothing_leaves_before_the_window_is_over(desk: House) -> None:
    await leaving(desk)
    desk.clock.advance(seconds=19.9)
    await desk.round()
    assert await desk.received(ANA, NEWS.title) == 0
    desk.clock.advance(seconds=0.1)
    await desk.round()
    assert await desk.received(ANA, NEWS.title) == 1


async def test_every_editor_can_stop_it_while_it_waits(desk: House) -> None:
    await leaving(desk)
    assert (await desk.labels(FILIP, NEWS.title))[0] == STOP
    desk.clock.advance(seconds=20)
    await desk.round()
    await desk.round()
    for one in (ELENA, FILIP):
        assert "Approved by Elena" in (await desk.labels(one, NEWS.title))[0]


async def test_a_stop_in_the_window_brings_the_article_back_before_the_desk(desk: House) -> None:
    push = await leaving(desk)
    stopped = await desk.newsroom.withdraw_push(push, editor(FILIP, "Filip"))
    assert (stopped.by_this_press, stopped.review.state) == (True, ReviewState.WAITING)
    assert stopped.card
    desk.clock.advance(seconds=30)
    await desk.round()
    assert await desk.received(ANA, NEWS.title) == 0
    assert await state(desk) == [PushState.CANCELLED]
    assert (await desk.labels(ELENA, NEWS.title))[-6:-2] == ["Send now", "Skip", "Test to me", "Edit"]
    assert await desk.received(ELENA, NEWS.title) == 1


async def test_what_was_stopped_can_be_sent_after_all(desk: House) -> None:
    push = await leaving(desk)
    await desk.newsroom.withdraw_push(push, editor())
    assert (await send_now(desk, FILIP)).by_this_press
    desk.clock.advance(seconds=20)
    await desk.round()
    assert await desk.received(ANA, NEWS.title) == 1
    assert await state(desk) == [PushState.CANCELLED, PushState.DONE]


async def test_an_old_stop_button_stops_nothing_that_was_sent_anew(desk: House) -> None:
    push = await leaving(desk)
    await desk.newsroom.withdraw_push(push, editor())
    await send_now(desk)
    late = await desk.newsroom.withdraw_push(push, editor(FILIP, "Filip"))
    assert (late.by_this_press, late.card) == (False, None)
    assert await state(desk) == [PushState.CANCELLED, PushState.SCHEDULED]


async def test_two_editors_who_stop_at_once_stop_it_once(desk: House) -> None:
    push = await leaving(desk)
    both = [await desk.newsroom.withdraw_push(push, editor(one)) for one in (ELENA, FILIP)]
    assert [one.by_this_press for one in both] == [True, False]
    assert all(one.card for one in both)


async def test_a_stop_after_the_window_is_too_late(desk: House) -> None:
    push = await leaving(desk)
    desk.clock.advance(seconds=20)
    await desk.newsroom.plan_pushes()
    late = await desk.newsroom.withdraw_push(push, editor())
    assert (late.by_this_press, late.card, late.review.state) == (False, None, ReviewState.APPROVED)
    await desk.round()
    assert await desk.received(ANA, NEWS.title) == 1


async def test_two_presses_in_the_window_are_one_push(desk: House) -> None:
    first, second = await send_now(desk), await send_now(desk, FILIP)
    assert (first.by_this_press, second.by_this_press) == (True, False)
    assert second.review.stoppable == first.review.stoppable
    assert len(await desk.pushes("snow")) == 1


async def test_a_restart_in_the_window_neither_loses_nor_hastens_it(desk: House) -> None:
    await leaving(desk)
    desk.clock.advance(seconds=10)
    again = await desk.restarted()
    await again.round()
    assert await again.received(ANA, NEWS.title) == 0
    again.clock.advance(seconds=10)
    await again.round()
    assert await again.received(ANA, NEWS.title) == 1


async def test_a_restart_long_after_the_window_sends_it_at_once(desk: House) -> None:
    await leaving(desk)
    desk.clock.advance(minutes=5)
    again = await desk.restarted()
    await again.round()
    assert await again.received(ANA, NEWS.title) == 1


async def test_a_clock_put_back_makes_the_window_neither_longer_nor_shorter(desk: House) -> None:
    await desk.newsroom.keep_time()
    await leaving(desk)
    desk.clock.advance(hours=-1)
    await desk.newsroom.keep_time()
    desk.clock.advance(seconds=19)
    await desk.round()
    assert await desk.received(ANA, NEWS.title) == 0
    desk.clock.advance(seconds=1)
    await desk.round()
    assert await desk.received(ANA, NEWS.title) == 1


async def test_an_article_that_changed_meanwhile_comes_to_the_desk_anew(desk: House) -> None:
    push = await leaving(desk)
    await desk.publish(MK, Item("snow", "Snow closes four mountain roads"))
    desk.clock.advance(days=-1)
    stopped = await desk.newsroom.withdraw_push(push, editor())
    assert (stopped.by_this_press, stopped.card) == (True, None)
    await desk.round()
    assert "Send now" in await desk.labels(ELENA, "four mountain roads")


async def test_a_push_of_no_review_is_nothing_to_stop(desk: House) -> None:
    with pytest.raises(UsageError, match="stale_button"):
        await desk.newsroom.withdraw_push(PushId(99), editor())


async def test_a_desk_that_cannot_be_reached_gets_its_buttons_later(desk: House) -> None:
    push = await leaving(desk)
    await desk.newsroom.withdraw_push(push, editor(FILIP, "Filip"))
    await desk.telegram.fault(500, method="editMessageReplyMarkup")
    await desk.round()
    await desk.round()
    assert (await desk.labels(ELENA, NEWS.title))[0] != "Send now"
    desk.clock.advance(minutes=2)
    await desk.round()
    assert "Send now" in await desk.labels(ELENA, NEWS.title)
