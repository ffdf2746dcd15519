"""Deliveries on their way out: claimed in batches, intended before any request, taken back after a crash."""

from datetime import timedelta

import pytest

from bot.delivery_ports import Beat, Beaten
from bot.domain.deliveries import DeliveryState, Tally
from bot.domain.follows import Follow, edition_subject
from bot.domain.pushes import Action, Card, Lane, Policy
from bot.domain.subscribers import ChatKind, Standing
from bot.errors import LeaseLost
from storage.database import Database
from tests.storage.samples import (
    ANA,
    BORIS,
    CARD,
    CVETA,
    EN,
    GROUP,
    LATER,
    MK,
    NOW,
    PAPERS,
    SQ,
    Choices,
    add_push,
    claim,
    counts,
    intend,
    join,
    later,
    lead,
    ledger_of,
    message,
    plan,
    plan_push,
    recover,
    risks,
    sending,
    sent,
    settle,
)

PENDING, CLAIMED, SENDING = DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING
CANCELLED, UNKNOWN = DeliveryState.CANCELLED, DeliveryState.UNKNOWN
NEXT_DAY = NOW + timedelta(days=1)


async def test_a_claim_hands_out_all_it_takes_to_deliver(database: Database) -> None:
    push_id = await plan_push(database, ANA)
    (delivery,) = await claim(database)
    assert (delivery.push_id, delivery.chat_id, delivery.chat_kind) == (push_id, ANA, ChatKind.PRIVATE)
    assert (delivery.card, delivery.attempts, delivery.message_id) == (CARD, 0, None)
    assert (delivery.action, delivery.lane, delivery.policy) == (Action.SEND, Lane.INSTANT, None)
    assert await risks(database) == [0]


async def test_every_reader_gets_the_card_of_their_edition(database: Database) -> None:
    english = Card(html="<b>Budget</b>")
    await join(database, BORIS, edition=EN)
    await plan_push(database, ANA, mk=CARD, en=english)
    cards = {delivery.chat_id: delivery.card for delivery in await claim(database)}
    assert cards == {ANA: CARD, BORIS: english}


async def test_nothing_is_claimed_twice(database: Database) -> None:
    await plan_push(database, ANA, BORIS, CVETA)
    assert len(await claim(database, 2)) == 2
    assert len(await claim(database, 2)) == 1
    assert await claim(database, 2) == []
    assert await counts(database) == {CLAIMED: 3}


async def test_the_oldest_push_goes_first(database: Database) -> None:
    new = await plan_push(database, ANA, slot="1", due_at=NOW)
    old = await plan_push(database, BORIS, slot="2", due_at=NOW - timedelta(hours=1))
    assert [delivery.push_id for delivery in await claim(database)] == [old, old, new]


async def test_who_left_since_the_planning_is_dropped_at_the_claim(database: Database) -> None:
    await plan_push(database, ANA, BORIS)
    async with database.open_store() as store:
        await store.subscribers.set_standing(BORIS, Standing.LEFT, NOW)
    assert [delivery.chat_id for delivery in await claim(database, 1)] == [ANA]
    assert await counts(database) == {CANCELLED: 1, CLAIMED: 1}


@pytest.mark.parametrize("standing", [Standing.LEFT, Standing.PAUSED, Standing.BLOCKED])
async def test_who_leaves_gets_nothing_that_was_claimed_for_them_either(
    database: Database, standing: Standing
) -> None:
    push_id = await plan_push(database, ANA, BORIS)
    claimed = await claim(database)
    async with database.open_store() as store:
        await store.subscribers.set_standing(BORIS, standing, NOW)
        tally = await store.pushes.progress(push_id)
    assert await intend(database, *claimed) == 1
    assert await counts(database) == {CANCELLED: 1, SENDING: 1}
    assert tally == Tally(2, {(CANCELLED, None): 1})


