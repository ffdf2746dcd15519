"""Pushes in an editor's hands: paused, resumed, cancelled, and what nobody knows the fate of settled."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.domain.deliveries import DeliveryState, Reason, Tally, Verdict
from bot.domain.ids import PushId
from bot.domain.pushes import PushState
from storage.database import Database
from tests.storage.samples import (
    ANA,
    BORIS,
    CVETA,
    GROUP,
    LATER,
    NOW,
    add_push,
    claim,
    counts,
    intend,
    later,
    ledger_of,
    plan_push,
    recover,
    refused,
    risks,
    rows,
    sending,
    sent,
    settle,
    unknown,
)

S = DeliveryState
NEXT_DAY = NOW + timedelta(days=1)


async def pause(database: Database, push_id: PushId) -> bool:
    """An editor says stop."""
    async with database.open_store() as store:
        return await store.pushes.pause(push_id, NOW)


async def resume(database: Database, push_id: PushId) -> bool:
    """An editor says go on."""
    async with database.open_store() as store:
        return await store.pushes.resume(push_id)


async def cancel(database: Database, push_id: PushId) -> bool:
    """An editor says never mind."""
    async with database.open_store() as store:
        return await store.pushes.cancel(push_id, NOW)


async def verdict(database: Database, push_id: PushId, says: Verdict, *, now: datetime = NOW) -> int:
    """An editor decides about what nobody knows the fate of."""
    async with database.open_store() as store:
        return await store.pushes.settle_unknown(push_id, says, now)


async def with_unknown(database: Database) -> list[PushId]:
    """The pushes an editor should look at."""
    async with database.open_store() as store:
        return [push.id for push in await store.pushes.with_unknown()]


async def progress(database: Database, push_id: PushId) -> Tally | None:
    """How a push stands."""
    async with database.open_store() as store:
        return await store.pushes.progress(push_id)


async def state_of(database: Database, push_id: PushId) -> tuple[PushState, str | None]:
    """Where a push stands and why."""
    async with database.open_store() as store:
        push = await store.pushes.get(push_id)
    assert push
    return push.state, push.stopped_for


async def one_unknown(database: Database) -> PushId:
    """A push whose only delivery may or may not have arrived."""
    (delivery,) = await sending(database, GROUP)
    await settle(database, unknown(delivery))
    return delivery.push_id


async def test_a_paused_push_starts_nothing_more(database: Database) -> None:
    push_id = await plan_push(database, ANA, BORIS)
    await claim(database, 1)
    assert await pause(database, push_id)
    assert await counts(database) == {S.PENDING: 2}
    assert await claim(database) == []


async def test_what_is_under_way_of_a_paused_push_ends(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await pause(database, delivery.push_id)
    await settle(database, sent(delivery))
    assert await counts(database) == {S.SENT: 1}


async def test_a_paused_push_is_not_finished(database: Database) -> None:
    push_id = await plan_push(database)
    await pause(database, push_id)
    assert await (await ledger_of(database)).finish(NOW) == []


async def test_a_resumed_push_goes_on(database: Database) -> None:
    push_id = await plan_push(database, ANA)
    await pause(database, push_id)
    assert await resume(database, push_id)
    assert [one.chat_id for one in await claim(database)] == [ANA]


async def test_only_what_is_sent_can_be_paused_and_only_what_is_paused_resumed(database: Database) -> None:
    push_id = await add_push(database)
    assert not await pause(database, push_id)
    assert not await resume(database, push_id)
    assert await state_of(database, push_id) == (PushState.SCHEDULED, None)


async def test_a_push_that_stopped_by_itself_says_why_until_it_goes_on(database: Database) -> None:
    push_id = await plan_push(database, ANA)
    assert await (await ledger_of(database)).pause(push_id, "can't parse", NOW)
    assert await state_of(database, push_id) == (PushState.PAUSED, "can't parse")
    await resume(database, push_id)
    assert await state_of(database, push_id) == (PushState.SENDING, None)


async def test_what_waits_of_a_paused_push_goes_stale_too(database: Database) -> None:
    await pause(database, await plan_push(database, ANA))
    assert await (await ledger_of(database)).expire(NEXT_DAY) == 1


async def test_a_cancelled_push_ends_what_waits_and_what_is_claimed(database: Database) -> None:
    push_id = await plan_push(database, ANA, BORIS)
    await claim(database, 1)
    assert await cancel(database, push_id)
    assert await counts(database) == {S.CANCELLED: 2}
    assert await state_of(database, push_id) == (PushState.CANCELLED, None)
    assert await rows(database, "SELECT count(*) FROM pushes WHERE ended_at IS NOT NULL") == [(1,)]


async def test_what_is_under_way_of_a_cancelled_push_still_counts(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await cancel(database, delivery.push_id)
    await settle(database, sent(delivery))
    assert await counts(database) == {S.SENT: 1}


async def test_what_was_under_way_of_a_cancelled_push_is_not_tried_again(database: Database) -> None:
    first, _ = await sending(database, ANA, BORIS)
    await cancel(database, first.push_id)
    await settle(database, later(first))
    await recover(database)
    assert await counts(database) == {S.CANCELLED: 2}
    assert await progress(database, first.push_id) == Tally(2, {(S.CANCELLED, None): 2})


async def test_a_paused_push_can_be_cancelled_but_what_is_over_cannot(database: Database) -> None:
    push_id = await plan_push(database, ANA)
    await pause(database, push_id)
    assert await cancel(database, push_id)
    assert not await cancel(database, push_id)


async def test_unknown_ones_are_sent_again_at_risk_and_the_push_goes_on(database: Database) -> None:
    push_id = await one_unknown(database)
    await (await ledger_of(database)).finish(NOW)
    assert await verdict(database, push_id, Verdict.RESEND) == 1
    assert [one.chat_id for one in await claim(database)] == [GROUP]
    assert await risks(database) == [1]


async def test_what_is_sent_again_late_gets_time_to_be_made(database: Database) -> None:
    push_id = await one_unknown(database)
    await (await ledger_of(database)).finish(NOW)
    await verdict(database, push_id, Verdict.RESEND, now=NEXT_DAY)
    assert await (await ledger_of(database)).expire(NEXT_DAY) == 0
    assert len(await claim(database, now=NEXT_DAY)) == 1


async def test_an_editor_may_send_again_what_was_under_way_of_a_cancelled_push(database: Database) -> None:
    (delivery,) = await sending(database, GROUP)
    await cancel(database, delivery.push_id)
    await settle(database, unknown(delivery))
    await verdict(database, delivery.push_id, Verdict.RESEND)
    assert [one.chat_id for one in await claim(database)] == [GROUP]


async def test_unknown_ones_that_arrived_are_sent(database: Database) -> None:
    push_id = await one_unknown(database)
    assert await verdict(database, push_id, Verdict.ARRIVED) == 1
    assert await counts(database) == {S.SENT: 1}
    assert await with_unknown(database) == []


async def test_unknown_ones_left_so_are_not_shown_again(database: Database) -> None:
    push_id = await one_unknown(database)
    assert await with_unknown(database) == [push_id]
    assert await verdict(database, push_id, Verdict.LEAVE) == 1
    assert await counts(database) == {S.UNKNOWN: 1}
    assert await with_unknown(database) == []


async def test_of_two_editors_who_leave_them_so_the_second_is_told(database: Database) -> None:
    push_id = await one_unknown(database)
    verdicts = [verdict(database, push_id, Verdict.LEAVE) for _ in range(2)]
    assert sorted(await asyncio.gather(*verdicts)) == [0, 1]


async def test_one_that_arrived_after_all_makes_no_later_one_unseen(database: Database) -> None:
    first, second = await sending(database, ANA, BORIS)
    ledger = await ledger_of(database)
    await settle(database, unknown(first))
    await verdict(database, first.push_id, Verdict.LEAVE)
    await ledger.report_late([sent(first)], NOW)
    await settle(database, unknown(second))
    assert await with_unknown(database) == [first.push_id]


@pytest.mark.parametrize("says", Verdict)
async def test_where_nothing_is_unknown_no_verdict_changes_anything(
    database: Database, says: Verdict
) -> None:
    push_id = await plan_push(database, ANA)
    assert await verdict(database, push_id, says) == 0
    assert await counts(database) == {S.PENDING: 1}


async def test_one_that_was_left_and_sent_again_and_lost_again_is_shown_again(database: Database) -> None:
    push_id = await one_unknown(database)
    await verdict(database, push_id, Verdict.LEAVE)
    await verdict(database, push_id, Verdict.RESEND)
    again = await claim(database)
    await intend(database, *again)
    await settle(database, *[unknown(one) for one in again])
    assert await with_unknown(database) == [push_id]


async def test_the_progress_is_what_was_planned_and_how_it_ended(database: Database) -> None:
    first, second, _ = await sending(database, ANA, BORIS, CVETA)
    await settle(database, sent(first), refused(second))
    tally = await progress(database, first.push_id)
    assert tally == Tally(3, {(S.SENT, None): 1, (S.FAILED, Reason.BLOCKED): 1})
    assert (tally.lost, tally.open) == (1, 1)


async def test_a_push_that_nobody_knows_has_no_progress(database: Database) -> None:
    assert await progress(database, PushId(7)) is None


async def test_an_answer_that_came_after_all_leaves_nothing_to_settle(database: Database) -> None:
    (delivery,) = await sending(database, GROUP)
    await recover(database)
    await settle(database, sent(delivery), now=LATER)
    assert await with_unknown(database) == []
