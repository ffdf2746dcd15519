"""`doctor`: a line per thing it looked at; exit 0 when all is well, 1 when not, 2 when it cannot look."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import Sandbox, SandboxClient, serve
from tests.acceptance.bot_process import EDITOR, TOKEN, Desk, command


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """An installation whose editor has pressed Start."""
    async with serve(Sandbox(token=TOKEN, chats=[EDITOR]).app) as address, SandboxClient(address):
        yield Desk(address, tmp_path)


async def test_a_healthy_installation_has_only_good_lines(desk: Desk) -> None:
    ended = await command("doctor", environment=desk.environment())
    lines = ended.output.splitlines()
    assert (ended.status, ended.errors) == (0, ""), ended
    assert len(lines) == 7
    assert all(line[0] in "✓!" for line in lines)


async def test_what_is_ill_is_marked_and_ends_with_1(desk: Desk) -> None:
    ended = await command("doctor", environment=desk.environment() | {"TELEGRAM_TOKEN": f"{TOKEN}x"})
    ill = [line for line in ended.output.splitlines() if line.startswith("✗")]
    assert ended.status == 1
    assert ill
    assert all("token" in line for line in ill)
    assert TOKEN not in ended.output + ended.errors


async def test_it_leaves_no_database_behind(desk: Desk) -> None:
    await command("doctor", environment=desk.environment())
    assert not desk.database.exists()


async def test_a_newspaper_file_that_is_missing_is_one_sentence(desk: Desk) -> None:
    ended = await command("doctor", environment=desk.environment() | {"NEWSPAPER": "/nowhere.toml"})
    assert (ended.status, ended.output, len(ended.errors.splitlines())) == (2, "", 1)
