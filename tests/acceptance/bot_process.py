"""The real bot as a process of its own, against the sandbox: what `main.py run` does, and how it dies."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

from bot.sandbox.story import demo_newspaper
from tests.canaries import CANARY, canaries_in

ROOT = Path(__file__).parents[2]
TOKEN = f"700000001:{CANARY}-acceptance"
EDITOR, ADMIN = 1002, 1003


@dataclass(frozen=True)
class Desk:
    """Where a bot finds its Telegram, its files and its people."""

    address: str
    folder: Path
    editor: int = EDITOR
    admin: int = ADMIN
    window: int = 0
    """Seconds after *Send now*; most tests do not want to wait."""
    more: Mapping[str, str] = field(default_factory=dict)
    """Further variables."""

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "kolporter.sqlite3"

    @property
    def newspaper(self) -> Path:
        """The newspaper's file; the demo's, unless a test wrote another."""
        return self.folder / "newspaper.toml"

    @property
    def log(self) -> Path:
        """All that `bot_at_work` wrote to its terminal."""
        return self.folder / "bot.log"

    def environment(self) -> dict[str, str]:
        """The environment of the bot's process."""
        if not self.newspaper.exists():
            text = demo_newspaper(f"{self.address}/paper").replace("1002", str(self.editor))
            text = text.replace("window_seconds = 5", f"window_seconds = {self.window}")
            self.newspaper.write_text(text, "utf-8")
        return {
            **surroundings(),
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.address,
            "DATABASE_URL": f"sqlite:///{self.database}",
            "ADMIN_IDS": str(self.admin),
            "NEWSPAPER": str(self.newspaper),
            **self.more,
        }

    def figure(self, query: str) -> int:
        """One number from the database."""
        with closing(sqlite3.connect(self.database)) as connection:
            found: int = connection.execute(query).fetchone()[0]
        return found


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    output: str
    errors: str


def surroundings() -> dict[str, str]:
    """What every process of ours needs from this one's environment."""
    return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {"LANG": "en_GB"}


async def command(
    *arguments: str, environment: dict[str, str] | None = None, folder: Path = ROOT, given: str = ""
) -> Ended:
    """`main.py` with these arguments, `given` typed into it, until it ends; a minute at most."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "main.py"),
        *arguments,
        cwd=folder,
        env=surroundings() | (environment or {}),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(60):
            output, errors = await process.communicate(given.encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
    assert canaries_in(errors.decode()) == []
    return Ended(process.returncode or 0, output.decode(), errors.decode())


@asynccontextmanager
async def bot_at_work(desk: Desk) -> AsyncIterator[asyncio.subprocess.Process]:
    """`main.py run` for the length of the block; whatever is left of it then is ended."""
    with desk.log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "main.py", "run", cwd=ROOT, env=desk.environment(), stdout=output, stderr=output
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
                await process.wait()
    assert canaries_in(desk.log.read_text("utf-8")) == []


async def told_to_stop(process: asyncio.subprocess.Process, within: float = 5) -> int:
    """SIGTERM; the exit status. TimeoutError when it takes longer."""
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(within):
        return await process.wait()
