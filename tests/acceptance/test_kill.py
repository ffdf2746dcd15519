"""A push to 200 readers survives the death of its process."""

import signal
import sqlite3
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from bot.sandbox import Sandbox, SandboxClient, serve
from tests.acceptance.bot_process import Desk, bot_at_work

READERS = range(5000, 5200)
EDITOR, ADMIN = 1002, 1003
HEADLINE = "Why the night train"


@pytest.mark.proof
async def test_every_reader_gets_a_push_whose_process_was_killed_half_way() -> None:
    """`kill -9` after about 60 of 200 messages; a copy only where one was recorded as at risk."""
    sandbox = Sandbox()
    with tempfile.TemporaryDirectory() as folder:
        async with serve(sandbox.app) as address, SandboxClient(address) as telegram:
            desk = Desk(address, Path(folder), EDITOR, ADMIN)
            copies = await _push_with_a_kill(telegram, desk)
            extra, risks = copies.total() - len(copies), _recorded_risks(desk.database)
            print(f"{len(copies)} of {len(READERS)} readers got it, {extra} copies, {risks} recorded risks")
            assert set(copies) == set(READERS)
            assert extra <= risks


async def _push_with_a_kill(telegram: SandboxClient, desk: Desk) -> Counter[int]:
    async with bot_at_work(desk) as process:
        await _everybody_subscribes(telegram)
        url = f"{desk.address}/paper/en/video-stojcevska-why-the-night-train-may-return/"
        await telegram.type(EDITOR, f"/push {url}")
        await telegram.wait_for(EDITOR, HEADLINE)
        await telegram.tap(EDITOR, "Send now")
        await telegram.wait_for(READERS[60], HEADLINE, timeout=30)
        process.send_signal(signal.SIGKILL)
        await process.wait()
    async with bot_at_work(desk):
        for reader in READERS:
            await telegram.wait_for(reader, HEADLINE, timeout=60)
    accepted = await telegram.accepted()
    return Counter(one.chat_id for one in accepted if HEADLINE in one.text and one.chat_id in READERS)


async def _everybody_subscribes(telegram: SandboxClient) -> None:
    """A crowd for which Telegram's budgets are lifted."""
    await telegram.set_budgets(on=False)
    await telegram.person(EDITOR, "Boris", language_code="en", role="editor")
    await telegram.type(EDITOR, "/start")
    for reader in READERS:
        await telegram.person(reader, "Reader", language_code="en")
        await telegram.type(reader, "/start")
    for reader in READERS:
        await telegram.wait_for(reader, "Primer Daily", timeout=60)
        await telegram.tap(reader, "Top stories")
    await telegram.wait_for(READERS[-1], "subscribed", timeout=60)
    await telegram.set_budgets(on=True)


def _recorded_risks(database: Path) -> int:
    with sqlite3.connect(database) as connection:
        risks: int = connection.execute("SELECT sum(risk) FROM deliveries").fetchone()[0]
    return risks
