"""The inbox: an update is stored once, and waits until it was handled."""

from datetime import timedelta

from bot.inbox_ports import StoredUpdate
from storage.database import Database
from tests.storage.samples import LATER, NOW

START = StoredUpdate(10, {"update_id": 10, "message": {"chat": {"id": 501}, "text": "/старт\u2764"}})
STOP = StoredUpdate(11, {"update_id": 11, "message": {"chat": {"id": 501}, "text": "/stop"}})


async def store_updates(database: Database, *updates: StoredUpdate) -> list[int]:
    """Store them as they come from Telegram."""
    async with database.open_store() as store:
        return await store.inbox.store(updates, NOW)


async def unhandled(database: Database) -> list[StoredUpdate]:
    """What a crash would leave."""
    async with database.open_store() as store:
        return await store.inbox.unhandled()


async def test_updates_wait_in_their_order_as_they_came(database: Database) -> None:
    assert await store_updates(database, STOP, START) == [10, 11]
    assert await unhandled(database) == [START, STOP]


async def test_a_repeated_update_is_not_new(database: Database) -> None:
    await store_updates(database, START)
    assert await store_updates(database, START, STOP) == [11]
    assert await unhandled(database) == [START, STOP]


async def test_no_updates_are_fine(database: Database) -> None:
    assert await store_updates(database) == []


async def test_a_handled_update_does_not_come_back(database: Database) -> None:
    await store_updates(database, START, STOP)
    async with database.open_store() as store:
        await store.inbox.handled([10], NOW)
    assert await store_updates(database, START) == []
    assert await unhandled(database) == [STOP]


async def test_the_number_of_a_handled_update_is_forgotten_after_days(database: Database) -> None:
    await store_updates(database, START)
    async with database.open_store() as store:
        await store.inbox.handled([10], NOW)
        await store.inbox.store([STOP], LATER + timedelta(days=3))
    assert await store_updates(database, START) == [10]


async def test_text_that_no_database_can_hold_still_arrives(database: Database) -> None:
    await store_updates(
        database, StoredUpdate(12, {"message": {"text": "a\x00b", "list": [1, None, "c\x00"]}})
    )
    (stored,) = await unhandled(database)
    assert stored.payload == {"message": {"text": "ab", "list": [1, None, "c"]}}


async def test_an_update_is_marked_as_handled_once(database: Database) -> None:
    await store_updates(database, START, STOP)
    async with database.open_store() as store:
        assert await store.inbox.waiting() == 2
        assert await store.inbox.handled([10], NOW) == 1
        assert await store.inbox.handled([10, 11], NOW) == 1
        assert await store.inbox.waiting() == 0


async def test_the_oldest_can_be_asked_for(database: Database) -> None:
    await store_updates(database, START, STOP)
    async with database.open_store() as store:
        assert await store.inbox.unhandled(1) == [START]
