"""The desk: an article is laid before the newsroom, looked at, tried, changed, and sent to readers.

The real bot as a process, and the sandbox's newspaper.
"""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox import SandboxClient
from bot.sandbox.client import ScreenMessage
from tests.acceptance.bot_process import EDITOR, Desk, bot_at_work
from tests.acceptance.readers import HEADLINE, subscribe

ANA, DORA, EVA, NEWSROOM = 1001, 1005, 1006, -4005
TRAIN = "video-stojcevska-why-the-night-train-may-return"
CHANGED = "The night train comes back"
READERS = ["Read", "Watch video", "Read here", "Less like this", "Support us"]


@pytest.fixture
async def phones(telegram: SandboxClient, desk: Desk) -> AsyncIterator[SandboxClient]:
    """Ana reads. Dora's own chat and the newsroom's group are the desk; Eva edits there only, and has never
    written to the bot."""
    for editor, name in ((EDITOR, "Boris"), (DORA, "Dora"), (EVA, "Eva")):
        await telegram.person(editor, name, language_code="en", role="editor")
    group = await telegram.chat("group", "Newsroom", [EVA, DORA], bot="member", chat_id=NEWSROOM)
    desk.environment()
    editors, chats = f"editors = [{EDITOR}, {DORA}, {EVA}]", f"chats = [{DORA}, {group}]"
    file = desk.newspaper.read_text("utf-8").replace(f"editors = [{EDITOR}]", f"{editors}\n{chats}")
    desk.newspaper.write_text(file, "utf-8")
    async with bot_at_work(desk):
        await subscribe(telegram, (ANA,))
        await telegram.type(DORA, "/start")
        await telegram.wait_for(DORA, "one of the newsroom", timeout=30)
        yield telegram


async def laid_before_the_desk(phones: SandboxClient) -> ScreenMessage:
    """Boris lays the night train before the desk; Dora's card."""
    await phones.type(EDITOR, f"/push {phones.address}/paper/en/{TRAIN}/")
    return await sees(phones, DORA, HEADLINE, "Send now")


async def sees(phones: SandboxClient, chat: int, text: str, button: str) -> ScreenMessage:
    """The message that says this and has this button."""

    def shows(one: ScreenMessage) -> bool:
        return one.is_from_bot and not one.is_deleted and text in one.text and bool(one.button(button))

    return await phones.wait_for(chat, shows, timeout=30)


def labels(message: ScreenMessage) -> list[str]:
    """The labels of a message's buttons."""
    return [button.text for row in message.buttons for button in row]


async def test_what_is_in_order_goes_out_with_one_tap(phones: SandboxClient) -> None:
    """The card, below it what an editor should know, *Send now*: readers get what Dora saw."""
    card = await laid_before_the_desk(phones)
    assert labels(card) == [*READERS, "Send now", "Skip", "Test to me", "Edit", "🕒 Schedule", "👥 Audience"]
    checks = await phones.wait_for(DORA, "1 reader · ", timeout=30)
    assert checks.reply_to == card.message_id
    assert "⚠️" not in checks.text
    await phones.tap(DORA, "Send now")
    arrived = await sees(phones, ANA, HEADLINE, "Less like this")
    assert (arrived.text, arrived.photo, labels(arrived)) == (card.text, card.photo, READERS)
    assert not await phones.violations()


async def test_another_headline_takes_three_taps_and_a_reply(phones: SandboxClient) -> None:
    """*Edit*, *Headline*, the reply, *Send now*. The group sees it before it goes, and who sent it after."""
    await laid_before_the_desk(phones)
    await phones.tap(DORA, "Edit")
    await sees(phones, DORA, HEADLINE, "✏️ Headline")
    await phones.tap(DORA, "✏️ Headline")
    question = await phones.wait_for(DORA, "Which headline", timeout=30)
    await phones.type(DORA, CHANGED, reply_to=question.message_id)
    changed = await sees(phones, DORA, CHANGED, "Send now")
    assert changed.message_id > question.message_id
    await sees(phones, NEWSROOM, CHANGED, "Send now")
    await phones.tap(DORA, "Send now", changed.message_id)
    arrived = await sees(phones, ANA, CHANGED, "Read")
    assert (arrived.text, arrived.photo) == (changed.text, changed.photo)
    verdict = await phones.wait_for(
        NEWSROOM, lambda one: CHANGED in one.text and "Send now" not in labels(one), timeout=30
    )
    assert labels(verdict)[0].startswith("✓ Approved by Dora")
    assert not await phones.violations()


async def test_two_editors_at_once_and_nothing_goes_out_that_its_sender_did_not_see(
    phones: SandboxClient,
) -> None:
    """While the group's card cannot be brought up to date, Eva's *Send now* there is refused."""
    await laid_before_the_desk(phones)
    await sees(phones, NEWSROOM, HEADLINE, "Send now")
    await phones.fault(502, method="edit*", chat=NEWSROOM, count=None)
    await phones.tap(DORA, "Edit")
    await sees(phones, DORA, HEADLINE, "✓ Watch video")
    await phones.tap(DORA, "✓ Watch video")
    await sees(phones, DORA, HEADLINE, "✕ Watch video")
    await phones.tap(EVA, "Send now", chat=NEWSROOM)
    told = await phones.wait_for_toast(NEWSROOM, "Dora has changed the buttons", timeout=30)
    assert told.show_alert
    screen = await phones.screen(ANA)
    assert not any(HEADLINE in one.text for one in screen.messages)


async def test_a_test_card_comes_to_who_asked_and_to_nobody_else(phones: SandboxClient) -> None:
    """Dora gets it. Eva, who taps in the group and never pressed Start, is told there what to do."""
    card = await laid_before_the_desk(phones)
    await phones.tap(DORA, "Test to me")
    test = await phones.wait_for(
        DORA, lambda one: one.text == card.text and labels(one) == READERS, timeout=30
    )
    assert test.photo == card.photo
    await sees(phones, NEWSROOM, HEADLINE, "Test to me")
    await phones.tap(EVA, "Test to me", chat=NEWSROOM)
    told = await phones.wait_for(NEWSROOM, "Eva, I cannot write to you in private yet", timeout=30)
    assert "press Start" in told.text
    screen = await phones.screen(ANA)
    assert not any(HEADLINE in one.text for one in screen.messages)
