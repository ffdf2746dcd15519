"""A running story: followed from under its first article, and what comes next of it replies to that message.

The real bot as a process, and a site of the paper's own for the two articles.
"""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest

from bot.sandbox import SandboxClient, serve
from bot.sandbox.client import ScreenMessage
from tests.acceptance.bot_process import EDITOR, Desk, bot_at_work
from tests.acceptance.readers import subscribe
from tests.usecases.test_place_article import CLOSED, OPEN
from tests.usecases.web import Item, Web

ANA, IGOR = 1001, 1004
FOLLOW, REPORT = "🧵 Follow this story", "⚠️ Report an error"


def page_of(item: Item) -> str:
    """The page on which the paper published it."""
    text = "".join(f"<p>{sentence}.</p>" for sentence in item.text.rstrip(".").split(". "))
    body = f"<article><h1>{item.title}</h1>{text}</article>"
    return f'<html lang="en"><head><title>{item.title}</title></head><body>{body}</body></html>'


@pytest.fixture
async def site() -> AsyncIterator[str]:
    """The address of a site with the beginning of a story and what came next."""
    web = Web("")
    for item in (CLOSED, OPEN):
        web.put(f"/{item.slug}", page_of(item))
    async with serve(web.app) as address:
        yield address


@pytest.fixture
async def phones(telegram: SandboxClient, desk: Desk, site: str) -> AsyncIterator[SandboxClient]:
    """Ana and Igor get everything of a paper whose pages are also on that site."""
    desk.environment()
    host, file = urlsplit(site).netloc, desk.newspaper.read_text("utf-8")
    ours = file.replace('private_hosts = ["', f'hosts = ["{host}"]\nprivate_hosts = ["{host}", "')
    desk.newspaper.write_text(ours, "utf-8")
    async with bot_at_work(desk):
        await subscribe(telegram, (ANA, IGOR))
        yield telegram


async def push(phones: SandboxClient, address: str, headline: str) -> None:
    """The editor sends an article."""
    await phones.person(EDITOR, "Boris", language_code="en", role="editor")
    await phones.type(EDITOR, "/start")
    await phones.type(EDITOR, f"/push {address}")
    await sees(phones, EDITOR, headline, "Send now")
    await phones.tap(EDITOR, "Send now")


async def sees(phones: SandboxClient, person: int, text: str, button: str) -> ScreenMessage:
    """The message that says this and has this button."""

    def shows(one: ScreenMessage) -> bool:
        return one.is_from_bot and text in one.text and bool(one.button(button))

    return await phones.wait_for(person, shows, timeout=30)


async def test_a_follow_up_replies_to_the_followers_own_earlier_message(
    phones: SandboxClient, site: str
) -> None:
    """Ana taps *Less like this*, *Follow this story*; Igor does not, and gets the next one as any news."""
    await push(phones, f"{site}/{CLOSED.slug}", CLOSED.title)
    first = await sees(phones, ANA, CLOSED.title, "Less like this")
    await phones.tap(ANA, "Less like this")
    await sees(phones, ANA, CLOSED.title, FOLLOW)
    await phones.tap(ANA, FOLLOW)
    await sees(phones, ANA, CLOSED.title, f"✕ Unfollow {CLOSED.title}")
    await push(phones, f"{site}/{OPEN.slug}", OPEN.title)
    ana, igor = [await sees(phones, one, OPEN.title, "Less like this") for one in (ANA, IGOR)]
    assert (ana.reply_to, igor.reply_to) == (first.message_id, None)
    assert not await phones.violations()


async def test_an_error_is_reported_from_under_the_article_with_two_taps_and_a_reply(
    phones: SandboxClient, site: str
) -> None:
    """*Less like this*, *Report an error*, a reply; the editor sees it with the article."""
    await push(phones, f"{site}/{CLOSED.slug}", CLOSED.title)
    await sees(phones, ANA, CLOSED.title, "Less like this")
    await phones.tap(ANA, "Less like this")
    await sees(phones, ANA, CLOSED.title, REPORT)
    await phones.tap(ANA, REPORT)
    question = await phones.wait_for(ANA, "What is wrong in", timeout=30)
    await phones.type(ANA, "It was open all the time", reply_to=question.message_id)
    card = await sees(phones, EDITOR, "It was open all the time", "Answer")
    assert CLOSED.title in card.text
