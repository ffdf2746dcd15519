"""Migrations: every step works both ways, and where they end is what the models say."""

from dataclasses import replace
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.domain.deliveries import DeliveryState, Reason, Tally
from bot.domain.ids import Edition, PushId
from bot.domain.matching import Term
from bot.domain.questions import Order
from bot.errors import DatabaseTooNew
from bot.wordforms import asked_forms
from storage.database import Database, connect
from storage.migrating import configuration, is_modelled
from storage.schema import known_revisions
from storage.store import metadata
from tests.storage.samples import ANA, DRAFT, claim, counts, file, join, recover

FIRST_STATES = ("pending", "claimed", "sending", "sent", "failed", "cancelled", "expired", "unknown")


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


async def test_migrations_files_are_named_by_their_revisions(database: Database) -> None:
    def revisions(connection: Connection) -> list[str]:
        script = ScriptDirectory.from_config(configuration(connection))
        return [one.revision for one in script.walk_revisions()]

    assert await database.run(revisions) == known_revisions()[::-1]


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


def first_push(connection: Connection) -> None:
    """A database of revision 0001 with a push to readers 1 to 9, in each state one; the ninth is lost."""
    command.upgrade(configuration(connection), "0001")
    at = "'2026-03-29 18:30:00'"
    connection.execute(
        text(
            "INSERT INTO articles (id, url, edition, language, headline, authors, topics, videos, body,"
            f" summary, seen_at, news_at, revision, fingerprint) VALUES (1, 'u', 'mk', 'mk', 'h', '[]',"
            f" '[]', '[]', '[]', 's', {at}, {at}, 1, 'f')"
        )
    )
    connection.execute(
        text(
            "INSERT INTO pushes (id, kind, article_id, state, due_at, expires_at, schedule, slot)"
            f" VALUES (1, 'article', 1, 'sending', {at}, '2026-03-30 06:30:00', 'article', '1')"
        )
    )
    connection.execute(
        text("INSERT INTO push_cards (push_id, edition, html, buttons) VALUES (1, 'mk', 'b', '[]')")
    )
    for number, state in enumerate([*FIRST_STATES, "failed"], 1):
        connection.execute(
            text(
                "INSERT INTO subscribers (id, chat_id, kind, edition, language, standing, joined_at)"
                f" VALUES ({number}, {number}, 'private', 'mk', 'mk', 'active', {at})"
            )
        )
        due = at if state == "pending" else "NULL"
        connection.execute(
            text(
                "INSERT INTO deliveries (id, push_id, subscriber_id, state, not_before, attempts, risk,"
                f" lost_chat, message_id) VALUES ({number}, 1, {number}, '{state}', {due}, 1, 0,"
                f" {'true' if number == 9 else 'false'}, {70 + number})"
            )
        )


async def upgraded(database: Database) -> None:
    """The first version's push under today's schema."""
    await database.run(first_push)
    await database.migrate()


async def test_an_older_pushs_deliveries_stay_in_their_states_and_are_counted(bare_url: str) -> None:
    async with connect(bare_url) as database:
        await upgraded(database)
        assert await counts(database) == dict.fromkeys(DeliveryState, 1) | {DeliveryState.FAILED: 2}
        async with database.open_store() as store:
            tally = await store.pushes.progress(PushId(1))
    failed = [(DeliveryState.FAILED, reason) for reason in (Reason.REJECTED, Reason.UNREACHABLE)]
    others = [(state, None) for state in DeliveryState if state > DeliveryState.FAILED]
    assert tally == Tally(9, dict.fromkeys([(DeliveryState.SENT, None), *others, *failed], 1))


async def test_what_an_older_push_had_waiting_or_in_hand_is_claimable(bare_url: str) -> None:
    async with connect(bare_url) as database:
        await upgraded(database)
        assert [one.chat_id for one in await claim(database)] == [1]
        assert await recover(database) == {DeliveryState.PENDING: 3}
        assert sorted(one.chat_id for one in await claim(database)) == [1, 2, 3]


async def test_articles_of_an_older_index_are_found_in_the_new_one(bare_url: str) -> None:
    async with connect(bare_url) as database:
        await upgraded(database)
        async with database.open_store() as store:
            found = await store.archive.candidates(
                [Term(("h",), 1)], 5, edition=Edition("mk"), order=Order.BEST, only_video=False
            )
            again = await store.articles.revise(found[0].id, DRAFT, keys=(), fingerprint="")
            assert again.revision == 2


async def test_articles_are_found_by_their_words_where_these_lose_their_numbers_and_get_them_again(
    bare_url: str,
) -> None:
    def back_and_forth(connection: Connection) -> None:
        command.downgrade(configuration(connection), "0080")
        command.upgrade(configuration(connection), "head")

    async with connect(bare_url) as database:
        await database.migrate()
        await file(database, DRAFT)
        snow = (await file(database, replace(DRAFT, headline="Снегот ги затвори патиштата"))).id
        await database.run(back_and_forth)
        newer = (await file(database, replace(DRAFT, headline="Снегот се топи"))).id
        async with database.open_store() as store:
            found = await store.archive.candidates(
                [Term(asked_forms("снег"), 1)], 5, edition=Edition("mk"), order=Order.BEST, only_video=False
            )
    assert [one.id for one in found] == [newer, snow]
