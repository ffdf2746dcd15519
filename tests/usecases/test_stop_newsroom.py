"""The newsroom stop: nothing new goes out, people are answered, and what has waited is asked about."""

import pytest

from bot.domain.corrections import TRIED_FOR
from bot.domain.ids import PushId
from bot.domain.newsroom_stops import Halt
from bot.domain.pushes import Action, Card, NewPush, PushKind, PushState
from bot.locales import texts_for
from bot.rendering.newsroom_stop import halt_card
from bot.usecases.freeze import article_push, file_push
from tests.usecases.house import ANA, BORIS, ELENA, EN, FILIP, House, editor, person


@pytest.fixture
async def desk(house: House) -> House:
    """Two readers, and two editors who get no pushes themselves."""
    await house.subscribe(ANA, BORIS, ELENA, FILIP)
    for one in (ELENA, FILIP):
        await house.newsroom.subscribe.pause(person(one))
    return house


async def scheduled(desk: House, slug: str = "rain", headline: str = "Rain comes") -> PushId:
    """A push that is due and has no readers yet."""
    article = await desk.file(headline, slug)
    new = article_push(article, desk.newsroom.paper, due_at=desk.clock.now(), editor=None)
    async with desk.world.open_store() as store:
        push = await file_push(store, new, article)
    assert push
    return push.id


def held(halt: Halt) -> list[tuple[PushId, int | None]]:
    """The pushes and how many wait for each."""
    return [(one.push_id, one.left) for one in halt.held]


async def test_nothing_new_goes_out_while_it_lasts(desk: House) -> None:
    planned = await desk.push()
    due = await scheduled(desk)
    halt = await desk.newsroom.stop_newsroom.stop(editor())
    assert halt.stop
    assert halt.stop.name == "Elena"
    assert held(halt) == [(planned, 2), (due, None)]
    await desk.round()
    assert await desk.received(ANA, "Snow closes roads") == await desk.received(ANA, "Rain comes") == 0


async def test_a_restart_does_not_end_it(desk: House) -> None:
    await desk.push()
    await desk.newsroom.stop_newsroom.stop(editor())
    again = await desk.restarted()
    await again.round()
    assert await again.received(ANA, "Snow closes roads") == 0
    assert (await again.newsroom.stop_newsroom.look()).stop


async def test_of_two_who_stop_at_once_the_first_one_is_named(desk: House) -> None:
    await desk.newsroom.stop_newsroom.stop(editor())
    second = await desk.newsroom.stop_newsroom.stop(editor(FILIP, "Filip"))
    assert second.stop
    assert second.stop.name == "Elena"


async def test_what_was_claimed_and_not_begun_does_not_leave(desk: House) -> None:
    await desk.push()

    async def stops() -> None:
        await desk.newsroom.stop_newsroom.stop(editor())

    desk.clock.meanwhile = stops
    await desk.newsroom.deliver_pushes()
    got = [await desk.received(one, "Snow closes roads") for one in (ANA, BORIS)]
    assert (await desk.newsroom.stop_newsroom.look()).stop
    assert sum(got) < 2


async def test_corrections_of_what_is_out_go_on(desk: House) -> None:
    sent = await desk.push()
    await desk.newsroom.deliver_pushes()
    await desk.newsroom.stop_newsroom.stop(editor())
    article = await desk.article("snow")
    better = article_push(article, desk.newsroom.paper, due_at=desk.clock.now(), editor=None)
    card = better.cards[EN]
    change = NewPush(
        kind=PushKind.CORRECTION,
        action=Action.EDIT,
        target=sent,
        article_id=article.id,
        cards={EN: type(card)(html="Snow closed roads")},
        due_at=better.due_at,
        expires_at=better.expires_at,
        created_by=None,
        schedule="correction",
        slot="1",
    )
    async with desk.world.open_store() as store:
        await store.pushes.add(change)
    await desk.round()
    assert await desk.received(ANA, "Snow closed roads") == 1


