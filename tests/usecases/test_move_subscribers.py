"""A move proves itself: what got lost on the way is noticed before anybody is here."""

import pytest
from sqlalchemy import Connection, text

from bot.domain.moving import Manifest
from bot.errors import MoveFailed
from bot.usecases.move_subscribers import ExportSubscribers, ImportSubscribers
from storage.database import Database
from tests.storage.samples import ANA, BORIS, NOW, join
from tests.usecases.house import HandClock


def empty(connection: Connection) -> None:
    """Nobody is here."""
    for table in ("moves", "follows", "subscribers"):
        connection.execute(text(f"DELETE FROM {table}"))


async def written(database: Database) -> list[str]:
    """The file of everybody, and then nobody is here any more."""
    lines: list[str] = []
    export = ExportSubscribers(open_store=database.open_store, clock=HandClock(NOW))
    done = await export(lines.append, lambda _more: None)
    assert done.subscribers == 2
    await database.run(empty)
    return lines


async def test_everybody_arrives_and_nobody_twice(sqlite_database: Database) -> None:
    await join(sqlite_database, ANA, BORIS)
    lines = await written(sqlite_database)
    take_in = ImportSubscribers(together=sqlite_database.together, clock=HandClock(NOW))
    counted: list[int] = []
    first, second = await take_in(lines, counted.append), await take_in(lines, counted.append)
    assert (first.manifest.subscribers, first.known) == (2, 0)
    assert (second.manifest.told(), second.known) == (Manifest().told(), 2)
    assert counted == [2, 2]


async def test_what_gets_lost_is_noticed_and_nobody_is_taken_in(sqlite_database: Database) -> None:
    await join(sqlite_database, ANA, BORIS)
    lines = await written(sqlite_database)
    forgetful = "CREATE TRIGGER forget AFTER INSERT ON moves BEGIN DELETE FROM moves WHERE id = new.id; END"
    await sqlite_database.run(lambda connection: connection.execute(text(forgetful)))
    with pytest.raises(MoveFailed):
        await ImportSubscribers(together=sqlite_database.together, clock=HandClock(NOW))(
            lines, lambda _more: None
        )
    async with sqlite_database.open_store() as store:
        assert await store.moving.page(None, 10) == []
