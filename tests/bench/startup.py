"""What a start costs: from exec to the first update answered, beside a minimal python-telegram-bot.

Both talk to the same sandbox, where somebody has written before they start; both have been started once, so
that Python's compiled files are there, and Kolporter's database. Rounds are interleaved, figures are medians.
"""

import asyncio
import os
import resource
import signal
import sys
import tempfile
from asyncio.subprocess import DEVNULL
from itertools import count
from pathlib import Path
from statistics import median

from bot.sandbox import Sandbox, SandboxClient, serve
from tests.acceptance.bot_process import ROOT, TOKEN, Desk, surroundings
from tests.bench.report import Goal, Report, main

ROUNDS = 5
_READERS = count(7)
MINIMAL = """
import os
from telegram.ext import Application, CommandHandler
async def start(update, context):
    await update.message.reply_text("Primer Daily")
token, address = os.environ["TELEGRAM_TOKEN"], os.environ["TELEGRAM_API_URL"]
application = Application.builder().token(token).base_url(f"{address}/bot").build()
application.add_handler(CommandHandler("start", start))
application.run_polling()
"""
_MEGABYTE = 1_000_000


async def one_round(
    telegram: SandboxClient, environment: dict[str, str], *command: str
) -> tuple[float, float]:
    """Processor seconds until the answer is there, and megabytes then."""
    reader = next(_READERS)
    await telegram.person(reader, "Ana", language_code="en")
    await telegram.type(reader, "/start")
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=ROOT, env=environment, stdout=DEVNULL, stderr=DEVNULL
    )
    try:
        await telegram.wait_for(reader, "Primer Daily", timeout=60)
        return _processor_seconds(process.pid), _memory(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


def _processor_seconds(pid: int) -> float:
    """Of the process and all its threads; children that have not ended are left out."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize() / _MEGABYTE


async def measured() -> dict[str, list[tuple[float, float]]]:
    found: dict[str, list[tuple[float, float]]] = {"kolporter": [], "minimal": []}
    with tempfile.TemporaryDirectory() as folder:
        async with serve(Sandbox(token=TOKEN).app) as address, SandboxClient(address) as telegram:
            desk = Desk(address, Path(folder))
            minimal = {**surroundings(), "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": address}
            await telegram.set_budgets(on=False)
            for _ in range(ROUNDS + 1):
                found["kolporter"].append(await one_round(telegram, desk.environment(), "main.py", "run"))
                found["minimal"].append(await one_round(telegram, minimal, "-c", MINIMAL))
    return {name: rounds[1:] for name, rounds in found.items()}


def measure() -> Report:
    found = asyncio.run(measured())
    cpu = {name: median(seconds for seconds, _ in rounds) for name, rounds in found.items()}
    memory = {name: median(megabytes for _, megabytes in rounds) for name, rounds in found.items()}
    return Report(
        "startup",
        {f"{name}_cpu_seconds": round(value, 3) for name, value in cpu.items()}
        | {f"{name}_megabytes": round(value, 1) for name, value in memory.items()},
        (
            Goal("cpu to a minimal bot", round(cpu["kolporter"] / cpu["minimal"], 2), 2.5, is_ceiling=True),
            Goal("megabytes", round(memory["kolporter"], 1), 90, is_ceiling=True),
        ),
    )


if __name__ == "__main__":
    main(measure)
