"""Moving everybody from a SQLite file to PostgreSQL: all of them or nobody, and proved."""

import json
import sqlite3
from pathlib import Path

import pytest

from bot.domain.appeals import History, Rest
from bot.domain.follows import Follow, FollowKind, Subject
from bot.domain.ids import ChatId, Edition, SubscriberId, UserId
from bot.domain.memberships import Member
from bot.domain.moving_fields import (
    APPEAL_FIELDS,
    COLLEAGUE,
    FOLLOW_FIELDS,
    MEMBER_FIELDS,
    MOVE_FIELDS,
    PREFERENCE_FIELDS,
    SUBSCRIBER_FIELDS,
)
from bot.domain.people import Colleague
from bot.domain.preferences import Mode, Preferences, QuietHours
from bot.domain.subscribers import ChatKind, Role, Standing
from storage.appeals import AppealRow
from storage.columns import Base
from storage.database import Database
from storage.follow_rows import FollowRow
from storage.memberships import MemberRow
from storage.people import ColleagueRow
from storage.preferences import PreferenceRow
from storage.subscribers import MoveRow, SubscriberRow
from tests.cli.conftest import Invoke
from tests.storage.samples import ANA, BORIS, LATER, NOW, join

GROUP = ChatId(-1001)


@pytest.mark.parametrize(
    ("row", "fields", "stay"),
    [
        (SubscriberRow, SUBSCRIBER_FIELDS, {"id", "keeper_owed"}),
        (PreferenceRow, PREFERENCE_FIELDS, {"subscriber_id"}),
        (FollowRow, FOLLOW_FIELDS, {"subscriber_id"}),
        (MemberRow, MEMBER_FIELDS, {"chat_id"}),
        # What its figures of the day hold, and what it owes, is a database's own affair.
        (MoveRow, MOVE_FIELDS, {"id", "subscriber_id", "counted"}),
        (AppealRow, APPEAL_FIELDS, {"chat_id"}),
        (ColleagueRow, tuple(COLLEAGUE.keys() - {"type", "id"}), {"user_id"}),
    ],
)
def test_every_column_moves_but_the_numbers_of_this_database(
    row: type[Base], fields: tuple[str, ...], stay: set[str]
) -> None:
    assert {*fields} == set(row.__table__.columns.keys()) - stay


@pytest.fixture
async def old(sqlite_database: Database) -> Database:
    """A database with a reader who chose much, one who left, a group, and one who was erased."""
    await join(sqlite_database, ANA, BORIS, GROUP, ChatId(77))
    async with sqlite_database.open_store() as store:
        await store.preferences.keep(
            SubscriberId(1),
            Preferences(
                zone="Europe/Skopje",
                mode=Mode.DIGEST,
                quiet=QuietHours(start=NOW.time(), end=LATER.time()),
                paused_until=LATER,
            ),
        )
        for subject in (Subject(FollowKind.TOPIC, "sport", "Спорт"), Subject(FollowKind.STORY, "1", "Снег")):
            await store.follows.put(SubscriberId(1), Follow(subject=subject, since=NOW))
        never = History(days=((NOW.date(), 5),), shown_at=NOW, wording="0a1b2c3d", rest=Rest.NEVER)
        await store.appeals.keep(ANA, never)
        await store.memberships.change(ANA, lambda _: Member(until=LATER.date()))
        elena = Colleague(id=UserId(900), role=Role.EDITOR, name="Елена", since=NOW, given_by="Горан")
        await store.people.put(elena)
        await store.subscribers.describe(GROUP, kind=ChatKind.GROUP, title="Читатели")
        await store.subscribers.set_standing(BORIS, Standing.LEFT, LATER)
        await store.records.erase(ChatId(77), LATER)
    return sqlite_database


