"""`main.py run` where it cannot run: one sentence, exit status 2, no traceback, no token, nothing lost."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.sandbox import SandboxClient
from tests.acceptance.bot_process import TOKEN, Desk, Ended, bot_at_work, command
from tests.acceptance.readers import arrives


def one_sentence(ended: Ended) -> str:
    """What the command said before it ended with status 2; nothing but that."""
    lines = [line for line in ended.errors.splitlines() if not line.startswith("{")]
    assert ended.status == 2, ended
    assert len(lines) == 1, ended
    assert "Traceback" not in ended.errors
    assert TOKEN not in ended.errors + ended.output
    return lines[0]


async def refused(desk: Desk, **changes: str) -> str:
    """The sentence with which `run` refuses this environment."""
    return one_sentence(await command("run", environment=desk.environment() | changes))


async def test_without_a_token_it_points_to_demo_and_init(tmp_path: Path) -> None:
    """In an empty folder, where there is no newspaper's file either."""
    said = one_sentence(await command("run", folder=tmp_path))
    assert all(word in said for word in ("TELEGRAM_TOKEN", "main.py demo", "main.py init"))


async def test_a_token_that_telegram_does_not_know(desk: Desk) -> None:
    said = await refused(desk, TELEGRAM_TOKEN=TOKEN[:-4] + "0000")
    assert "Telegram does not know the token" in said


async def test_a_token_that_is_none_at_all(desk: Desk) -> None:
    assert "TELEGRAM_TOKEN" in await refused(desk, TELEGRAM_TOKEN="hunter2")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('colour = "red"', ("newspaper.toml", "colour", "unknown")),
        ('surprise = "many"', ("newspaper.toml", "surprise")),
    ],
)
async def test_a_newspaper_file_with_a_mistake(desk: Desk, line: str, words: tuple[str, ...]) -> None:
    desk.environment()
    name = line.split()[0]
    kept = [one for one in desk.newspaper.read_text("utf-8").splitlines() if not one.startswith(f"{name} =")]
    desk.newspaper.write_text("\n".join([line, *kept]), "utf-8")
    said = await refused(desk)
    assert all(word in said for word in words), said


async def test_an_environment_with_a_mistake(desk: Desk) -> None:
    assert "ADMIN_IDS" in await refused(desk, ADMIN_IDS="boris")


async def test_a_database_of_a_later_version_stays_untouched(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'zzzz'")
    before = desk.database.read_bytes()
    said = await refused(desk)
    assert "later version" in said
    assert "zzzz" in said
    assert desk.database.read_bytes() == before


async def test_a_second_process_on_the_same_file(desk: Desk, telegram: SandboxClient) -> None:
    async with bot_at_work(desk):
        await arrives(telegram, 7)
        said = await refused(desk)
        assert re.search(r"Another Kolporter is working on .*kolporter\.sqlite3", said)
        await telegram.type(7, "/help")
        await telegram.wait_for(7, "/latest")
