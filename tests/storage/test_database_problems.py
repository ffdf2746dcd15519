"""A database that cannot be used is one clear sentence, and never the password."""

from pathlib import Path
from traceback import format_exception

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.doctor_ports import DatabaseReport
from bot.errors import DatabaseTooNew, DatabaseUnavailable
from storage.database import connect
from storage.inspecting import inspect
from storage.problems import unavailable
from tests.canaries import PASSWORD
from tests.storage.samples import files


async def problem_of(url: str) -> str:
    """What is told when this address is opened."""
    with pytest.raises(DatabaseUnavailable) as caught:
        async with connect(url) as database:
            await database.migrate()
    assert "cret" not in "".join(format_exception(caught.value))
    return str(caught.value.args_["problem"])


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert await problem_of(f"sqlite:///{tmp_path}/no/k.db") == f"the folder {tmp_path}/no does not exist"


async def test_a_folder_instead_of_a_file_is_named(tmp_path: Path) -> None:
    assert await problem_of(f"sqlite:///{tmp_path}") == f"{tmp_path} is a folder, not a file"


async def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear reader, " * 100)
    assert await problem_of(f"sqlite:///{path}") == f"{path} is not an SQLite database"
    assert path.read_text() == "Dear reader, " * 100


async def test_a_damaged_file_is_named(sqlite_url: str, tmp_path: Path) -> None:
    path = tmp_path / "kolporter.sqlite3"
    content = bytearray(path.read_bytes())
    content[8192:40960] = b"\xff" * 32768
    path.write_bytes(content)
    assert await problem_of(sqlite_url) == f"{path} is damaged; put a backup in its place"


@pytest.mark.parametrize("url", ["mysql://u:secret@host/db", "kolporter.sqlite3", ""])
async def test_another_kind_of_address_is_refused(url: str) -> None:
    assert await problem_of(url) == "DATABASE_URL must start with sqlite:/// or postgresql://"


@pytest.mark.parametrize(
    "url", ["sqlite", "sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite://kolporter.db"]
)
async def test_an_sqlite_address_must_name_a_file(url: str) -> None:
    assert "names no file" in await problem_of(url)


async def test_a_server_that_is_not_there_is_named_without_the_password() -> None:
    problem = await problem_of("postgresql://paper:secret@127.0.0.1:9/paper")
    assert problem == "the PostgreSQL server does not answer at the address in DATABASE_URL"


@pytest.mark.parametrize("password", ["se#cret", "se/cret", "12/cret@x", "se?cret", "12#cret"])
async def test_a_password_that_breaks_the_address_is_not_quoted(password: str) -> None:
    problem = await problem_of(f"postgresql://paper:{password}@127.0.0.1:9/paper")
    assert problem.endswith("special characters of a password must be written as %XX")


async def test_a_wrong_password_is_named(guarded_url: str) -> None:
    problem = await problem_of(guarded_url.replace(PASSWORD, "wrong-password"))
    assert problem == "the PostgreSQL server refuses this user name or password"


async def test_a_database_that_the_server_does_not_have_is_named(postgres_server: str) -> None:
    problem = await problem_of(postgres_server.replace("/postgres?", "/nowhere?"))
    assert problem == "the PostgreSQL server has no database of this name; create it first"


async def test_a_user_without_rights_is_told_what_the_server_says(guarded_url: str) -> None:
    assert "permission denied" in await problem_of(guarded_url)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
async def test_every_spelling_of_postgresql_is_understood(postgres_url: str, scheme: str) -> None:
    async with connect(postgres_url.replace("postgresql", scheme, 1)) as database:
        assert database.path is None


async def test_the_report_names_the_place_without_the_password(postgres_url: str) -> None:
    report = await inspect(postgres_url.replace("postgres:@", "postgres:secret@"))
    assert report.place.startswith("PostgreSQL ")
    assert report.place.endswith("/postgres")
    assert report.sqlite is None
    assert "secret" not in repr(report)


async def test_the_report_on_a_file_names_it_with_sqlites_version(sqlite_url: str) -> None:
    report = await inspect(sqlite_url)
    assert report.place == sqlite_url.removeprefix("sqlite:///")
    assert report.sqlite
    assert len(report.sqlite) == 3


async def test_looking_creates_no_file(tmp_path: Path) -> None:
    assert isinstance(await inspect(f"sqlite:///{tmp_path}/new.db"), DatabaseReport)
    assert files(tmp_path) == []


async def test_looking_where_there_is_no_folder_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match="does not exist"):
        await inspect(f"sqlite:///{tmp_path}/no/new.db")


async def test_looking_recognises_a_later_version(sqlite_url: str) -> None:
    async with connect(sqlite_url) as database:
        later = "UPDATE alembic_version SET version_num = '9999'"
        await database.run(lambda connection: connection.execute(text(later)))
    with pytest.raises(DatabaseTooNew):
        await inspect(sqlite_url)


@pytest.mark.parametrize(
    ("cause", "sentence"),
    [
        ("unable to open database file", "no permission to open /tmp/k.db or to write in its folder"),
        ("attempt to write a readonly database", "no permission to write /tmp/k.db"),
        ("database is locked", "another program keeps /tmp/k.db locked"),
        ("database or disk is full", "no room left on the disk of /tmp/k.db"),
        ("disk I/O error", "the disk of /tmp/k.db cannot be read or written"),
        ("something new", "/tmp/k.db: something new"),
    ],
)
def test_what_sqlite_says_becomes_a_sentence(cause: str, sentence: str) -> None:
    assert unavailable(OSError(cause), Path("/tmp/k.db")).args_ == {"problem": sentence}


def test_a_disk_error_where_there_is_no_room_is_a_full_disk() -> None:
    assert unavailable(OSError("disk I/O error"), Path("/proc/k.db")).args_ == {
        "problem": "no room left on the disk of /proc/k.db"
    }


@pytest.mark.parametrize(
    ("cause", "sentence"),
    [
        (asyncpg.DiskFullError("could not extend file"), "no room left on the disk of the PostgreSQL server"),
        (asyncpg.ReadOnlySQLTransactionError("UPDATE"), "the PostgreSQL server lets nobody write at present"),
        (asyncpg.ConnectionDoesNotExistError("closed"), "the connection to the PostgreSQL server broke"),
    ],
)
def test_what_breaks_at_a_server_becomes_a_sentence(cause: Exception, sentence: str) -> None:
    """The driver's own error stands behind the one that SQLAlchemy makes of it."""
    wrapped = DBAPIError("UPDATE leases", None, RuntimeError("<class 'asyncpg'>: closed"))
    assert wrapped.orig
    wrapped.orig.__cause__ = cause
    assert unavailable(wrapped, None).args_ == {"problem": sentence}


def test_a_server_that_is_too_busy_is_a_sentence() -> None:
    problem = unavailable(PoolTimeoutError("QueuePool limit"), None)
    assert problem.args_ == {"problem": "the PostgreSQL server cannot be used (TimeoutError)"}


def test_what_the_server_says_reaches_the_person() -> None:
    problem = unavailable(asyncpg.TooManyConnectionsError("too many clients already"), None)
    assert problem.args_ == {"problem": "the PostgreSQL server says: too many clients already"}
