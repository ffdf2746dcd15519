"""The desk in front of a crowd, with the real bot as a process: stop in time, watch, pause, a crash, a race.

What readers got is counted in the log of what Telegram accepted, not in our own tables.
"""

import asyncio
import signal
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot.sandbox import SandboxClient
from bot.sandbox.client import ScreenMessage
from bot.sandbox.client_faults import AcceptedCall
from tests.acceptance.bot_process import EDITOR, Desk, bot_at_work
from tests.acceptance.readers import HEADLINE, push_the_night_train, subscribe

READERS = range(5000, 5160)
"""Enough that a push to them takes five seconds."""
FEW = READERS[:20]
SECOND = 1004
SLUG = "video-stojcevska-why-the-night-train-may-return"
STOP = "🛑 Stop (5 s)"


@pytest.fixture
async def desk(desk: Desk) -> Desk:
    """A desk of two editors."""
    desk.environment()
    text = desk.newspaper.read_text("utf-8").replace("editors = [1002]", f"editors = [1002, {SECOND}]")
    desk.newspaper.write_text(text, "utf-8")
    return desk


async def copies(telegram: SandboxClient) -> Counter[int]:
    """How many copies Telegram accepted for each reader."""
    accepted = await telegram.accepted()
    sends = (one for one in accepted if one.method.startswith("send"))
    return Counter(one.chat_id for one in sends if HEADLINE in one.text and one.chat_id in READERS)


async def progress(telegram: SandboxClient, text: str, editor: int = EDITOR) -> ScreenMessage:
    """The editor's message about the push, once it says this."""

    def says(one: ScreenMessage) -> bool:
        return one.is_from_bot and HEADLINE in one.text and text in one.text

    return await telegram.wait_for(editor, says, timeout=60)


async def test_stop_within_the_window_reaches_nobody_and_send_now_still_reaches_all(
    desk: Desk, telegram: SandboxClient
) -> None:
    text = desk.newspaper.read_text("utf-8").replace("window_seconds = 0", "window_seconds = 5")
    desk.newspaper.write_text(text, "utf-8")
    async with bot_at_work(desk):
        await subscribe(telegram, FEW)
        await push_the_night_train(telegram, EDITOR)
        await _button(telegram, EDITOR, STOP)
        await telegram.tap(EDITOR, STOP)
        await _button(telegram, EDITOR, "Send now")
        # What this sends leaves five seconds later than what was stopped would have.
        await telegram.tap(EDITOR, "Send now")
        await progress(telegram, "✓ Ended")
    assert desk.figure("SELECT count(*) FROM pushes WHERE state = 'cancelled' AND planned = 0") == 1
    assert await copies(telegram) == dict.fromkeys(FEW, 1)


async def test_one_message_counts_to_the_end_what_telegram_accepted(
    desk: Desk, telegram: SandboxClient
) -> None:
    lost = READERS[:3]
    async with bot_at_work(desk):
        await subscribe(telegram, READERS)
        for reader in lost:
            await telegram.fault(403, chat=reader, description="Forbidden: bot was blocked by the user")
        await push_the_night_train(telegram, EDITOR)
        ended = await progress(telegram, "✓ Ended")
        got = await copies(telegram)
    assert f"sent {len(got)} of {len(READERS)} · blocked {len(lost)}" in ended.text
    assert got == dict.fromkeys(READERS[3:], 1)
    accepted = await telegram.accepted()
    edits = [datetime.fromisoformat(one.at) for one in accepted if _is_progress(one)]
    assert all(later - earlier > timedelta(seconds=2.9) for earlier, later in pairwise(edits))
    assert not await telegram.violations()


async def test_a_push_is_paused_and_goes_on_and_nobody_gets_it_twice(
    desk: Desk, telegram: SandboxClient
) -> None:
    async with bot_at_work(desk):
        await subscribe(telegram, READERS)
        await push_the_night_train(telegram, EDITOR)
        await _button(telegram, EDITOR, "⏸ Pause")
        # The last ones are reached first.
        await telegram.wait_for(READERS[-10], HEADLINE, timeout=30)
        await telegram.tap(EDITOR, "⏸ Pause")
        await progress(telegram, "⏸ Paused")
        paused = (await copies(telegram)).total()
        assert 0 < paused < len(READERS)
        await telegram.tap(EDITOR, "▶ Resume")
        ended = await progress(telegram, "✓ Ended")
    assert f"sent {len(READERS)} of {len(READERS)}" in ended.text
    assert await copies(telegram) == dict.fromkeys(READERS, 1)


@pytest.mark.proof
async def test_after_a_crash_in_the_middle_the_same_message_goes_on_to_the_end(
    desk: Desk, telegram: SandboxClient
) -> None:
    async with bot_at_work(desk) as process:
        await subscribe(telegram, READERS)
        await push_the_night_train(telegram, EDITOR)
        begun = await progress(telegram, "Going out")
        # The last ones are reached first. By then it is on file where the message stands.
        await telegram.wait_for(READERS[40], HEADLINE, timeout=30)
        process.send_signal(signal.SIGKILL)
        await process.wait()
    assert desk.figure("SELECT count(*) FROM deliveries WHERE state < 3") > 0
    async with bot_at_work(desk):
        ended = await progress(telegram, "✓ Ended")
    got = await copies(telegram)
    assert ended.message_id == begun.message_id
    assert set(got) == set(READERS)
    assert got.total() - len(got) <= desk.figure("SELECT sum(risk) FROM deliveries")


async def test_two_editors_who_send_at_once_send_it_once(desk: Desk, telegram: SandboxClient) -> None:
    async with bot_at_work(desk):
        await subscribe(telegram, FEW)
        for editor, name in ((EDITOR, "Boris"), (SECOND, "Dora")):
            await telegram.person(editor, name, language_code="en", role="editor")
            await telegram.type(editor, "/start")
            await telegram.type(editor, f"/push {telegram.address}/paper/en/{SLUG}/")
            await _button(telegram, editor, "Send now")
        await asyncio.gather(*(telegram.tap(editor, "Send now") for editor in (EDITOR, SECOND, EDITOR)))
        for editor in (EDITOR, SECOND):
            await progress(telegram, "✓ Ended", editor)
    assert await copies(telegram) == dict.fromkeys(FEW, 1)
    assert desk.figure("SELECT count(*) FROM pushes") == 1


async def _button(telegram: SandboxClient, person: int, label: str) -> ScreenMessage:
    """The message with this button, once there is one."""
    return await telegram.wait_for(person, lambda one: bool(one.button(label)), timeout=30)


def _is_progress(one: AcceptedCall) -> bool:
    return one.method == "editMessageText" and one.chat_id == EDITOR
