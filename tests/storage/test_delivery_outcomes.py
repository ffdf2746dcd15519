"""Outcomes recorded: each leaves the delivery, the subscriber and the log as the machine says."""

from datetime import timedelta

from bot.domain.deliveries import Delivery, DeliveryState, Settlement
from bot.domain.ids import ChatId
from bot.domain.subscribers import Standing
from storage.database import Database
from tests.storage.samples import (
    ANA,
    BORIS,
    GROUP,
    LATER,
    NOW,
    US,
    claim,
    counts,
    join,
    message,
    recover,
    sending,
)

SENT, PENDING, FAILED = DeliveryState.SENT, DeliveryState.PENDING, DeliveryState.FAILED
NEW_GROUP = ChatId(-1002)


def sent(delivery: Delivery) -> Settlement:
    """Telegram took it."""
    return Settlement(
        delivery_id=delivery.id, subscriber_id=delivery.subscriber_id, state=SENT, message_id=message(77)
    )


def refused(delivery: Delivery, *, detail: str = "blocked", lost: bool = True) -> Settlement:
    """Telegram will never take it."""
    return Settlement(
        delivery_id=delivery.id,
        subscriber_id=delivery.subscriber_id,
        state=FAILED,
        detail=detail,
        lost_chat=lost,
    )


def later(delivery: Delivery, *, at_risk: bool = False, new_chat_id: ChatId | None = None) -> Settlement:
    """Try again in ten minutes."""
    return Settlement(
        delivery_id=delivery.id,
        subscriber_id=delivery.subscriber_id,
        state=PENDING,
        not_before=LATER,
        at_risk=at_risk,
        new_chat_id=new_chat_id,
    )


async def settle(database: Database, *settlements: Settlement, owner: str = US) -> None:
    """Record these outcomes."""
    async with database.open_store() as store:
        await store.deliveries.settle(owner, settlements, NOW)


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
    assert (again.attempts, again.risk) == (1, 0)


async def test_a_risk_is_recorded_with_the_retry(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await settle(database, later(delivery, at_risk=True))
    (again,) = await claim(database, now=LATER)
    assert again.risk == 1


async def test_a_lost_chat_is_a_blocked_subscriber_and_is_logged(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await settle(database, refused(delivery))
    assert await standing(database, ANA) is Standing.BLOCKED
    async with database.open_store() as store:
        (day,) = await store.subscribers.moves(NOW, "UTC")
    assert (day.joined, day.left, day.blocked) == (1, 0, 1)


async def test_a_message_refused_for_itself_costs_no_subscriber(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await settle(database, refused(delivery, lost=False))
    assert await standing(database, ANA) is Standing.ACTIVE


async def test_who_left_by_themselves_is_not_called_blocked(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    async with database.open_store() as store:
        await store.subscribers.set_standing(ANA, Standing.LEFT, NOW)
    await settle(database, refused(delivery))
    assert await standing(database, ANA) is Standing.LEFT


async def test_a_long_explanation_is_cut(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await settle(database, refused(delivery, detail="x\x00" * 5000))
    assert await counts(database) == {FAILED: 1}


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
    await settle(database, refused(delivery, lost=False), owner="another process")
    assert await counts(database) == {DeliveryState.SENDING: 1}


async def test_a_late_answer_makes_unknown_sent(database: Database) -> None:
    (delivery,) = await sending(database, GROUP)
    await recover(database)
    await settle(database, sent(delivery))
    assert await counts(database) == {SENT: 1}


async def test_a_late_failure_leaves_unknown_to_the_editor(database: Database) -> None:
    (delivery,) = await sending(database, GROUP)
    await recover(database)
    await settle(database, refused(delivery, lost=False))
    assert await counts(database) == {DeliveryState.UNKNOWN: 1}
