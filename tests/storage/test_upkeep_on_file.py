"""Standstills, moments and forgetting, the same on both databases."""

from datetime import timedelta

from bot.domain.deliveries import DeliveryState
from bot.domain.ids import PushId
from bot.domain.moments import Moment
from bot.domain.pushes import PushState
from bot.domain.standstills import StandstillId, StandstillState, gap_of, restored
from storage.database import Database
from tests.storage.samples import (
    ANA,
    BORIS,
    CARD,
    EDITOR,
    LATER,
    NOW,
    add_push,
    claim,
    counts,
    plan_push,
    rows,
    sending,
    sent,
    settle,
)

HOUR = timedelta(hours=1)
FIRST = StandstillId(1)


async def state_of(database: Database, push_id: int) -> str:
    """How a push stands."""
    found = await rows(database, "SELECT state FROM pushes WHERE id = :push", push=push_id)
    return str(found[0][0])


async def decide(database: Database, state: StandstillState) -> bool:
    """An editor does."""
    async with database.open_store() as store:
        return await store.standstills.decide(FIRST, state, EDITOR, LATER)


async def test_what_is_under_way_is_held_and_goes_on_when_somebody_says_so(database: Database) -> None:
    await plan_push(database, ANA, BORIS)
    gap = gap_of(NOW - 2 * HOUR, NOW, HOUR)
    assert gap
    async with database.open_store() as store:
        await store.standstills.open(gap)
        (told, *others) = await store.standstills.unshown([ANA, BORIS])
        assert (told[0].pushes, len(others)) == (1, 1)
    assert await claim(database, now=LATER) == []
    assert await decide(database, StandstillState.SENT)
    assert not await decide(database, StandstillState.DROPPED)
    assert len(await claim(database, now=LATER)) == 2


async def test_what_was_never_planned_is_held_and_dropped(database: Database) -> None:
    push_id = await add_push(database, mk=CARD)
    async with database.open_store() as store:
        await store.standstills.open(restored(NOW, LATER))
    assert await state_of(database, push_id) == PushState.PAUSED
    assert await decide(database, StandstillState.DROPPED)
    assert await state_of(database, push_id) == PushState.CANCELLED


async def test_what_falls_due_later_is_not_held(database: Database) -> None:
    push_id = await add_push(database, mk=CARD)
    async with database.open_store() as store:
        await store.standstills.open(restored(None, NOW - HOUR))
        assert await store.standstills.unshown([ANA]) == []
    assert await state_of(database, push_id) == PushState.SCHEDULED


async def test_a_desk_message_is_remembered_and_the_newest_counts(database: Database) -> None:
    await plan_push(database, ANA)
    async with database.open_store() as store:
        await store.standstills.open(restored(NOW, LATER))
        await store.standstills.shown(FIRST, ANA, None)
        assert await store.standstills.messages(FIRST) == []
        assert await store.standstills.unshown([ANA]) == []


async def test_deliveries_are_forgotten_a_few_at_a_time_and_stay_counted(database: Database) -> None:
    first, second = await sending(database, ANA, BORIS)
    await settle(database, sent(first), sent(second))
    await rows(database, "UPDATE pushes SET state = 'done', ended_at = due_at RETURNING id")
    async with database.open_store() as store:
        assert await store.retention.ended(NOW - HOUR) == []
        (push_id,) = await store.retention.ended(LATER)
        taken = [await store.retention.deliveries(push_id, 1, LATER) for _ in range(3)]
        assert (taken, await store.retention.ended(LATER)) == ([1, 1, 0], [])
        tally = await store.pushes.progress(PushId(push_id))
    assert tally
    assert (await counts(database), tally.of(DeliveryState.SENT)) == ({}, 2)


async def test_questions_are_forgotten_by_their_age(database: Database) -> None:
    async with database.open_store() as store:
        await store.questions.note(ANA, "Кога ќе врне?", NOW)
        await store.questions.note(BORIS, "А кога ќе запре?", LATER)
        assert await store.retention.questions(LATER, 10) == 1
        assert [one.text for one in await store.questions.of(BORIS)] == ["А кога ќе запре?"]


async def test_a_moment_is_the_last_one(database: Database) -> None:
    async with database.open_store() as store:
        assert await store.moments.last(Moment.BACKUP) is None
        await store.moments.note(Moment.BACKUP, NOW)
        await store.moments.note(Moment.BACKUP, LATER)
        assert await store.moments.last(Moment.BACKUP) == LATER
        await store.moments.forget(Moment.BACKUP)
        assert await store.moments.last(Moment.BACKUP) is None