@pytest.fixture
def exported(
    invoke: Invoke, old: Database, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Their file."""
    path = tmp_path / "everybody.jsonl"
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    ended = invoke("export-subscribers", str(path))
    assert ended.exit_code == 0, ended.stderr
    return path


def test_everybody_but_the_erased_is_in_the_file_which_only_its_owner_reads(exported: Path) -> None:
    told = [json.loads(line) for line in exported.read_text().splitlines()]
    assert [one["subscriber"]["chat_id"] for one in told[1:-2]] == sorted([GROUP, ANA, BORIS])
    assert (told[-1]["subscribers"], told[-1]["follows"], told[-1]["preferences"]) == (3, 4, 1)
    assert (told[1]["appeal"] or told[2]["appeal"])["rest"] == "never"
    assert (told[-2]["id"], told[-2]["role"], told[-1]["appeals"], told[-1]["colleagues"]) == (900, 2, 1, 1)
    assert told[-1]["members"] == 1
    assert exported.stat().st_mode & 0o777 == 0o600


def test_in_postgresql_they_are_the_same(
    invoke: Invoke, exported: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    ended = invoke("import-subscribers", str(exported), "--json")
    assert ended.exit_code == 0, ended.stderr
    again = exported.with_name("again.jsonl")
    assert invoke("export-subscribers", str(again)).exit_code == 0
    assert again.read_text().splitlines()[1:] == exported.read_text().splitlines()[1:]
    end = json.loads(exported.read_text().splitlines()[-1])
    assert json.loads(ended.stdout) | {"type": "end"} == end | {
        "place": json.loads(ended.stdout)["place"],
        "known": 0,
    }


def test_a_role_that_came_along_is_on_record(
    invoke: Invoke, exported: Path, sqlite_bare_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_bare_url)
    assert invoke("migrate").exit_code == invoke("import-subscribers", str(exported)).exit_code == 0
    with sqlite3.connect(sqlite_bare_url.removeprefix("sqlite:///")) as file:
        assert file.execute("SELECT deed, about, after FROM decisions").fetchall() == [
            ("move_in", "Елена (900)", "editor")
        ]


def test_who_is_here_already_stays_as_they_are(invoke: Invoke, exported: Path) -> None:
    ended = invoke("import-subscribers", str(exported), "--json")
    assert (ended.exit_code, json.loads(ended.stdout)["subscribers"]) == (0, 0), ended.stderr
    assert json.loads(ended.stdout)["known"] == 4


def test_of_a_file_that_ends_too_early_nobody_is_taken_in(
    invoke: Invoke, exported: Path, sqlite_bare_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported.write_text("".join(exported.read_text().splitlines(keepends=True)[:-1]))
    monkeypatch.setenv("DATABASE_URL", sqlite_bare_url)
    assert invoke("migrate").exit_code == 0
    ended = invoke("import-subscribers", str(exported))
    assert (ended.exit_code, ended.stderr) == (
        1,
        "Line 6: the file ends too early. Nobody was taken in.\n",
    )
    assert json.loads(invoke("stats", "--json").stdout)["standings"] == {}


def test_bytes_that_are_no_text_are_named_by_their_line(invoke: Invoke, exported: Path) -> None:
    exported.write_bytes(exported.read_bytes().replace("Спорт".encode(), b"\xff\xfe"))
    ended = invoke("import-subscribers", str(exported))
    assert (ended.exit_code, ended.stderr[:26]) == (1, "Line 3: this is no UTF-8. ")


def test_an_older_schema_is_not_touched(
    invoke: Invoke, sqlite_bare_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_bare_url)
    (tmp_path / "bare.sqlite3").touch()
    ended = invoke("export-subscribers", str(tmp_path / "out.jsonl"))
    assert (ended.exit_code, "main.py migrate" in ended.stderr) == (2, True)


def test_nothing_is_overwritten(invoke: Invoke, exported: Path) -> None:
    before = exported.read_text()
    assert invoke("export-subscribers", str(exported)).exit_code == 1
    assert exported.read_text() == before


def test_a_file_that_is_missing_is_named(invoke: Invoke, exported: Path) -> None:
    ended = invoke("import-subscribers", str(exported.with_name("nix")))
    assert (ended.exit_code, "nix: No such file" in ended.stderr) == (1, True)


def test_editions_travel_as_they_are(exported: Path) -> None:
    editions = {json.loads(line)["subscriber"]["edition"] for line in exported.read_text().splitlines()[1:-2]}
    assert editions <= {Edition("mk"), Edition("en")}
