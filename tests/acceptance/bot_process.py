"""The real bot as a process of its own, against the sandbox: what `main.py run` does, and how it dies."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.story import demo_newspaper

ROOT = Path(__file__).parents[2]
TOKEN = "700000001:acceptance-token-acceptance-t0ken"  # noqa: S105 - the sandbox takes any


@dataclass(frozen=True)
class Desk:
    """Where a bot finds its Telegram, its files and its people."""

    address: str
    folder: Path
    editor: int
    admin: int

    @property
    def database(self) -> Path:
        return self.folder / "kolporter.sqlite3"

    def environment(self) -> dict[str, str]:
        newspaper = self.folder / "newspaper.toml"
        text = demo_newspaper(f"{self.address}/paper").replace("1002", str(self.editor))
        newspaper.write_text(text, "utf-8")
        return {
            **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.address,
            "DATABASE_URL": f"sqlite:///{self.database}",
            "ADMIN_IDS": str(self.admin),
            "NEWSPAPER": str(newspaper),
        }


@asynccontextmanager
async def bot_at_work(desk: Desk) -> AsyncIterator[asyncio.subprocess.Process]:
    """`main.py run` for the length of the block; whatever is left of it then is ended."""
    log = desk.folder / "bot.log"
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "main.py", "run", cwd=ROOT, env=desk.environment(), stdout=output, stderr=output
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
                await process.wait()