async def test_the_note_of_a_correction_is_a_new_message_and_waits_to_be_asked_about(desk: House) -> None:
    sent = await desk.push()
    await desk.newsroom.deliver_pushes()
    await desk.newsroom.stop_newsroom.stop(editor())
    note = NewPush(
        kind=PushKind.CORRECTION,
        target=sent,
        article_id=(await desk.article("snow")).id,
        cards={EN: Card(html="The roads were open")},
        due_at=desk.clock.now(),
        expires_at=desk.clock.now() + TRIED_FOR,
        created_by=None,
        schedule="recall",
        slot="1",
    )
    async with desk.world.open_store() as store:
        await store.pushes.add(note)
    halt = await desk.newsroom.stop_newsroom.resume(editor())
    await desk.round()
    assert await desk.received(ANA, "The roads were open") == 0
    (waiting,) = halt.held
    card = halt_card(halt, desk.newsroom.paper.zone, texts_for("en"))
    assert "• Correction note: Snow closes roads" in card.html
    await desk.newsroom.steer_push.resume(waiting.push_id, editor())
    desk.clock.advance(minutes=1)
    await desk.telegram.advance(60)
    await desk.round()
    assert await desk.received(ANA, "The roads were open") == 1


async def test_when_pushing_goes_on_what_has_waited_is_held_and_the_new_goes_out(desk: House) -> None:
    planned, due = await desk.push(), await scheduled(desk)
    await desk.newsroom.stop_newsroom.stop(editor())
    halt = await desk.newsroom.stop_newsroom.resume(editor(FILIP, "Filip"))
    assert (halt.stop, held(halt)) == (None, [(planned, 2), (due, None)])
    await scheduled(desk, "sun", "Sun comes")
    await desk.round()
    got = [await desk.received(ANA, one) for one in ("Snow closes roads", "Rain comes", "Sun comes")]
    assert got == [0, 0, 1]


async def test_each_that_was_held_is_sent_or_dropped(desk: House) -> None:
    planned, due = await desk.push(), await scheduled(desk)
    await desk.newsroom.stop_newsroom.stop(editor())
    await desk.newsroom.stop_newsroom.resume(editor())
    await desk.newsroom.steer_push.cancel(planned, editor())
    await desk.newsroom.steer_push.resume(due, editor())
    assert held(await desk.newsroom.stop_newsroom.look()) == []
    await desk.round()
    got = [await desk.received(ANA, one) for one in ("Snow closes roads", "Rain comes")]
    assert got == [0, 1]


async def test_what_went_stale_meanwhile_is_said(desk: House) -> None:
    planned, due = await desk.push(), await scheduled(desk)
    await desk.newsroom.stop_newsroom.stop(editor())
    desk.clock.advance(hours=13)
    await desk.round()
    halt = await desk.newsroom.stop_newsroom.resume(editor())
    assert halt.held == []
    assert [(one.push_id, one.left) for one in halt.expired] == [(planned, 2), (due, None)]
    await desk.round()
    assert await desk.received(ANA, "Rain comes") == 0


async def test_what_is_held_until_it_is_stale_waits_for_nobody_any_more(desk: House) -> None:
    push = await desk.push()
    await desk.newsroom.stop_newsroom.stop(editor())
    await desk.newsroom.stop_newsroom.resume(editor())
    desk.clock.advance(hours=13)
    await desk.newsroom.deliver_pushes()
    async with desk.world.open_store() as store:
        ended = await store.pushes.get(push)
    assert ended
    assert ended.state is PushState.DONE


async def test_who_lets_pushing_go_on_twice_is_told_how_it_is(desk: House) -> None:
    await desk.newsroom.stop_newsroom.stop(editor())
    await desk.newsroom.stop_newsroom.resume(editor())
    again = await desk.newsroom.stop_newsroom.resume(editor(FILIP, "Filip"))
    assert again == Halt(stop=None, held=[], expired=())


async def test_the_other_editors_are_told_and_strangers_in_the_papers_language(desk: House) -> None:
    await desk.newsroom.stop_newsroom.tell_others("halt.told_stop", editor())
    assert await desk.received(FILIP, "Elena stopped all pushing") == 1
    assert await desk.received(ELENA, "stopped all pushing") == 0


async def test_both_decisions_are_on_record(desk: House) -> None:
    await desk.newsroom.stop_newsroom.stop(editor())
    await desk.newsroom.stop_newsroom.resume(editor(FILIP, "Filip"))
    async with desk.world.open_store() as store:
        logged = [(one.decision.deed, one.decision.name) for one in await store.audit.latest(2)]
    assert logged == [("resume_all", "Filip"), ("pause_all", "Elena")]
