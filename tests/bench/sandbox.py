"""How fast the sandbox answers sendMessage, beside a bare Starlette endpoint on the same server.

Each server has a process of its own, the client another. The rounds are interleaved, so that a busy machine
slows all alike; figures are medians. Every text is new, so that no cache of texts can help.

The ratio compares processor time, which is what one core can answer: the rate of the bare endpoint is the
client's, who is slower, and would flatter the sandbox.
"""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.bench.load import AnswerError, fire, post
from tests.bench.report import Goal, NotMeasurableError, Report, main

ROOT = Path(__file__).parents[2]
TOKEN = "700000001:bench-token-bench-token-bench-token"
CHATS = range(1001, 1065)
ROUNDS, MESSAGES, CONNECTIONS = 7, 1_500, 16
TEXT = (
    "<b>Скопје доби нова автобуска линија {n}</b>\n\nThree reasons why the buses are slow: drivers, lanes "
    'and money. The <i>city</i> answered on Monday; the paper asked again on <a href="https://example.org/a/{n}">'
    "Thursday</a>.\n\n<blockquote expandable>1. Drivers leave for Germany.\n2. The lanes are parked over.\n"
    "3. The money of 2019 &amp; 2020 was never spent.</blockquote>\n#transport"
)


@dataclass
class Contender:
    """One server under load, and what was measured of it per round."""

    name: str
    address: str
    process: Process
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    async def one_round(self, number: int) -> None:
        requests = [_send(self.address, number * MESSAGES + n) for n in range(MESSAGES)]
        before = _cpu_seconds(self.process.pid)
        seconds = await fire(self.address, requests, CONNECTIONS)
        self.rates.append(MESSAGES / seconds)
        self.cpu.append((_cpu_seconds(self.process.pid) - before) / MESSAGES * 1000)

    @property
    def rate(self) -> float:
        return median(self.rates)

    @property
    def cpu_per_1000(self) -> float:
        """Seconds of processor time of the server."""
        return median(self.cpu)


def _send(address: str, n: int) -> bytes:
    buttons = [
        [{"text": "Read", "url": f"https://example.org/a/{n}"}, {"text": "♥", "callback_data": f"like:{n}"}]
    ]
    body = {
        "chat_id": CHATS[n % len(CHATS)],
        "text": TEXT.format(n=n),
        "parse_mode": "HTML",
        "reply_markup": {"inline_keyboard": buttons},
    }
    return post(address, f"/bot{TOKEN}/sendMessage", json.dumps(body, ensure_ascii=False).encode())


def _cpu_seconds(pid: int) -> float:
    """Of its only thread, to the nanosecond: a round is too short for the clock ticks of /proc/PID/stat."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


@asynccontextmanager
async def _server(name: str, *arguments: str) -> AsyncIterator[Contender]:
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", *arguments, cwd=ROOT, stdout=PIPE)
    try:
        assert process.stdout is not None
        words = (await process.stdout.readline()).decode().split()
        if len(words) < 3:
            raise NotMeasurableError(f"{name}: the server did not start")
        yield Contender(name, words[2], process)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _measured() -> list[Contender]:
    chats = [word for chat in CHATS for word in ("--chat", str(chat))]
    sandbox = ("bot.sandbox", "--port", "0", "--no-budgets", *chats)
    async with AsyncExitStack() as stack:
        contenders = [
            await stack.enter_async_context(_server("bare", "tests.bench.bare_server")),
            await stack.enter_async_context(_server("validated", *sandbox)),
            await stack.enter_async_context(_server("fast", *sandbox, "--fast")),
        ]
        for number in range(ROUNDS + 1):
            for contender in contenders:
                await contender.one_round(number)
        for contender in contenders:
            del contender.rates[0], contender.cpu[0]
        return contenders


def measure() -> Report:
    try:
        bare, validated, fast = asyncio.run(_measured())
    except (AnswerError, OSError) as error:
        raise NotMeasurableError(f"the load failed: {error}") from None
    figures = {f"{one.name}_messages_per_second": round(one.rate) for one in (bare, validated, fast)}
    cpu = {f"{one.name}_cpu_seconds_per_1000": round(one.cpu_per_1000, 3) for one in (bare, validated, fast)}
    by_rate = {"ratio_by_rate": round(_ratio(validated.rates, bare.rates), 2)}
    goals = (
        Goal("sendMessage per second, texts parsed", round(validated.rate), 2_000),
        Goal("ratio to a bare endpoint on one core", round(_ratio(bare.cpu, validated.cpu), 2), 0.4),
        Goal("sendMessage per second with --fast", round(fast.rate), 5_000),
    )
    return Report("sandbox", {**figures, **cpu, **by_rate}, goals)


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return median(one / other for one, other in zip(ours, theirs, strict=True))


if __name__ == "__main__":
    main(measure)
