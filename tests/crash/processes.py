"""The processes of a crash run: Telegram, which lives on, and the bot, which is killed or stopped."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from tests.acceptance.bot_process import ROOT, TOKEN, surroundings

_NEWSPAPER = """name = "Primer"
[editions.en]
title = "Primer"
membership_url = "https://paper.example/join"
appeal = "Join us."
[readers]
daily_cap = 0
"""
_VIDEO = """[video_of_the_day]
at = "{at}"
zone = "UTC"
editions = ["en"]
"""


@dataclass(frozen=True)
class Scene:
    """Where the bot finds what it needs, and what it may do."""

    folder: Path
    address: str
    database_url: str
    per_second: int
    concurrency: int
    video_at: str | None = None
    """When a video goes out by itself, by UTC."""

    @property
    def newspaper(self) -> str:
        """What the paper's file says."""
        return _NEWSPAPER + (_VIDEO.format(at=self.video_at) if self.video_at else "")

    @property
    def accept_log(self) -> Path:
        """What Telegram took."""
        return accept_log(self.folder)

    def environment(self) -> Mapping[str, str]:
        """The bot's environment."""
        newspaper = self.folder / "newspaper.toml"
        newspaper.write_text(self.newspaper, "utf-8")
        return {
            **surroundings(),
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.address,
            "DATABASE_URL": self.database_url,
            "NEWSPAPER": str(newspaper),
            "MESSAGES_PER_SECOND": str(self.per_second),
            "CONCURRENCY": str(self.concurrency),
        }


def accept_log(folder: Path) -> Path:
    """The sandbox's log in this folder."""
    return folder / "accepted.jsonl"


@asynccontextmanager
async def sandbox(folder: Path) -> AsyncIterator[str]:
    """The address of a Telegram that only accepts and logs."""
    options = ("--fast", "--no-budgets", "--accept-log", str(accept_log(folder)))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.sandbox", *options, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        yield (await process.stdout.readline()).decode().split()[2]
    finally:
        process.terminate()
        await process.wait()


class Bot:
    """`main.py run` as a process that can be killed; `log` is what it writes to its terminal."""

    def __init__(self, scene: Scene, process: asyncio.subprocess.Process, log: Path) -> None:
        self.log = log
        self._log = scene.accept_log
        self._process = process
        self._seen = self._log.stat().st_size
        self._said = log.stat().st_size

    async def lives(self, seconds: float) -> bool:
        """Let it work so long; False when it ended by itself."""
        try:
            await asyncio.wait_for(self._process.wait(), seconds)
        except TimeoutError:
            return True
        return False

    async def sends(self, messages: int, within: float) -> bool:
        """Let it work until Telegram took so many; False when it ended, or did not get so far."""
        found = 0
        for _ in range(int(within / 0.01)):
            with self._log.open("rb") as log:
                log.seek(self._seen)
                new = log.read()
            self._seen += len(new)
            found += new.count(b"\n")
            if found >= messages:
                return True
            if not await self.lives(0.01):
                return False
        return False

    async def ends(self, within: float) -> int | None:
        """How it ended; None when it lives on."""
        return None if await self.lives(within) else self._process.returncode

    def said(self, event: str) -> list[datetime]:
        """When it wrote such a line since its start."""
        with self.log.open("rb") as log:
            log.seek(self._said)
            lines = [line for line in log.read().splitlines() if event.encode() in line]
        records = [json.loads(line) for line in lines if line.startswith(b"{")]
        return [datetime.fromisoformat(one["timestamp"]) for one in records if one["event"] == event]

    async def says(self, event: str, times: int, within: float) -> bool:
        """Let it work until it wrote so many such lines; False when it ended, or did not."""
        for _ in range(int(within / 0.02)):
            if len(self.said(event)) >= times:
                return True
            if not await self.lives(0.02):
                return False
        return False

    def signal(self, number: signal.Signals) -> None:
        """SIGSTOP, SIGCONT …"""
        self._process.send_signal(number)

    async def kill(self) -> None:
        """`kill -9`."""
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)
        await self._process.wait()


@asynccontextmanager
async def bot(scene: Scene, name: str = "bot", **more: str) -> AsyncIterator[Bot]:
    """The bot at work; killed at the end of the block, if it is not dead by then."""
    log = scene.folder / f"{name}.log"
    with log.open("ab") as output:
        running = Bot(scene, await _started(scene, more, output), log)
    try:
        yield running
    finally:
        await running.kill()


async def _started(scene: Scene, more: Mapping[str, str], output: BinaryIO) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "main.py",
        "run",
        cwd=ROOT,
        env={**scene.environment(), **more},
        stdout=output,
        stderr=output,
    )
