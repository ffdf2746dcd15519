"""The paper corrects what 5,000 people have, and a correction survives the death of its process."""

import signal
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.domain.follows import Follow, edition_subject
from bot.domain.ids import ChatId, Edition
from bot.sandbox import SandboxClient
from bot.sandbox.client_faults import AcceptedCall
from storage.database import connect
from tests.acceptance.bot_process import EDITOR, Desk, bot_at_work, told_to_stop

FIRST = 20_000
EN = Edition("en")
SLUG = "strumicas-pepper-harvest-is-smaller"
WAS, IS = "12 percent smaller", "9 percent smaller"
CHANGED = "The paper changed"
NOTE = "The number was wrong; this one is right."


@dataclass(frozen=True)
class FastDesk(Desk):
    """A desk whose bot may send as fast as Telegram lets those who pay for it."""

    def environment(self) -> dict[str, str]:
        """The environment of the bot's process."""
        return {**super().environment(), "MESSAGES_PER_SECOND": "1000", "CONCURRENCY": "50"}


@pytest.fixture
def desk(telegram: SandboxClient, tmp_path: Path) -> Desk:
    """Its files."""
    return FastDesk(telegram.address, tmp_path)


async def enrolled(desk: Desk, telegram: SandboxClient, count: int) -> range:
    """So many readers who pressed Start long ago."""
    readers = range(FIRST, FIRST + count)
    await telegram.open_chats(FIRST, count)
    await telegram.set_budgets(on=False)
    now = SystemClock().now()
    async with connect(f"sqlite:///{desk.database}") as database:
        await database.migrate()
        async with database.open_store() as store:
            for reader in readers:
                one = await store.subscribers.join(ChatId(reader), edition=EN, language="en", now=now)
                await store.follows.put(one.id, Follow(subject=edition_subject(EN), since=now))
    return readers


async def pushed(desk: Desk, telegram: SandboxClient, readers: Collection[int]) -> None:
    """An editor pushes the article to all of them."""
    await telegram.person(EDITOR, "Boris", language_code="en", role="editor")
    await telegram.type(EDITOR, "/start")
    async with bot_at_work(desk) as process:
        await telegram.type(EDITOR, f"/push {telegram.address}/paper/en/{SLUG}/")
        await telegram.wait_for(EDITOR, WAS, timeout=60)
        await telegram.tap(EDITOR, "Send now")
        await everybody(telegram, readers, "send", WAS)
        await told_to_stop(process)


async def everybody(telegram: SandboxClient, readers: Collection[int], method: str, text: str) -> None:
    """Wait until each of them has it."""
    await telegram.wait_for(min(readers), text, timeout=400)
    has = {one.chat_id for one in await calls(telegram, method, text)}
    for reader in set(readers) - has:
        await telegram.wait_for(reader, text, timeout=60)


async def calls(telegram: SandboxClient, method: str, text: str) -> list[AcceptedCall]:
    """What Telegram took of this kind for readers, from its accept log."""
    return [
        one
        for one in await telegram.accepted()
        if one.method.startswith(method) and text in one.text and one.chat_id >= FIRST
    ]


async def corrects(desk: Desk, telegram: SandboxClient) -> None:
    """The paper corrects the article; its feed is due to be read."""
    await telegram.correct("en", SLUG)
    long_ago = "UPDATE feeds SET next_poll_at = '2020-01-01 00:00:00'"
    async with connect(f"sqlite:///{desk.database}") as database:
        await database.run(lambda connection: connection.exec_driver_sql(long_ago))


@pytest.mark.timeout(600)
@pytest.mark.proof
async def test_a_correction_reaches_everybody_who_has_it_and_tells_whom_it_can(
    desk: Desk, telegram: SandboxClient
) -> None:
    """5,000 have it; then 3 in 100 block the bot, and 1 call in 100 is told to wait."""
    readers = await enrolled(desk, telegram, 5_000)
    await pushed(desk, telegram, readers)
    blocked = [reader for reader in readers if reader % 100 < 3]
    for reader in blocked:
        await telegram.block(reader)
    await telegram.chances(8, status_429=0.01, retry_after=1)
    await corrects(desk, telegram)
    async with bot_at_work(desk):
        await telegram.wait_for(EDITOR, CHANGED, timeout=60)
        await telegram.tap(EDITOR, "Correct with note")
        question = await telegram.wait_for(EDITOR, "What was wrong", timeout=60)
        await telegram.type(EDITOR, NOTE, reply_to=question.message_id)
        await telegram.wait_for(EDITOR, "This goes in reply to 5000 people", timeout=60)
        await telegram.tap(EDITOR, "Correct and tell 5000")
        edited = await telegram.wait_for(EDITOR, "Corrected: ", timeout=400)
        told = await telegram.wait_for(EDITOR, "Note sent: ", timeout=400)
    edits = Counter(one.chat_id for one in await calls(telegram, "edit", IS))
    notes = Counter(one.chat_id for one in await calls(telegram, "send", NOTE))
    print(f"{edits.total()} edits in {len(edits)} chats, {notes.total()} notes in {len(notes)}")
    print(edited.text, told.text, sep="\n")
    assert edits == dict.fromkeys(readers, 1)
    assert notes == dict.fromkeys(set(readers) - set(blocked), 1)
    assert "Edited: 5000" in edited.text
    assert "Got the note: 4850" in told.text


@pytest.mark.timeout(300)
@pytest.mark.proof
async def test_a_correction_whose_process_is_killed_half_way_goes_on(
    desk: Desk, telegram: SandboxClient
) -> None:
    """`kill -9` among 600 edits; afterwards every copy reads as the paper does, and none came twice."""
    readers = await enrolled(desk, telegram, 600)
    await pushed(desk, telegram, readers)
    await corrects(desk, telegram)
    async with bot_at_work(desk) as process:
        card = await telegram.wait_for(EDITOR, CHANGED, timeout=60)
        await telegram.tap(EDITOR, "Silent fix for 600", card.message_id)
        await telegram.wait_for(readers[400], IS, timeout=60)
        process.send_signal(signal.SIGKILL)
        await process.wait()
    before = len({one.chat_id for one in await calls(telegram, "edit", IS)})
    async with bot_at_work(desk):
        await everybody(telegram, readers, "edit", IS)
        report = await telegram.wait_for(EDITOR, "Corrected: ", timeout=60)
    edits = Counter(one.chat_id for one in await calls(telegram, "edit", IS))
    print(
        f"{before} of {len(readers)} edited at the kill, {len(edits)} in the end, {edits.total()} edits taken"
    )
    assert 0 < before < len(readers)
    assert set(edits) == set(readers)
    assert len(await calls(telegram, "send", "smaller")) == len(readers)
    assert "Edited: 600" in report.text
