"""Migrations: every step works both ways, and where they end is what the models say."""

from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.errors import DatabaseTooNew
from storage.database import Database, connect
from storage.schema import configuration, is_modelled
from storage.store import metadata
from tests.storage.samples import ANA, join


def climb(connection: Connection) -> None:
    """Up, down and up again, one revision at a time."""
    config = configuration(connection)
    for revision in reversed(list(ScriptDirectory.from_config(config).walk_revisions())):
        command.upgrade(config, revision.revision)
        command.downgrade(config, "-1")
        command.upgrade(config, revision.revision)


def differences(connection: Connection) -> list[Any]:
    """What the models say and the database doesn't, and the other way round."""
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "include_object": is_modelled}
    )
    return list(compare_metadata(context, metadata))


def tables(connection: Connection) -> list[str]:
    """The names of all tables."""
    return inspect(connection).get_table_names()


async def test_every_migration_goes_up_down_and_up_again(bare_url: str) -> None:
    async with connect(bare_url) as database:
        await database.run(climb)
        assert await database.run(differences) == []


async def test_the_way_down_leaves_nothing_behind(bare_url: str) -> None:
    async with connect(bare_url) as database:
        await database.migrate()
        await database.run(lambda connection: command.downgrade(configuration(connection), "base"))
        assert await database.run(tables) == ["alembic_version"]


async def test_the_migrations_end_where_the_models_are(database: Database) -> None:
    assert await database.run(differences) == []


async def test_a_model_that_no_migration_knows_would_be_noticed(database: Database) -> None:
    await database.run(lambda connection: connection.execute(text("ALTER TABLE moves ADD extra INTEGER")))
    try:
        assert [kind for kind, *_ in await database.run(differences)] == ["remove_column"]
    finally:
        await database.run(lambda connection: connection.execute(text("ALTER TABLE moves DROP extra")))


async def test_migrating_again_changes_nothing(database: Database) -> None:
    await join(database, ANA)
    await database.migrate()
    async with database.open_store() as store:
        assert await store.subscribers.by_chat(ANA)


async def test_a_migration_that_breaks_off_leaves_no_half_schema(bare_url: str) -> None:
    def break_off(connection: Connection) -> None:
        command.upgrade(configuration(connection), "head")
        raise ArithmeticError

    async with connect(bare_url) as database:
        with pytest.raises(ArithmeticError):
            await database.run(break_off)
        assert await database.run(tables) == []


async def test_a_database_of_a_later_version_is_left_alone(bare_url: str) -> None:
    async with connect(bare_url) as database:
        await database.migrate()
        later = "UPDATE alembic_version SET version_num = '9999'"
        await database.run(lambda connection: connection.execute(text(later)))
        with pytest.raises(DatabaseTooNew) as problem:
            await database.migrate()
    assert problem.value.args_ == {"revision": "9999"}


async def test_a_path_with_a_percent_sign_is_a_path(tmp_path: Any) -> None:
    (tmp_path / "100%").mkdir()
    async with connect(f"sqlite:///{tmp_path}/100%/a b.sqlite3") as database:
        await database.migrate()
    assert (tmp_path / "100%" / "a b.sqlite3").exists()
