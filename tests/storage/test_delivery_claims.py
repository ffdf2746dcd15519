"""Deliveries on their way out: claimed in batches, intended before any request, taken back after a crash."""

from datetime import timedelta

from bot.domain.deliveries import DeliveryState
from bot.domain.pushes import Card
from bot.domain.subscribers import ChatKind, Standing
from storage.database import Database
from tests.storage.samples import (
    ANA,
    BORIS,
    CARD,
    CVETA,
    EN,
    GROUP,
    NOW,
    SQ,
    US,
    claim,
    counts,
    intend,
    join,
    plan_push,
    recover,
    sending,
)

PENDING, CLAIMED, SENDING = DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING
CANCELLED, UNKNOWN = DeliveryState.CANCELLED, DeliveryState.UNKNOWN
NEXT_DAY = NOW + timedelta(days=1)


async def test_a_claim_hands_out_all_it_takes_to_deliver(database: Database) -> None:
    push_id = await plan_push(database, ANA)
    (delivery,) = await claim(database)
    assert (delivery.push_id, delivery.chat_id, delivery.chat_kind) == (push_id, ANA, ChatKind.PRIVATE)
    assert (delivery.card, delivery.attempts, delivery.risk) == (CARD, 0, 0)


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
        await store.subscribers.set_standing(ANA, Standing.LEFT, NOW)
    assert [delivery.chat_id for delivery in await claim(database, 1)] == [BORIS]
    assert await counts(database) == {CANCELLED: 1, CLAIMED: 1}


async def test_who_changed_to_an_edition_without_a_card_is_dropped_at_the_claim(database: Database) -> None:
    await plan_push(database, ANA)
    async with database.open_store() as store:
        await store.subscribers.set_edition(ANA, SQ)
    assert await claim(database) == []
    assert await counts(database) == {CANCELLED: 1}


async def test_what_has_gone_stale_is_not_claimed_but_expires(database: Database) -> None:
    await plan_push(database, ANA, BORIS)
    assert await claim(database, now=NEXT_DAY) == []
    async with database.open_store() as store:
        assert await store.deliveries.expire(NOW) == 0
        assert await store.deliveries.expire(NEXT_DAY) == 2
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
    deliveries = await claim(database, owner="another process")
    assert await intend(database, *deliveries, owner=US) == 0
    assert await counts(database) == {CLAIMED: 1}


async def test_an_intent_is_recorded_once(database: Database) -> None:
    deliveries = await sending(database, ANA)
    assert await intend(database, *deliveries) == 0


async def test_what_was_claimed_and_not_started_can_be_given_back(database: Database) -> None:
    await plan_push(database, ANA, BORIS, CVETA)
    await intend(database, *await claim(database, 1))
    await claim(database, 1)
    await claim(database, 1, owner="another process")
    async with database.open_store() as store:
        assert await store.deliveries.release(US) == 1
    assert await counts(database) == {SENDING: 1, PENDING: 1, CLAIMED: 1}


async def test_after_a_crash_a_claim_is_pending_again(database: Database) -> None:
    await plan_push(database, ANA)
    await claim(database)
    assert await recover(database) == {PENDING: 1}
    (again,) = await claim(database)
    assert again.risk == 0


async def test_after_a_crash_a_private_chat_may_get_it_twice_and_that_is_recorded(
    database: Database,
) -> None:
    await sending(database, ANA)
    assert await recover(database) == {PENDING: 1}
    (again,) = await claim(database)
    assert again.risk == 1


async def test_after_a_crash_a_group_is_left_as_unknown(database: Database) -> None:
    await sending(database, GROUP)
    assert await recover(database) == {UNKNOWN: 1}
    assert await claim(database) == []


async def test_after_a_clean_stop_there_is_nothing_to_take_back(database: Database) -> None:
    await plan_push(database, ANA)
    assert await recover(database) == {}


async def test_the_counts_of_a_push_are_its_own(database: Database) -> None:
    first = await plan_push(database, ANA, slot="1")
    await plan_push(database, BORIS, slot="2")
    async with database.open_store() as store:
        assert await store.deliveries.counts(first) == {PENDING: 1}
