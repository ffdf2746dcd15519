"""Outcomes recorded: each leaves the delivery, the subscriber and the log as the machine says."""

from datetime import timedelta
from random import Random

import pytest

from bot.delivery_ports import Beat
from bot.domain.deliveries import DeliveryState, Reason, Verdict, not_left, put_off
from bot.domain.ids import ChatId, PushId
from bot.domain.pushes import Policy
from bot.domain.subscribers import Standing
from storage.database import Database
from tests.storage.samples import (
    ANA,
    BORIS,
    GROUP,
    LATER,
    NOW,
    Choices,
    claim,
    counts,
    intend,
    join,
    later,
    lead,
    ledger_of,
    moves_by_day,
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

SENT, PENDING, FAILED = DeliveryState.SENT, DeliveryState.PENDING, DeliveryState.FAILED
NEW_GROUP = ChatId(-1002)
OUTCOMES = (sent, refused, unknown, later, lambda one: refused(one, Reason.REJECTED))


async def standing(database: Database, chat_id: ChatId) -> Standing | None:
    """How a chat stands."""
    async with database.open_store() as store:
        subscriber = await store.subscribers.by_chat(chat_id)
    return subscriber.standing if subscriber else None


async def test_a_sent_delivery_is_over(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await settle(database, sent(delivery))
    assert await counts(database) == {SENT: 1}
    assert await claim(database, now=LATER) == []


async def test_nothing_to_settle_changes_nothing(database: Database) -> None:
    await sending(database, ANA)
    await settle(database)
    assert await counts(database) == {DeliveryState.SENDING: 1}


async def test_a_batch_is_recorded_one_by_one(database: Database) -> None:
    first, second = await sending(database, ANA, BORIS)
    await settle(database, sent(first), refused(second))
    assert await counts(database) == {SENT: 1, FAILED: 1}


async def test_a_parked_delivery_waits_for_its_time(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await settle(database, later(delivery))
    assert await claim(database, now=LATER - timedelta(seconds=1)) == []
    (again,) = await claim(database, now=LATER)
    assert again.attempts == 1
    assert await risks(database) == [0]


async def test_a_risk_is_recorded_with_the_retry(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await settle(database, later(delivery, at_risk=True))
    assert await risks(database) == [1]


async def test_a_lost_chat_is_a_blocked_subscriber_and_is_logged(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await settle(database, refused(delivery))
    assert await standing(database, ANA) is Standing.BLOCKED
    assert await moves_by_day(database) == [(NOW.date(), 1, 0, 1)]


async def test_a_message_refused_for_itself_costs_no_subscriber(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await settle(database, refused(delivery, Reason.REJECTED))
    assert await standing(database, ANA) is Standing.ACTIVE


async def test_who_left_by_themselves_is_not_called_blocked(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    async with database.open_store() as store:
        await store.subscribers.set_standing(ANA, Standing.LEFT, NOW)
    await settle(database, refused(delivery))
    assert await standing(database, ANA) is Standing.LEFT


async def test_a_long_explanation_is_cut(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await settle(database, refused(delivery, detail="x\x00\ud800" * 5000))
    assert await rows(database, "SELECT detail FROM deliveries") == [("x" * 200,)]


async def test_a_moved_group_gets_its_message_under_the_new_id(database: Database) -> None:
    (delivery,) = await sending(database, GROUP)
    await settle(database, later(delivery, new_chat_id=NEW_GROUP))
    (again,) = await claim(database, now=LATER)
    assert again.chat_id == NEW_GROUP


async def test_a_moved_group_that_subscribed_anew_gets_nothing_under_the_old_id(database: Database) -> None:
    (delivery,) = await sending(database, GROUP)
    await join(database, NEW_GROUP)
    await settle(database, later(delivery, new_chat_id=NEW_GROUP))
    assert await claim(database, now=LATER) == []
    assert await standing(database, GROUP) is Standing.LEFT
    assert await standing(database, NEW_GROUP) is Standing.ACTIVE


async def test_a_chat_that_moves_to_where_it_is_stays(database: Database) -> None:
    (delivery,) = await sending(database, GROUP)
    await settle(database, later(delivery, new_chat_id=GROUP))
    assert await standing(database, GROUP) is Standing.ACTIVE


async def test_a_process_that_lost_a_delivery_cannot_settle_it(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await lead(database)
    await settle(database, refused(delivery, Reason.REJECTED))
    assert await counts(database) == {DeliveryState.SENDING: 1}


async def test_only_what_is_in_hand_is_settled(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await settle(database, refused(delivery, Reason.REJECTED))
    await settle(database, sent(delivery))
    assert await counts(database) == {FAILED: 1}


async def test_what_is_under_way_cannot_be_put_off(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await settle(database, put_off(delivery, LATER))
    assert await counts(database) == {DeliveryState.SENDING: 1}


async def test_what_is_claimed_can_be_put_off(database: Database) -> None:
    await plan_push(database, ANA)
    await settle(database, *[put_off(one, LATER) for one in await claim(database)])
    assert await counts(database) == {PENDING: 1}


async def test_an_outcome_that_is_told_twice_settles_nothing_of_the_next_attempt(database: Database) -> None:
    """A database that went away in a commit may have kept it; then it is told the same once more."""
    (delivery,) = await sending(database, ANA)
    outcome = later(delivery, at_risk=True)
    await settle(database, outcome)
    await claim(database, now=LATER)
    await settle(database, outcome, now=LATER)
    assert await counts(database) == {DeliveryState.CLAIMED: 1}
    assert await risks(database) == [1]


@pytest.mark.parametrize("recorded", [False, True])
async def test_what_did_not_leave_waits_again_whether_its_intent_was_recorded_or_not(
    database: Database, recorded: bool
) -> None:
    await plan_push(database, ANA)
    claimed = await claim(database)
    await intend(database, *claimed[: int(recorded)])
    await settle(database, *[not_left(one, NOW) for one in claimed])
    assert await counts(database) == {PENDING: 1}


async def test_a_late_answer_makes_unknown_sent(database: Database) -> None:
    (delivery,) = await sending(database, GROUP)
    await recover(database)
    await settle(database, sent(delivery))
    assert await counts(database) == {SENT: 1}


async def test_a_late_failure_leaves_unknown_to_the_editor(database: Database) -> None:
    (delivery,) = await sending(database, GROUP)
    await recover(database)
    await settle(database, refused(delivery, Reason.REJECTED))
    assert await counts(database) == {DeliveryState.UNKNOWN: 1}


async def test_an_answer_that_comes_after_the_lease_was_lost_makes_unknown_sent(database: Database) -> None:
    (delivery,) = await sending(database, GROUP)
    before = await ledger_of(database)
    await recover(database)
    await before.report_late([sent(delivery)], NOW)
    assert await rows(database, "SELECT state, message_id FROM deliveries") == [(SENT, 77)]


async def test_a_late_report_changes_nothing_else(database: Database) -> None:
    ana, _ = await sending(database, ANA, GROUP)
    before = await ledger_of(database)
    await recover(database)
    await before.report_late([sent(ana)], NOW)
    await before.report_late([], NOW)
    assert await counts(database) == {PENDING: 1, DeliveryState.UNKNOWN: 1}


async def test_a_late_failure_is_not_reported(database: Database) -> None:
    (delivery,) = await sending(database, GROUP)
    before = await ledger_of(database)
    await recover(database)
    await before.report_late([refused(delivery)], NOW)
    assert await counts(database) == {DeliveryState.UNKNOWN: 1}
    assert await standing(database, GROUP) is Standing.ACTIVE


async def test_a_parked_chat_is_kept_until_its_time_and_the_last_word_counts(database: Database) -> None:
    ledger = await ledger_of(database)
    await ledger.beat(Beat(parked={ANA: LATER, GROUP: NOW + timedelta(seconds=3)}), NOW)
    await ledger.beat(Beat(parked={GROUP: LATER}), NOW)
    assert await (await lead(database)).parked(NOW) == {ANA: LATER, GROUP: LATER}
    assert await (await ledger_of(database)).parked(LATER) == {}


async def test_what_went_to_groups_in_the_last_minute_is_remembered(database: Database) -> None:
    _, delivery = await sending(database, ANA, GROUP)
    await settle(database, sent(delivery), now=NOW + timedelta(seconds=1))
    after = await lead(database)
    assert await after.group_sends(NOW + timedelta(seconds=2)) == [(GROUP, NOW + timedelta(seconds=1))]
    assert await after.group_sends(NOW + timedelta(seconds=61)) == [(GROUP, NOW + timedelta(seconds=1))]
    assert await after.group_sends(NOW + timedelta(seconds=62)) == []


async def test_a_push_that_is_over_still_counts_for_its_last_minute(database: Database) -> None:
    (delivery,) = await sending(database, GROUP)
    await settle(database, sent(delivery))
    ledger = await ledger_of(database)
    assert await ledger.finish(NOW) == [delivery.push_id]
    assert await ledger.group_sends(NOW + timedelta(seconds=5)) == [(GROUP, NOW)]


async def test_what_only_waits_was_not_sent_to_a_group(database: Database) -> None:
    (delivery,) = await sending(database, GROUP)
    await recover(database)
    ledger = await ledger_of(database)
    assert await ledger.group_sends(NOW) == [(GROUP, NOW)]
    assert await ledger.group_sends(LATER) == []
    assert delivery.chat_id == GROUP


@pytest.mark.parametrize("seed", range(3))
async def test_the_tallies_equal_a_recount_whatever_happens(database: Database, seed: int) -> None:
    await storm(database, Random(seed))
    counted = await rows(
        database,
        "SELECT push_id, state, coalesce(reason, 0), count(*) FROM deliveries WHERE state >= 3"
        " GROUP BY push_id, state, coalesce(reason, 0) ORDER BY 1, 2, 3",
    )
    kept = "SELECT push_id, state, reason, count FROM push_tallies WHERE count <> 0 ORDER BY 1, 2, 3"
    assert await rows(database, kept) == counted != []


async def storm(database: Database, dice: Random) -> None:
    """Pushes to readers and groups with every outcome, crashes, editors and the clock, in any order."""
    chats = [ChatId(500 + number) for number in range(8)] + [ChatId(-number) for number in range(1, 5)]
    for slot in ("1", "2"):
        await plan_push(database, *chats, slot=slot, choices=Choices(policy=dice.choice([None, *Policy])))
    for step in range(25):
        now = NOW + timedelta(minutes=11 * step)
        claimed = await claim(database, dice.randrange(6), now=now)
        await intend(database, *claimed[1:], now=now)
        await settle(database, *[dice.choice(OUTCOMES)(one) for one in claimed[2:]], now=now)
        push_id = PushId(dice.choice([1, 2]))
        match dice.randrange(6):
            case 0:
                await recover(database, now=now)
                await settle(database, *[sent(one) for one in claimed[1:2]], now=now)
            case 1:
                async with database.open_store() as store:
                    await store.pushes.settle_unknown(push_id, dice.choice(list(Verdict)), now)
            case 2 if step > 18:
                async with database.open_store() as store:
                    await store.pushes.cancel(push_id, now)
    await (await ledger_of(database)).expire(NOW + timedelta(days=dice.randrange(2)))
