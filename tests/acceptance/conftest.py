"""A Telegram for the bot's process, and a desk with files of its own."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import Sandbox, SandboxClient, serve
from tests.acceptance.bot_process import TOKEN, Desk


@pytest.fixture
async def telegram() -> AsyncIterator[SandboxClient]:
    """The phones of a Telegram that knows one token."""
    async with serve(Sandbox(token=TOKEN).app) as address, SandboxClient(address) as telegram:
        yield telegram


@pytest.fixture
def desk(telegram: SandboxClient, tmp_path: Path, sqlite_template: Path) -> Desk:
    """A bot's files, with the demo's newspaper and an empty database."""
    desk = Desk(telegram.address, tmp_path)
    shutil.copy(sqlite_template, desk.database)
    return desk
