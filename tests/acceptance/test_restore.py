"""The restore drill, as docs/operations.md shows it: an old backup is put back, and no phone rings again."""

from collections import Counter

import pytest

from bot.sandbox import SandboxClient
from bot.sandbox.client import ScreenMessage
from tests.acceptance.bot_process import EDITOR, Desk, Ended, bot_at_work, command, told_to_stop
from tests.acceptance.readers import HEADLINE, push_the_night_train, sees, subscribe

READERS = range(5000, 5040)


async def run(desk: Desk, *arguments: str) -> Ended:
    """A command as somebody types it, who sees what it says."""
    ended = await command(*arguments, environment=desk.environment())
    print(f"$ main.py {' '.join(arguments)}\n{ended.output}{ended.errors}[{ended.status}]")
    return ended


def is_dropped(message: ScreenMessage) -> bool:
    """The card says who decided."""
    return any(button.text.startswith("✗ Dropped by Boris") for row in message.buttons for button in row)


async def copies(telegram: SandboxClient) -> Counter[int]:
    """How many messages with the push each reader has had."""
    accepted = await telegram.accepted()
    return Counter(one.chat_id for one in accepted if HEADLINE in one.text and one.chat_id in READERS)


@pytest.mark.proof
async def test_an_old_backup_sends_nothing_again_until_somebody_says_so(
    desk: Desk, telegram: SandboxClient
) -> None:
    backup = desk.folder / "backup.sqlite3"
    async with bot_at_work(desk) as process:
        await subscribe(telegram, READERS)
        await push_the_night_train(telegram, EDITOR)
        await telegram.wait_for(READERS[10], HEADLINE, timeout=30)
        await told_to_stop(process)
    waiting = desk.figure("SELECT count(*) FROM deliveries WHERE state = 0")
    assert waiting > 0
    assert (await run(desk, "backup", str(backup))).status == 0
    async with bot_at_work(desk) as process:
        for reader in READERS:
            await telegram.wait_for(reader, HEADLINE, timeout=30)
        await told_to_stop(process)
    assert (await run(desk, "restore", str(backup))).status == 0
    async with bot_at_work(desk):
        card = await sees(telegram, EDITOR, "A backup was put in place", "Drop")
        print(card.text)
        await telegram.tap(EDITOR, "Drop")
        await telegram.wait_for(EDITOR, is_dropped, timeout=30)
        assert desk.figure("SELECT count(*) FROM deliveries WHERE state = 0") == 0
    assert await copies(telegram) == dict.fromkeys(READERS, 1)
