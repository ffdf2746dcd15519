"""The desk plans: an announcement for a time, and breaking news by two editors. The real bot as a process."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox import SandboxClient
from tests.acceptance.bot_process import EDITOR, Desk, bot_at_work
from tests.acceptance.readers import HEADLINE, sees, subscribe

ANA, DORA = 1001, 1005
TRAIN = "/paper/en/video-stojcevska-why-the-night-train-may-return/"


@pytest.fixture
async def phones(telegram: SandboxClient, desk: Desk) -> AsyncIterator[SandboxClient]:
    """Ana reads, Boris and Dora edit a paper where two must agree on breaking news."""
    desk.environment()
    file = desk.newspaper.read_text("utf-8").replace(f"editors = [{EDITOR}]", f"editors = [{EDITOR}, {DORA}]")
    desk.newspaper.write_text(file.replace("[desk]", "[desk]\nbreaking_needs_two = true"), "utf-8")
    async with bot_at_work(desk):
        await subscribe(telegram, (ANA,))
        for editor, name in ((EDITOR, "Boris"), (DORA, "Dora")):
            await telegram.person(editor, name, language_code="en", role="editor")
            await telegram.type(editor, "/start")
        yield telegram


async def test_an_announcement_is_planned_for_tomorrow_and_sent_now_after_all(phones: SandboxClient) -> None:
    """Boris writes it and taps *Schedule*, *Tomorrow*; Dora finds it in the queue and sends it."""
    await phones.type(EDITOR, "/announce Our open day is on Saturday\nMap | https://paper.example/map")
    await sees(phones, EDITOR, "open day", "🕒 Schedule")
    await phones.tap(EDITOR, "🕒 Schedule")
    choices = await sees(phones, EDITOR, "open day", "Write a time…")
    labels = [one.text for row in choices.buttons for one in row]
    await phones.tap(EDITOR, next(one for one in labels if one.startswith("Tomorrow")))
    await sees(phones, EDITOR, "open day", "☰ Queue")
    await phones.type(DORA, "/queue")
    listed = await phones.wait_for(DORA, "1 push is scheduled", timeout=30)
    await phones.tap(DORA, listed.buttons[0][0].text)
    await sees(phones, DORA, "open day", "Send now")
    await phones.tap(DORA, "Send now")
    assert await sees(phones, ANA, "open day", "Map")
    assert not await phones.violations()


async def test_breaking_news_goes_when_the_second_editor_confirms_it(
    phones: SandboxClient,
) -> None:
    """Boris asks for it and may not confirm it himself; Dora has the same card and does."""
    await phones.type(EDITOR, f"/breaking {phones.address}{TRAIN}")
    await sees(phones, EDITOR, HEADLINE, "⚡️ Confirm and send")
    await phones.tap(EDITOR, "⚡️ Confirm and send")
    await sees(phones, DORA, HEADLINE, "⚡️ Confirm and send")
    assert not any(HEADLINE in one.text for one in (await phones.screen(ANA)).messages)
    await phones.tap(DORA, "⚡️ Confirm and send")
    assert await sees(phones, ANA, HEADLINE)
    assert not await phones.violations()