async def test_who_leaves_still_gets_corrections_of_what_they_have(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await settle(database, sent(delivery))
    await plan_push(database, slot="2", choices=Choices(action=Action.EDIT, target=delivery.push_id))
    claimed = await claim(database)
    async with database.open_store() as store:
        await store.subscribers.set_standing(ANA, Standing.LEFT, NOW)
    assert await intend(database, *claimed) == 1


async def test_what_is_under_way_to_who_leaves_still_counts(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    async with database.open_store() as store:
        await store.subscribers.set_standing(ANA, Standing.LEFT, NOW)
    await settle(database, sent(delivery))
    assert await counts(database) == {DeliveryState.SENT: 1}


async def test_who_changed_to_an_edition_without_a_card_is_dropped_at_the_claim(database: Database) -> None:
    await plan_push(database, ANA)
    async with database.open_store() as store:
        await store.subscribers.set_edition(ANA, SQ)
        ana = await store.subscribers.by_chat(ANA)
        assert ana
        await store.follows.put(ana.id, Follow(subject=edition_subject(MK)))
    assert await claim(database) == []
    assert await counts(database) == {CANCELLED: 1}


async def test_what_has_gone_stale_is_not_claimed_but_expires(database: Database) -> None:
    await plan_push(database, ANA, BORIS)
    assert await claim(database, now=NEXT_DAY) == []
    ledger = await ledger_of(database)
    assert await ledger.expire(NOW) == 0
    assert await ledger.expire(NEXT_DAY) == 2
    assert await counts(database) == {DeliveryState.EXPIRED: 2}


async def test_an_intent_counts_as_an_attempt(database: Database) -> None:
    await plan_push(database, ANA)
    deliveries = await claim(database)
    assert await intend(database, *deliveries) == 1
    assert await counts(database) == {SENDING: 1}
    await recover(database)
    (again,) = await claim(database)
    assert again.attempts == 1


async def test_only_what_is_ours_can_be_intended(database: Database) -> None:
    await plan_push(database, ANA)
    deliveries = await claim(database)
    await lead(database)
    assert await intend(database, *deliveries) == 0
    assert await counts(database) == {CLAIMED: 1}


async def test_an_intent_is_recorded_once(database: Database) -> None:
    deliveries = await sending(database, ANA)
    assert await intend(database, *deliveries) == 0


async def test_what_was_claimed_and_not_started_can_be_given_back(database: Database) -> None:
    await plan_push(database, ANA, BORIS, CVETA)
    await claim(database, 1)
    await lead(database)
    await intend(database, *await claim(database, 1))
    await claim(database, 1)
    assert await (await ledger_of(database)).release(NOW) == 1
    assert await counts(database) == {SENDING: 1, PENDING: 1, CLAIMED: 1}


async def test_after_a_crash_a_claim_is_pending_again(database: Database) -> None:
    await plan_push(database, ANA)
    await claim(database)
    assert await recover(database) == {PENDING: 1}
    assert await risks(database) == [0]


async def test_after_a_crash_a_private_chat_may_get_it_twice_and_that_is_recorded(
    database: Database,
) -> None:
    await sending(database, ANA)
    assert await recover(database) == {PENDING: 1}
    assert await risks(database) == [1]


async def test_after_a_crash_a_group_is_left_as_unknown(database: Database) -> None:
    await sending(database, GROUP)
    assert await recover(database) == {UNKNOWN: 1}
    assert await claim(database) == []


async def test_after_a_clean_stop_there_is_nothing_to_take_back(database: Database) -> None:
    await plan_push(database, ANA)
    assert await recover(database) == {}


async def test_one_beat_settles_intends_and_claims(database: Database) -> None:
    await plan_push(database, ANA, BORIS, CVETA)
    first, second = await claim(database, 2)
    await intend(database, first)
    beat = Beat(settlements=[sent(first)], intend=[second], claim=5)
    beaten = await (await ledger_of(database)).beat(beat, NOW)
    assert beaten.intended == {(second.push_id, second.subscriber_id)}
    assert [one.chat_id for one in beaten.claimed] == [ANA]
    assert await counts(database) == {DeliveryState.SENT: 1, SENDING: 1, CLAIMED: 1}


async def test_an_empty_beat_brings_nothing(database: Database) -> None:
    await plan_push(database, ANA)
    assert await (await ledger_of(database)).beat(Beat(), NOW) == Beaten(intended=frozenset(), claimed=[])


async def test_what_was_tried_before_goes_first(database: Database) -> None:
    first, _, _ = await sending(database, ANA, BORIS, CVETA)
    await recover(database)
    (tried,) = [one for one in await claim(database) if one.chat_id == ANA]
    await intend(database, tried)
    await settle(database, later(tried))
    await (await ledger_of(database)).release(NOW)
    claimed = await claim(database, 2, now=LATER)
    assert claimed[0].chat_id == first.chat_id


@pytest.mark.parametrize("hour", [0, 1])
async def test_breaking_news_goes_before_the_rest_and_a_digest_last(database: Database, hour: int) -> None:
    due_at = NOW - timedelta(hours=hour)
    digest = await plan_push(database, ANA, slot="1", due_at=due_at, choices=Choices(lane=Lane.DIGEST))
    instant = await plan_push(database, slot="2")
    breaking = await plan_push(database, slot="3", choices=Choices(lane=Lane.BREAKING))
    assert [one.push_id for one in await claim(database)] == [breaking, instant, digest]


async def test_a_breaking_push_overtakes_one_that_is_under_way(database: Database) -> None:
    await plan_push(database, ANA, BORIS, CVETA)
    await claim(database, 1)
    breaking = await plan_push(database, slot="2", choices=Choices(lane=Lane.BREAKING))
    assert [one.push_id for one in await claim(database, 3)] == [breaking] * 3


@pytest.mark.parametrize(
    ("policy", "chat", "becomes"),
    [
        (Policy.RESEND, GROUP, PENDING),
        (Policy.HOLD, ANA, UNKNOWN),
    ],
)
async def test_after_a_crash_the_policy_of_the_push_decides(
    database: Database, policy: Policy, chat: int, becomes: DeliveryState
) -> None:
    await sending(database, ANA if chat == ANA else GROUP, choices=Choices(policy=policy))
    assert await recover(database) == {becomes: 1}
    assert await risks(database) == [1 if becomes is PENDING else 0]


async def test_a_claim_carries_the_policy_of_its_push(database: Database) -> None:
    await plan_push(database, ANA, choices=Choices(policy=Policy.HOLD))
    assert [one.policy for one in await claim(database)] == [Policy.HOLD]


@pytest.mark.parametrize("action", [Action.EDIT, Action.DELETE])
async def test_after_a_crash_an_edit_goes_again_without_risk(database: Database, action: Action) -> None:
    (delivery,) = await sending(database, GROUP)
    await settle(database, sent(delivery))
    await plan_push(database, slot="2", choices=Choices(action=action, target=delivery.push_id))
    (edit,) = await claim(database)
    await intend(database, edit)
    assert await recover(database) == {PENDING: 1}
    assert await risks(database) == [0, 0]
    assert await claim(database) == [edit._replace(attempts=1)]


async def test_an_edit_reaches_everybody_who_got_the_target_with_their_message(database: Database) -> None:
    ana, boris, cveta = await sending(database, ANA, BORIS, CVETA)
    await settle(database, sent(ana, 71), sent(boris, 72))
    await recover(database)
    async with database.open_store() as store:
        await store.subscribers.set_standing(ANA, Standing.LEFT, NOW)
        await store.subscribers.set_edition(BORIS, SQ)
        await store.pushes.cancel(cveta.push_id, NOW)
    edit = await plan_push(
        database, slot="2", choices=Choices(action=Action.EDIT, target=ana.push_id), mk=Card(html="Corrected")
    )
    claimed = {one.chat_id: (one.push_id, one.message_id, one.card.html) for one in await claim(database)}
    assert claimed == {ANA: (edit, message(71), "Corrected"), BORIS: (edit, message(72), "Corrected")}


async def test_an_edit_waits_until_nothing_of_its_target_is_in_hand(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    edit = await add_push(database, slot="2", choices=Choices(action=Action.EDIT, target=delivery.push_id))
    assert await plan(database, edit) == 0
    async with database.open_store() as store:
        assert [push.id for push in await store.pushes.due(NOW)] == [edit]
    await settle(database, sent(delivery))
    assert await plan(database, edit) == 1


async def test_who_was_fenced_off_can_change_nothing(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    before = await ledger_of(database)
    await lead(database)
    for call in (
        before.beat(Beat(), NOW),
        before.beat(Beat(settlements=[sent(delivery)]), NOW),
        before.plan(delivery.push_id, NOW, PAPERS),
        before.expire(NEXT_DAY),
        before.release(NOW),
        before.recover(NOW),
        before.finish(NOW),
        before.pause(delivery.push_id, "why", NOW),
        before.learn_picture(delivery.push_id, "photo", None),
        before.parked(NOW),
        before.group_sends(NOW),
    ):
        with pytest.raises(LeaseLost):
            await call
    assert await counts(database) == {SENDING: 1}


async def test_the_first_to_lead_may_work(database: Database) -> None:
    await lead(database)
    second = await lead(database)
    assert await second.finish(NOW) == []
