"""A database that cannot be used: `doctor` names what is wrong, every other command stops with a sentence."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.canaries import PASSWORD
from tests.cli.conftest import Invoke

PAPER = """name = "Primer"
[editions.en]
title = "Primer"
membership_url = "https://paper.example/membership"
appeal = "Free for all."
"""


@pytest.fixture(autouse=True)
def paper(newspaper: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without a token and feeds; its database is what a test makes of it."""
    newspaper.write_text(PAPER)
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("TELEGRAM_TOKEN", "")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The file."""
    return tmp_path / "kolporter.sqlite3"


def damage(path: Path) -> str:
    """Pages in its middle are gone."""
    content = bytearray(path.read_bytes())
    content[8192:40960] = b"\xff" * 32768
    path.write_bytes(content)
    return "is damaged; put a backup in its place"


def be_foreign(path: Path) -> str:
    """It is a letter."""
    path.write_text("Dear reader, " * 1000)
    return "is not an SQLite database"


def be_later(path: Path) -> str:
    """A later version was here."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    return "9999"


def be_a_folder(path: Path) -> str:
    """Somebody mistook it."""
    path.unlink()
    path.mkdir()
    return "is a folder, not a file"


@pytest.mark.parametrize("harm", [damage, be_foreign, be_later, be_a_folder])
def test_doctor_names_it_and_others_stop_with_one_sentence(
    harm: Callable[[Path], str], invoke: Invoke, database: Path
) -> None:
    said = harm(database)
    (line,) = [one for one in invoke("doctor").stdout.splitlines() if said in one]
    assert line.startswith("✗")
    ended = invoke("migrate")
    assert (ended.exit_code, ended.stdout, said in ended.stderr) == (2, "", True)
    assert len(ended.stderr.splitlines()) == 1


def test_a_wrong_password_is_named_and_never_shown(
    invoke: Invoke, guarded_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", guarded_url.replace(PASSWORD, "wr0ng"))
    for command in ("doctor", "migrate", "stats"):
        ended = invoke(command)
        told = ended.stdout + ended.stderr
        assert "refuses this user name or password" in told
        assert "wr0ng" not in told


def test_an_older_schema_is_a_warning(invoke: Invoke, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0160'")
    assert "! The database is at revision 0160" in invoke("doctor").stdout


def test_doctor_leaves_a_sound_database_as_it_was(invoke: Invoke, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        before = list(connection.iterdump())
    assert "kolporter.sqlite3" in invoke("doctor").stdout
    with closing(sqlite3.connect(database)) as connection:
        assert list(connection.iterdump()) == before
