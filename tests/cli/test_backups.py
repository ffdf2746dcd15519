"""`backup` and `restore`: a copy with a checksum; nothing that fails costs the database that is there."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from filelock import FileLock

from storage.database import Database
from tests.cli.conftest import Invoke
from tests.storage.samples import ANA, BORIS, join


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The file that DATABASE_URL names."""
    return tmp_path / "kolporter.sqlite3"


@pytest.fixture
async def used(sqlite_database: Database, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has one subscriber, and somebody has it open."""
    await join(sqlite_database, ANA)
    monkeypatch.setenv("DATABASE_URL", sqlite_url)


@pytest.fixture
def copy(invoke: Invoke, used: None, tmp_path: Path) -> Path:
    """A backup of it."""
    path = tmp_path / "copy.sqlite3"
    ended = invoke("backup", str(path))
    assert ended.exit_code == 0, ended.stderr
    return path


def figure(path: Path, query: str) -> object:
    """One value from a file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchone()[0]


def add_boris(path: Path) -> None:
    """Somebody comes after the backup."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO subscribers (chat_id, kind, edition, language, standing, joined_at)"
            " SELECT ?, kind, edition, language, standing, joined_at FROM subscribers",
            (BORIS,),
        )


def test_a_backup_is_whole_private_and_has_a_checksum_that_other_tools_read(copy: Path) -> None:
    assert figure(copy, "SELECT count(*) FROM subscribers") == 1
    assert copy.stat().st_mode & 0o777 == 0o600
    line = copy.with_name("copy.sqlite3.sha256").read_text()
    assert (len(line.split()[0]), line.split()[1]) == (64, "copy.sqlite3")


def test_into_a_folder_it_is_named_by_its_time_and_told_to_scripts(
    invoke: Invoke, copy: Path, tmp_path: Path, database: Path
) -> None:
    (tmp_path / "shelf").mkdir()
    told = json.loads(invoke("backup", str(tmp_path / "shelf"), "--json").stdout)
    assert (Path(told["path"]).parent.name, told["subscribers"]) == ("shelf", 1)
    assert figure(database, "SELECT count(*) FROM moments WHERE name = 'backup'") == 1


def test_where_it_cannot_go_is_named_and_not_the_database(invoke: Invoke, used: None, tmp_path: Path) -> None:
    ended = invoke("backup", str(tmp_path / "no" / "copy.sqlite3"))
    assert (ended.exit_code, ended.stderr) == (1, f"{tmp_path}/no/copy.sqlite3: No such file or directory.\n")


def test_nothing_is_overwritten(invoke: Invoke, copy: Path) -> None:
    ended = invoke("backup", str(copy))
    assert (ended.exit_code, "nothing is overwritten" in ended.stderr) == (1, True)


def test_a_restore_brings_back_what_was_marks_it_and_keeps_what_is_there(
    invoke: Invoke, copy: Path, database: Path
) -> None:
    add_boris(database)
    ended = invoke("restore", str(copy), "--json")
    assert ended.exit_code == 0, ended.stderr
    assert figure(database, "SELECT count(*) FROM subscribers") == 1
    assert figure(database, "SELECT is_restore FROM standstills") == 1
    aside = Path(json.loads(ended.stdout)["aside"])
    assert figure(aside, "SELECT count(*) FROM subscribers") == 2


def test_a_database_that_is_ruined_or_gone_can_be_restored(
    invoke: Invoke, copy: Path, database: Path
) -> None:
    database.write_bytes(b"ruins")
    assert invoke("restore", str(copy)).exit_code == 0
    database.unlink()
    assert invoke("restore", str(copy)).exit_code == 0
    assert figure(database, "SELECT count(*) FROM subscribers") == 1


def test_while_the_bot_is_at_work_nothing_is_restored(invoke: Invoke, copy: Path, database: Path) -> None:
    with FileLock(f"{database}.lock"):
        ended = invoke("restore", str(copy))
    assert (ended.exit_code, "already" in ended.stderr or "another" in ended.stderr) == (2, True)


def spoil(path: Path) -> None:
    """Its end is missing."""
    path.write_bytes(path.read_bytes()[:-100])


def lose_the_checksum(path: Path) -> None:
    """Nobody vouches for it."""
    path.with_name(path.name + ".sha256").unlink()


def make_later(path: Path) -> None:
    """A later version has written it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    vouch_for(path)


def make_foreign(path: Path) -> None:
    """It is a letter."""
    path.write_bytes(b"Dear reader, " * 1000)
    vouch_for(path)


def lose_a_table(path: Path) -> None:
    """It is good until it is to be marked."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE standstills")
    vouch_for(path)


def vouch_for(path: Path) -> None:
    """The checksum of what somebody made of it."""
    line = f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
    path.with_name(path.name + ".sha256").write_text(line)


@pytest.mark.parametrize(
    ("harm", "status", "said"),
    [
        (spoil, 1, "its checksum is another"),
        (lose_the_checksum, 1, "sha256: No such file or directory"),
        (make_foreign, 1, "this is no backup of Kolporter"),
        (make_later, 2, "9999"),
        (lose_a_table, 2, "no such table: standstills"),
    ],
)
def test_what_is_no_sound_backup_changes_nothing(
    harm: Callable[[Path], None], status: int, said: str, invoke: Invoke, copy: Path, database: Path
) -> None:
    harm(copy)
    ended = invoke("restore", str(copy))
    assert (ended.exit_code, said in ended.stderr) == (status, True), ended.stderr
    assert figure(database, "SELECT count(*) FROM subscribers") == 1
    assert [one.name for one in database.parent.glob("*restoring*")] == []


def test_postgresql_is_told_its_own_tools(
    invoke: Invoke, postgres_url: str, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    for command in (["backup"], ["restore", str(copy)]):
        ended = invoke(*command)
        assert (ended.exit_code, "pg_dump --format=custom" in ended.stderr) == (1, True)
    assert invoke("restore", "--mark").exit_code == 0


def test_to_restore_one_says_what(invoke: Invoke, copy: Path) -> None:
    assert invoke("restore").exit_code == 2
    assert invoke("restore", str(copy), "--mark").exit_code == 2


def test_a_database_that_is_not_there_is_not_made(
    invoke: Invoke, sqlite_bare_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_bare_url)
    assert [invoke(one).exit_code for one in ("backup", "prune", "stats", "feeds")] == [2] * 4
    assert not (tmp_path / "bare.sqlite3").exists()
