"""The inbox: an update is stored once, and waits until it was handled."""

from datetime import timedelta

from sqlalchemy import Connection, text

from bot.inbox_ports import StoredUpdate
from storage.database import Database, connect
from storage.inbox import CLAIM
from tests.storage.samples import LATER, NOW

START = StoredUpdate(10, {"update_id": 10, "message": {"chat": {"id": 501}, "text": "/старт\u2764"}})
OTHER = StoredUpdate(12, {"update_id": 12, "message": {"chat": {"id": 502}, "text": "/start"}})
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


async def test_what_waits_is_counted_and_named(database: Database) -> None:
    await store_updates(database, START, STOP)
    async with database.open_store() as store:
        await store.inbox.handled([10], NOW)
        assert await store.inbox.waiting() == 1
        assert await store.inbox.waiting_ids(9) == [11]
        assert await store.inbox.of([10, 11]) == [STOP]


async def test_the_first_of_a_chat_alone_may_be_handled_until_it_is(database: Database) -> None:
    await store_updates(database, START, STOP, OTHER)
    async with database.open_store() as store:
        assert await store.inbox.claim([11]) == []
        assert sorted(await store.inbox.claim([10, 11, 12])) == [10, 12]
        await store.inbox.handled([10], NOW)
        assert sorted(await store.inbox.claim([10, 11], alone=True)) == [11]


async def test_what_nobody_can_handle_holds_up_its_chat_no_longer(database: Database) -> None:
    await store_updates(database, START, STOP)
    async with database.open_store() as store:
        await store.inbox.set_aside(10)
        assert await store.inbox.claim([11]) == [11]
    assert await unhandled(database) == [START, STOP]


async def test_what_one_transaction_claimed_no_other_can_until_its_end(postgres_url: str) -> None:
    async with connect(postgres_url) as database:
        await store_updates(database, START, STOP, OTHER)
        async with database.open_store() as ours, database.open_store() as theirs:
            assert await ours.inbox.claim([10]) == [10]
            assert await theirs.inbox.claim([10, 11, 12]) == [12]
        async with database.open_store() as next_one:
            assert await next_one.inbox.claim([10]) == [10]


async def test_the_oldest_can_be_asked_for(database: Database) -> None:
    await store_updates(database, START, STOP)
    async with database.open_store() as store:
        assert await store.inbox.unhandled(1) == [START]


async def test_whose_turn_it_is_is_looked_for_once_and_not_for_each_update(sqlite_database: Database) -> None:
    def explained(connection: Connection) -> list[str]:
        claiming = CLAIM.params(ids=[10, 11], last=11)
        query = claiming.compile(connection, compile_kwargs={"literal_binds": True})
        return [row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {query}"))]

    steps = await sqlite_database.run(explained)
    assert [step for step in steps if "SUBQUERY" in step] == ["LIST SUBQUERY 1"]
    assert not [step for step in steps if step.startswith("SCAN")]
