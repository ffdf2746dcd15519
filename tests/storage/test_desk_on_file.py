"""What the desk keeps of pushes: windows, reports, effects and the newsroom stop, on both databases."""

import asyncio
from datetime import timedelta

from bot.domain.ids import ChatId, PushId
from bot.domain.newsroom_stops import Held, Stop
from bot.domain.push_reports import Effect, Effects, Ended, Place, Stage
from bot.domain.pushes import Action, PushState
from bot.domain.reviews import ReviewState
from bot.domain.subscribers import Standing
from storage.database import Database
from tests.storage.samples import (
    ANA,
    BORIS,
    EDITOR,
    NOW,
    PAPERS,
    Choices,
    add_push,
    claim,
    file,
    intend,
    join,
    ledger_of,
    message,
    plan,
    plan_push,
    push_of,
    sent,
    settle,
)

SOON, DESK = NOW + timedelta(seconds=20), ChatId(900)


async def leaving(database: Database) -> PushId:
    """An approved article whose push is due soon; two chats show it, the editor's own says *Stop*."""
    article = await file(database)
    async with database.open_store() as store:
        await store.reviews.open(article.id, NOW)
        for number, chat_id in enumerate((EDITOR.chat_id, BORIS), start=1):
            await store.reviews.shown(article.id, chat_id, message(number))
        await store.reviews.decide(article.id, ReviewState.APPROVED, EDITOR, NOW)
        push = await store.pushes.add(push_of(article.id, due_at=SOON))
        assert push
        assert push.article_id
        await store.reviews.leaves(article.id, push.id, EDITOR.chat_id, None)
    return push.id


async def state(database: Database, push_id: PushId) -> PushState:
    """How a push stands."""
    async with database.open_store() as store:
        push = await store.pushes.get(push_id)
    assert push
    return push.state


async def test_other_chats_are_to_show_stop_and_all_the_verdict_when_it_has_begun(database: Database) -> None:
    push_id = await leaving(database)
    async with database.open_store() as store:
        ((review, chat_id, _),) = await store.reviews.without_verdict()
        assert (review.stoppable, chat_id) == (push_id, BORIS)
        await store.reviews.stop_shown(review.article.id, BORIS, stoppable=True)
        assert await store.reviews.without_verdict() == []
    await plan(database, push_id)
    async with database.open_store() as store:
        over = await store.reviews.without_verdict()
    assert [(one.stoppable, chat_id) for one, chat_id, _ in over] == [(None, BORIS), (None, EDITOR.chat_id)]


async def test_what_was_stopped_waits_on_the_same_messages(database: Database) -> None:
    push_id = await leaving(database)
    async with database.open_store() as store:
        assert await store.pushes.withdraw(push_id, NOW)
        assert not await store.pushes.withdraw(push_id, NOW)
        push = await store.pushes.get(push_id)
        assert push
        assert push.article_id
        await store.reviews.reopen(push.article_id, NOW)
        ((review, chat_id, message_id),) = await store.reviews.back()
        assert (review.state, review.decided_by) == (ReviewState.WAITING, None)
        assert (chat_id, message_id) == (EDITOR.chat_id, message(1))
        assert await store.reviews.unshown([EDITOR.chat_id, BORIS]) == []


async def test_what_is_planned_is_not_withdrawn(database: Database) -> None:
    push_id = await plan_push(database, ANA)
    async with database.open_store() as store:
        assert not await store.pushes.withdraw(push_id, NOW)


async def test_a_stop_in_the_middle_of_the_plan_is_kept(database: Database) -> None:
    """Nobody gets what was withdrawn, however close it was."""
    await join(database, ANA)
    push_id, ledger = await leaving(database), await ledger_of(database)

    async with asyncio.TaskGroup() as tasks, database.open_store() as store:
        assert await store.pushes.withdraw(push_id, NOW)
        planning = tasks.create_task(ledger.plan(push_id, NOW, PAPERS))
        for _ in range(30):  # as long as planning takes that does not wait for the stop's commit
            await store.pushes.get(push_id)
    assert planning.result() == 0
    assert await state(database, push_id) is PushState.CANCELLED


async def test_a_clock_put_back_takes_the_window_along_and_no_chosen_hour(database: Database) -> None:
    window = await leaving(database)
    chosen = await add_push(database, due_at=NOW + timedelta(hours=3), slot="2")
    back = timedelta(hours=1)
    async with database.open_store() as store:
        await store.waits.put_back(back, NOW - back)
        found = [await store.pushes.get(one) for one in (window, chosen)]
    assert [one.due_at for one in found if one] == [SOON - back, NOW + timedelta(hours=3)]


async def test_a_report_remembers_its_message_and_how_far_it_told(database: Database) -> None:
    push_id = await plan_push(database, ANA)
    async with database.open_store() as store:
        await store.reports.shown(push_id, DESK, message(5), Stage.UNDER_WAY)
        await store.reports.ask(push_id, DESK, asks=True)
        assert await store.reports.places([push_id]) == {
            (push_id, DESK): Place(message(5), Stage.UNDER_WAY, True)
        }
        await store.reports.shown(push_id, DESK, None, Stage.ENDED)
        assert (await store.reports.places([push_id]))[push_id, DESK].message_id == message(5)
        assert await store.reports.places([]) == {}


