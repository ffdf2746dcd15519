"""What befalls `main.py run` while it runs: it keeps what it has and goes on, or ends with one sentence."""

import asyncio
import resource
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.sandbox import SandboxClient
from tests.acceptance.bot_process import ROOT, TOKEN, Desk
from tests.acceptance.readers import arrives
from tests.canaries import canaries_in

ANA = 7


@dataclass
class Bot:
    """The bot's process and what it says, read off a pipe: a full disk takes no log either."""

    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)

    async def says(self, words: str) -> str:
        """The next line with these words."""
        assert self.process.stderr
        async with asyncio.timeout(60):
            async for line in self.process.stderr:
                self.lines.append(line.decode())
                if words in self.lines[-1]:
                    return self.lines[-1]
        raise AssertionError(f"it ended without {words!r}: {self.lines}")

    def may_write(self, most: int) -> None:
        """From now on no file of its may grow beyond so many bytes."""
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


@asynccontextmanager
async def running(desk: Desk) -> AsyncIterator[Bot]:
    """`main.py run` for the length of the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "main.py", "run", cwd=ROOT, env=desk.environment(), stderr=asyncio.subprocess.PIPE
    )
    bot = Bot(process)
    try:
        yield bot
    finally:
        if process.returncode is None:
            process.terminate()
        _, rest = await process.communicate()
    assert canaries_in("".join(bot.lines) + rest.decode()) == []


async def test_a_disk_that_takes_nothing_is_waited_for_and_no_message_is_lost(
    desk: Desk, telegram: SandboxClient
) -> None:
    async with running(desk) as bot:
        await arrives(telegram, ANA)
        bot.may_write(1)
        await telegram.type(ANA, "/help")
        assert "cannot be read or written" in await bot.says("database_away")
        bot.may_write(resource.RLIM_INFINITY)
        await telegram.wait_for(ANA, "/latest", timeout=30)
        assert await bot.says("database_back")


async def test_a_token_that_is_revoked_ends_it_with_one_sentence(desk: Desk, telegram: SandboxClient) -> None:
    async with running(desk) as bot:
        await arrives(telegram, ANA)
        await telegram.fault(401, method="*", count=None)
        await telegram.type(ANA, "/help")
        assert await bot.says("Telegram does not know the token")
        assert await bot.process.wait() == 2
    assert not [one for one in bot.lines if "Traceback" in one or TOKEN in one]


async def test_a_second_bot_on_the_token_is_named_and_outlived(desk: Desk, telegram: SandboxClient) -> None:
    async with running(desk) as bot:
        await arrives(telegram, ANA)
        await telegram.fault(409, method="getUpdates", description="Conflict: terminated by other getUpdates")
        await telegram.type(ANA, "/help")
        assert '"another_process_polls": true' in await bot.says("updates_interrupted")
        await telegram.wait_for(ANA, "/latest", timeout=30)
