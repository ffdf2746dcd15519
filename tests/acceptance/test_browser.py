"""The demo in a browser: somebody follows the line at the top, and the card reaches the reader's phone."""

import asyncio
import re
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.bot_process import ROOT, surroundings

if TYPE_CHECKING:
    from playwright.async_api import Page

playwright = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium to show the page")


@pytest.fixture
async def demo() -> AsyncIterator[str]:
    """`main.py demo`, and the address it invites to; SIGTERM must end it well."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "main.py", "demo", "--port", "0",
        cwd=ROOT, env=surroundings() | {"BROWSER": "true"}, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    invitation = re.search(r"http://\S+", (await process.stdout.readline()).decode())
    assert invitation
    yield invitation[0]
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(10):
        await process.communicate()
    assert process.returncode == 0


@pytest.fixture
async def page(demo: str) -> "AsyncIterator[Page]":
    """The demo's page, where every step may take half a minute."""
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page()
        page.set_default_timeout(30_000)
        await page.goto(demo)
        yield page
        await browser.close()


async def test_the_line_at_the_top_leads_a_card_to_the_readers_phone(page: "Page") -> None:
    reader, editor = page.locator(".phone[data-role=reader]"), page.locator(".phone[data-role=editor]")
    await reader.get_by_role("button", name="Start", exact=True).click()
    await reader.get_by_role("button", name="Top stories").click()
    await reader.get_by_text("You are subscribed").wait_for()
    assert "Paper publishes" in await page.locator(".guide [aria-current]").inner_text()
    await page.locator("#edition").select_option("en")
    await page.get_by_role("button", name="Paper publishes").click()
    await editor.get_by_role("button", name="Send now").click()
    await reader.get_by_role("link", name="Watch video").wait_for()
    assert await page.locator(".guide li.done").count() == 5
