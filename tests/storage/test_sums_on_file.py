"""What `/metrics` reads of the database, on both: sums that are kept, and what of pushes still waits."""

from bot.domain.deliveries import DeliveryState
from bot.domain.measures import OnFile, Queue
from bot.domain.pushes import Lane
from bot.inbox_ports import StoredUpdate
from storage.database import Database
from tests.storage.samples import (
    ANA,
    BORIS,
    CVETA,
    LATER,
    NOW,
    PLAN,
    add_push,
    enrol,
    refused,
    sending,
    sent,
    settle,
)


async def on_file(database: Database) -> OnFile:
    """What is told."""
    async with database.open_store() as store:
        return await store.sums.on_file()


async def test_an_empty_database_has_nothing_to_tell(database: Database) -> None:
    assert await on_file(database) == OnFile(feeds=[])


async def test_of_pushes_under_way_it_tells_what_waits_and_what_ended(database: Database) -> None:
    first, second, _ = await sending(database, ANA, BORIS, CVETA)
    await settle(database, sent(first), refused(second))
    await add_push(database, due_at=LATER, slot="2")
    told = await on_file(database)
    assert told.ended == {
        (Lane.INSTANT, DeliveryState.SENT): 1,
        (Lane.INSTANT, DeliveryState.FAILED): 1,
    }
    assert told.queues == {Lane.INSTANT: Queue(1, NOW)}


async def test_it_tells_feeds_that_are_asked_and_updates_that_wait(database: Database) -> None:
    await enrol(database)
    async with database.open_store() as store:
        await store.inbox.store([StoredUpdate(7, {}), StoredUpdate(8, {})], NOW)
        await store.inbox.handled([7], NOW)
    told = await on_file(database)
    assert [(one.url, one.failures, one.last_success_at) for one in told.feeds] == [(PLAN.url, 0, None)]
    assert told.updates_waiting == 1
