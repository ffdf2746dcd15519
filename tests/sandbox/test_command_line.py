"""`python -m bot.sandbox` runs by itself and stops on SIGTERM."""

import asyncio
import sys
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parents[2]


async def test_it_serves_an_open_chat_until_terminated(http: aiohttp.ClientSession, token: str) -> None:
    command = (sys.executable, "-m", "bot.sandbox", "--port", "0", "--token", token, "--chat", "501")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    address = (await process.stdout.readline()).decode().split()[2]
    async with http.get(f"{address}/bot{token}/sendMessage?chat_id=501&text=x") as response:
        assert (await response.json())["ok"]
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 5) == 0