async def test_a_chat_that_can_be_reached_again_is_told_what_it_missed(database: Database) -> None:
    push_id = await plan_push(database, ANA)
    async with database.open_store() as store:
        await store.reports.shown(push_id, DESK, None, Stage.UNDER_WAY)
        await store.reports.shown(push_id, BORIS, message(1), Stage.UNDER_WAY)
        for chat_id in (DESK, BORIS):
            await store.reports.forget_unreached(chat_id)
        assert set(await store.reports.places([push_id])) == {(push_id, BORIS)}


async def test_what_ended_is_to_be_told_until_all_is_told(database: Database) -> None:
    done = await plan_push(database)
    never_begun = await add_push(database, slot="2")
    await (await ledger_of(database)).finish(NOW)
    async with database.open_store() as store:
        await store.pushes.withdraw(never_begun, NOW)
        assert await store.reports.ended() == [Ended(done, NOW)]
        await store.reports.close([done])
        assert await store.reports.ended() == []


async def test_effects_are_counted_and_never_fall_below_nothing(database: Database) -> None:
    push_id = await add_push(database)
    async with database.open_store() as store:
        for by in (2, 1):
            await store.effects.count(push_id, Effect.LINK, by)
        for by in (-1, 1, -1, -1):
            await store.effects.count(push_id, Effect.UNFOLLOWED, by)
        assert await store.effects.of(push_id) == Effects({Effect.LINK: 3, Effect.UNFOLLOWED: 0})


async def test_a_message_leads_to_its_push(database: Database) -> None:
    push_id = await plan_push(database, ANA)
    (delivery,) = await claim(database)
    await intend(database, delivery)
    await settle(database, sent(delivery, 77))
    async with database.open_store() as store:
        push = await store.pushes.get(push_id)
        assert push
        assert push.article_id
        assert await store.effects.tapped(ANA, message(77), push.article_id) == push_id
        assert await store.effects.tapped(BORIS, message(77), push.article_id) is None
        await store.subscribers.set_standing(ANA, Standing.BLOCKED, NOW + timedelta(hours=24))
        assert (await store.effects.of(push_id)).gone == 1


async def test_a_stop_holds_what_is_due_and_gives_back_what_is_claimed(database: Database) -> None:
    planned = await plan_push(database, ANA, BORIS)
    due = await add_push(database, slot="2")
    await add_push(database, due_at=SOON, slot="3")
    await claim(database, 1)
    async with database.open_store() as store:
        assert await store.newsroom_stop.get() is None
        assert await store.newsroom_stop.held(NOW) == []
        assert await store.newsroom_stop.begin("Елена", NOW)
        assert not await store.newsroom_stop.begin("Филип", SOON)
        assert await store.newsroom_stop.get() == Stop(NOW, "Елена")
        assert await store.newsroom_stop.held(NOW) == [_held(planned, 2), _held(due, None)]
        assert await store.pushes.due(NOW) == []
    assert await claim(database) == []


async def test_a_stop_lets_corrections_through(database: Database) -> None:
    push_id = await plan_push(database, ANA)
    (delivery,) = await claim(database)
    await intend(database, delivery)
    await settle(database, sent(delivery))
    await add_push(database, slot="edit", choices=Choices(action=Action.EDIT, target=push_id))
    async with database.open_store() as store:
        await store.newsroom_stop.begin("Елена", NOW)
        (edit,) = await store.pushes.due(NOW)
    await plan(database, edit.id)
    assert [one.action for one in await claim(database)] == [Action.EDIT]


async def test_what_was_held_goes_on_as_far_as_it_was(database: Database) -> None:
    planned, due = await plan_push(database, ANA), await add_push(database, slot="2")
    async with database.open_store() as store:
        await store.newsroom_stop.begin("Елена", NOW)
        assert await store.newsroom_stop.end() == Stop(NOW, "Елена")
        assert await store.newsroom_stop.end() is None
        await store.newsroom_stop.hold([planned, due])
        assert await store.newsroom_stop.held(NOW) == [_held(planned, 1), _held(due, None)]
        for one in (planned, due):
            assert await store.pushes.resume(one)
    assert [await state(database, one) for one in (planned, due)] == [PushState.SENDING, PushState.SCHEDULED]


async def test_what_went_stale_is_told_with_how_many_did_not_get_it(database: Database) -> None:
    planned = await plan_push(database, ANA, BORIS)
    async with database.open_store() as store:
        await store.newsroom_stop.begin("Елена", NOW)
    tomorrow = NOW + timedelta(days=1)
    await (await ledger_of(database)).expire(tomorrow)
    async with database.open_store() as store:
        stale = await store.newsroom_stop.expired(NOW, tomorrow)
        assert [(one.push_id, one.left) for one in stale] == [(planned, 2)]
        assert await store.newsroom_stop.expired(tomorrow, tomorrow) == []


async def test_what_is_paused_until_it_expires_is_over(database: Database) -> None:
    await join(database, ANA)
    push_id = await plan_push(database)
    async with database.open_store() as store:
        await store.pushes.pause(push_id, NOW)
    ledger, tomorrow = await ledger_of(database), NOW + timedelta(days=1)
    assert await ledger.finish(NOW) == []
    await ledger.expire(tomorrow)
    assert await ledger.finish(tomorrow) == [push_id]


def _held(push_id: PushId, left: int | None) -> Held:
    expires_at = NOW + timedelta(hours=12)
    return Held(push_id=push_id, headline="Буџетот помина", left=left, expires_at=expires_at)
