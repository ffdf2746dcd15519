"""People for the bot's process to serve."""

from collections.abc import Iterable

from bot.sandbox import SandboxClient
from bot.sandbox.client import ScreenMessage

HEADLINE = "Why the night train"
_SLUG = "video-stojcevska-why-the-night-train-may-return"


async def sees(phones: SandboxClient, person: int, text: str, button: str = "") -> ScreenMessage:
    """The message that says this and has this button."""

    def shows(one: ScreenMessage) -> bool:
        return one.is_from_bot and text in one.text and (not button or bool(one.button(button)))

    return await phones.wait_for(person, shows, timeout=30)


async def arrives(telegram: SandboxClient, reader: int, *, timeout: float = 30) -> None:
    """Somebody presses Start and is greeted."""
    await telegram.person(reader, "Reader", language_code="en")
    await telegram.type(reader, "/start")
    await telegram.wait_for(reader, "Primer Daily", timeout=timeout)


async def subscribe(telegram: SandboxClient, readers: Iterable[int]) -> None:
    """All of them press Start and Top stories, in a crowd for which Telegram's budgets are lifted."""
    everybody = list(readers)
    await telegram.set_budgets(on=False)
    for reader in everybody:
        await telegram.person(reader, "Reader", language_code="en")
        await telegram.type(reader, "/start")
    for reader in everybody:
        await telegram.wait_for(reader, "Primer Daily", timeout=60)
        await telegram.tap(reader, "Top stories")
    await telegram.wait_for(everybody[-1], "subscribed", timeout=60)
    await telegram.set_budgets(on=True)


async def push_the_night_train(telegram: SandboxClient, editor: int) -> None:
    """The editor pushes an article that everybody can tell by HEADLINE."""
    await telegram.person(editor, "Boris", language_code="en", role="editor")
    await telegram.type(editor, "/start")
    await telegram.type(editor, f"/push {telegram.address}/paper/en/{_SLUG}/")
    await telegram.wait_for(editor, HEADLINE, timeout=30)
    await telegram.tap(editor, "Send now")
