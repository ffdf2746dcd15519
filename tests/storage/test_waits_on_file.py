"""What waits for its time goes back with a clock that is put back, in every table."""

from datetime import datetime, timedelta

import pytest

from bot.delivery_ports import Beat
from bot.domain.pushes import PushState
from storage.database import Database
from tests.storage.samples import (
    ANA,
    BORIS,
    GROUP,
    LATER,
    NOW,
    add_push,
    claim,
    enrol,
    later,
    lead,
    ledger_of,
    plan_push,
    rows,
    sending,
    sent,
    settle,
)

STEPS = [timedelta(hours=1), timedelta(days=1)]
TEN_MINUTES = LATER - NOW


async def put_back(database: Database, by: timedelta) -> datetime:
    """The clock goes back; the new time."""
    async with database.open_store() as store:
        await store.waits.put_back(by, NOW - by)
    return NOW - by


async def test_the_latest_time_is_kept(database: Database) -> None:
    async with database.open_store() as store:
        assert await store.waits.latest() is None
        await store.waits.keep(NOW)
        await store.waits.keep(LATER)
        assert await store.waits.latest() == LATER


@pytest.mark.parametrize("by", STEPS)
async def test_a_delivery_waits_no_longer_and_no_shorter(database: Database, by: timedelta) -> None:
    (delivery,) = await sending(database, ANA)
    await settle(database, later(delivery))
    now = await put_back(database, by)
    assert await claim(database, now=now + TEN_MINUTES - timedelta(seconds=1)) == []
    assert len(await claim(database, now=now + TEN_MINUTES)) == 1


@pytest.mark.parametrize("by", STEPS)
async def test_what_never_had_to_wait_can_still_go_at_once(database: Database, by: timedelta) -> None:
    await plan_push(database, ANA, BORIS)
    assert len(await claim(database, now=await put_back(database, by))) == 2


@pytest.mark.parametrize("by", STEPS)
async def test_a_parked_chat_rests_as_long_as_it_was_told_to(database: Database, by: timedelta) -> None:
    ledger = await ledger_of(database)
    await ledger.beat(Beat(parked={ANA: LATER}), NOW)
    now = await put_back(database, by)
    assert await ledger.parked(now) == {ANA: now + TEN_MINUTES}


@pytest.mark.parametrize("by", STEPS)
async def test_a_feed_is_asked_when_it_would_have_been(database: Database, by: timedelta) -> None:
    await enrol(database)
    now = await put_back(database, by)
    async with database.open_store() as store:
        assert len(await store.feeds.due(now, 10)) == 1


@pytest.mark.parametrize("by", STEPS)
async def test_a_push_that_was_due_is_due(database: Database, by: timedelta) -> None:
    push_id = await add_push(database, due_at=NOW - timedelta(seconds=1))
    now = await put_back(database, by)
    async with database.open_store() as store:
        assert [push.id for push in await store.pushes.due(now)] == [push_id]


async def test_the_hour_that_an_editor_chose_stays(database: Database) -> None:
    push_id = await add_push(database, due_at=LATER)
    await put_back(database, timedelta(hours=1))
    async with database.open_store() as store:
        push = await store.pushes.get(push_id)
    assert push
    assert (push.state, push.due_at) == (PushState.SCHEDULED, LATER)


@pytest.mark.parametrize("by", STEPS)
async def test_what_a_group_got_before_the_step_counts_as_just_now(database: Database, by: timedelta) -> None:
    (delivery,) = await sending(database, GROUP)
    await settle(database, sent(delivery))
    after, now = await lead(database), NOW - by
    assert await after.group_sends(now) == [(GROUP, now)]


async def test_nothing_that_waits_is_nothing_to_move(database: Database) -> None:
    await put_back(database, timedelta(hours=1))
    assert await rows(database, "SELECT count(*) FROM feeds") == [(0,)]
