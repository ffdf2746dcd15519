"""What readers follow on file, and who gets a push because of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from alembic import command
from sqlalchemy import Connection, text

from bot.domain.follows import Follow, FollowKind, Subject, edition_subject
from bot.domain.ids import ChatId, Edition, PushId, SubscriberId
from bot.domain.pushes import Card
from bot.domain.subscribers import Standing
from storage.audiences import Filed, everybody
from storage.database import Database, connect
from storage.migrating import configuration
from tests.storage.samples import (
    ANA,
    BORIS,
    CARD,
    CVETA,
    DRAFT,
    EN,
    LATER,
    MK,
    NOW,
    Choices,
    add_push,
    claim,
    file,
    join,
    plan,
    rows,
)

METRO = Subject(FollowKind.KEYWORD, "metro", "метро")
ECONOMY = Subject(FollowKind.TOPIC, "ekonomija", "Економија")
ANDONOVIC = Subject(FollowKind.AUTHOR, "andonovic", "Андоновиќ")
ENGLISH = Card(html="<b>Budget</b>")
FILED = Choices(keys=(ECONOMY, ANDONOVIC))


async def reads(database: Database, chat_id: ChatId, *follows: Follow, edition: Edition = MK) -> SubscriberId:
    """An active reader who follows this and nothing else."""
    async with database.open_store() as store:
        reader = await store.subscribers.join(chat_id, edition=edition, language=edition, now=NOW)
        await store.follows.put(reader.id, *follows)
    return reader.id


async def follows_of(database: Database, reader: SubscriberId) -> list[Follow]:
    """All that is on file of a reader."""
    async with database.open_store() as store:
        return list(await store.follows.of(reader))


async def receivers(database: Database, choices: Choices = FILED) -> set[ChatId]:
    """Who gets a push that is filed so."""
    push_id = await add_push(database, choices=choices)
    await plan(database, push_id)
    return {one.chat_id for one in await claim(database)}


def followed(subject: Subject) -> Follow:
    """Since now."""
    return Follow(subject=subject, since=NOW)


async def test_follows_come_back_as_they_were_kept(database: Database) -> None:
    kept = [followed(ANDONOVIC), followed(METRO).muted(NOW), Follow(subject=ECONOMY)]
    reader = await reads(database, ANA, *kept)
    assert await follows_of(database, reader) == kept
    assert [one.subject.label for one in await follows_of(database, reader)] == [
        "Андоновиќ", "метро", "Економија"
    ]  # fmt: skip


async def test_the_last_word_about_a_subject_counts(database: Database) -> None:
    reader = await reads(database, ANA, followed(ECONOMY), followed(ECONOMY).muted(NOW))
    assert await follows_of(database, reader) == [followed(ECONOMY).muted(NOW)]


async def test_a_sweep_forgets_what_is_neither_followed_nor_muted(database: Database) -> None:
    ended = Follow(subject=ECONOMY)
    reader = await reads(database, ANA, followed(METRO), ended, Follow(subject=ANDONOVIC).muted(NOW))
    other = await reads(database, BORIS, ended)
    async with database.open_store() as store:
        await store.follows.sweep(reader, NOW)
    assert await follows_of(database, reader) == [Follow(subject=ANDONOVIC).muted(NOW), followed(METRO)]
    async with database.open_store() as store:
        await store.follows.sweep(reader, NOW + timedelta(days=7))
    assert await follows_of(database, reader) == [followed(METRO)]
    assert await follows_of(database, other) == [ended]


async def test_words_in_use_are_listed_once_in_each_spelling(database: Database) -> None:
    await reads(database, ANA, followed(METRO))
    await reads(database, BORIS, followed(METRO), followed(ECONOMY))
    await reads(database, CVETA, followed(replace(METRO, label="metro")))
    async with database.open_store() as store:
        assert sorted(one.label for one in await store.follows.keywords()) == ["metro", "метро"]


async def test_words_that_nobody_follows_any_more_are_not_in_use(database: Database) -> None:
    await reads(database, ANA, followed(METRO).ended())
    async with database.open_store() as store:
        assert await store.follows.keywords() == []


async def test_a_push_keeps_what_it_is_filed_under(database: Database) -> None:
    push_id = await add_push(database, choices=FILED)
    async with database.open_store() as store:
        assert await store.follows.keys_of(push_id) == {edition_subject(MK), ECONOMY, ANDONOVIC}
        assert await store.follows.keys_of(PushId(99)) == frozenset()


async def test_names_are_counted_as_they_are_spelt(database: Database) -> None:
    named = replace(DRAFT, authors=("Ана", "Игор"), topics=("Превоз",), series="Анализа")
    for draft in (named, replace(named, authors=("Ана",), series=None), replace(named, edition=EN)):
        await file(database, draft)
    await file(database, replace(named, topics=("Старо",)), now=NOW - timedelta(days=1))
    async with database.open_store() as store:
        assert await store.follows.seen(MK, NOW) == {
            (FollowKind.SERIES, "Анализа"): 1,
            (FollowKind.AUTHOR, "Ана"): 2,
            (FollowKind.AUTHOR, "Игор"): 1,
            (FollowKind.TOPIC, "Превоз"): 2,
        }


async def test_of_an_editions_readers_those_who_follow_a_subject_get_the_push(database: Database) -> None:
    await reads(database, ANA, followed(ECONOMY))
    await reads(database, BORIS, followed(METRO))
    await reads(database, CVETA, followed(ECONOMY), edition=EN)
    assert await receivers(database) == {ANA}


async def test_who_follows_everything_gets_everything_of_their_edition(database: Database) -> None:
    await join(database, ANA)
    await join(database, BORIS, edition=EN)
    assert await receivers(database) == {ANA}


async def test_who_gets_everything_of_a_second_edition_gets_its_pushes_too(database: Database) -> None:
    await reads(database, ANA, followed(edition_subject(MK)), followed(edition_subject(EN)), edition=EN)
    await reads(database, BORIS, followed(ECONOMY), followed(edition_subject(EN)), edition=EN)
    push_id = await add_push(database, choices=FILED)
    await plan(database, push_id)
    assert [(one.chat_id, one.card) for one in await claim(database)] == [(ANA, CARD)]


async def test_who_reads_two_editions_gets_a_push_of_both_once_in_their_own(database: Database) -> None:
    await reads(database, ANA, followed(edition_subject(MK)), followed(edition_subject(EN)), edition=EN)
    await plan(database, await add_push(database, mk=CARD, en=ENGLISH))
    assert [one.card for one in await claim(database)] == [ENGLISH]


async def test_who_ended_the_second_edition_before_the_claim_gets_no_more_of_it(database: Database) -> None:
    reader = await reads(database, ANA, followed(edition_subject(MK)), edition=EN)
    assert await plan(database, await add_push(database)) == 1
    async with database.open_store() as store:
        await store.follows.put(reader, followed(edition_subject(MK)).ended())
    assert await claim(database) == []


async def test_a_mute_counts_in_every_edition(database: Database) -> None:
    muted = Follow(subject=ECONOMY).muted(NOW)
    await reads(database, ANA, followed(edition_subject(MK)), muted, edition=EN)
    assert await receivers(database) == set()


async def test_who_follows_several_subjects_of_a_push_gets_it_once(database: Database) -> None:
    await reads(database, ANA, followed(ECONOMY), followed(ANDONOVIC), followed(edition_subject(MK)))
    push_id = await add_push(database, choices=FILED)
    assert await plan(database, push_id) == 1


@pytest.mark.parametrize("also", [edition_subject(MK), ANDONOVIC, ECONOMY])
async def test_who_has_muted_a_subject_gets_nothing_of_it(database: Database, also: Subject) -> None:
    muted = Follow(subject=ECONOMY, since=NOW if also == ECONOMY else None).muted(NOW)
    await reads(database, ANA, followed(also), muted)
    assert await receivers(database) == set()


async def test_a_mute_is_about_its_subject_only_and_ends_by_itself(database: Database) -> None:
    await reads(database, ANA, followed(ECONOMY), Follow(subject=METRO).muted(NOW))
    await reads(database, BORIS, Follow(subject=ECONOMY, since=NOW, muted_until=NOW))
    assert await receivers(database) == {ANA, BORIS}


async def test_what_was_only_muted_is_not_followed_afterwards(database: Database) -> None:
    await reads(database, ANA, Follow(subject=ECONOMY, muted_until=NOW), followed(ECONOMY).ended())
    await reads(database, BORIS, Follow(subject=ECONOMY, muted_until=NOW))
    assert await receivers(database) == set()


async def test_followers_who_paused_get_nothing(database: Database) -> None:
    await reads(database, ANA, followed(ECONOMY))
    async with database.open_store() as store:
        await store.subscribers.set_standing(ANA, Standing.PAUSED, NOW)
    assert await receivers(database) == set()


async def test_planning_asks_the_indexes_alone(sqlite_database: Database) -> None:
    def explained(connection: Connection) -> list[str]:
        push = Filed(1, [(one.kind, one.key) for one in (ECONOMY, METRO)])
        query = everybody(push, NOW).compile(connection, compile_kwargs={"literal_binds": True})
        return [row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {query}"))]

    steps = await sqlite_database.run(explained)
    assert {step for step in steps if "follows" in step} == {
        "SEARCH follows USING COVERING INDEX ix_follows_followed (kind=? AND key=?)",
        "SEARCH follows USING COVERING INDEX ix_follows_muted (kind=? AND key=?)",
    }
    assert not [step for step in steps if step.startswith("SCAN")]


async def test_the_link_by_which_a_reader_came_first_is_kept(database: Database) -> None:
    async with database.open_store() as store:
        for source in ("qr_kiosk", "site_home"):
            await store.subscribers.join(ANA, edition=MK, language="mk", now=LATER, source=source)
        ana = await store.subscribers.by_chat(ANA)
    assert ana
    assert ana.source == "qr_kiosk"


async def test_readers_from_before_follow_their_edition(bare_url: str) -> None:
    from_before = "INSERT INTO subscribers (id, chat_id, kind, edition, language, standing, joined_at)"

    def older(connection: Connection) -> None:
        command.upgrade(configuration(connection), "0032")
        at = "2026-03-29 18:30:00+00:00" if connection.dialect.name == "postgresql" else "2026-03-29 18:30:00"
        connection.execute(text(f"{from_before} VALUES (7, 501, 'private', 'mk', 'mk', 'active', '{at}')"))

    async with connect(bare_url) as database:
        await database.run(older)
        await database.migrate()
        assert await follows_of(database, SubscriberId(7)) == [followed(edition_subject(MK))]
        assert await rows(database, "SELECT source FROM subscribers") == [(None,)]
