"""The chat page in a real browser, with a small bot of the test's own that speaks plain Bot API."""

import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
import pytest_asyncio

from bot.sandbox import SandboxClient
from bot.sandbox.pictures import NAMES, headline_picture
from tests.sandbox.conftest import ANA, TOKEN

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Locator, Page

playwright = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium to show the page"),
    pytest.mark.asyncio(loop_scope="module"),
]
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
NIGHT_TRAIN = "paper/en/video-stojcevska-why-the-night-train-may-return/"
expect = playwright.expect


@dataclass
class TinyBot:
    """Hears one update after the other, and speaks to Ana."""

    address: str
    http: aiohttp.ClientSession
    offset: int = 0

    async def calls(self, method: str, **params: Any) -> Any:
        """The whole answer."""
        async with self.http.post(f"{self.address}/bot{TOKEN}/{method}", json=params) as response:
            return await response.json()

    async def says(self, text: str, **more: Any) -> int:
        """The new message's id."""
        sent = await self.calls("sendMessage", chat_id=ANA, text=text, parse_mode="HTML", **more)
        assert sent["ok"], sent
        return int(sent["result"]["message_id"])

    async def offers(self, text: str, label: str) -> int:
        button = {"text": label, "callback_data": "pressed"}
        return await self.says(text, reply_markup={"inline_keyboard": [[button]]})

    async def hears(self) -> dict[str, Any]:
        """The next update; waits ten seconds at most."""
        answer = await self.calls("getUpdates", offset=self.offset, limit=1, timeout=10)
        update: dict[str, Any] = answer["result"][0]
        self.offset = update["update_id"] + 1
        return update


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> "AsyncIterator[BrowserContext]":
    """One browser for all tests; a new page knows nothing of the one before."""
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield await browser.new_context(viewport={"width": 1400, "height": 900})
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def telegram(address: str) -> AsyncIterator[SandboxClient]:
    """A Telegram with one person, Ana, who has not started the bot."""
    async with SandboxClient(address) as telegram:
        await telegram.person(ANA, "Ana", language_code="en")
        yield telegram


@pytest_asyncio.fixture(loop_scope="module")
async def bot(address: str) -> AsyncIterator[TinyBot]:
    async with aiohttp.ClientSession() as http:
        yield TinyBot(address, http)


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: "BrowserContext", telegram: SandboxClient) -> "AsyncIterator[Page]":
    """The page; after every test it must have asked nobody else for anything, and have had no error."""
    page = await browser.new_page()
    page.set_default_timeout(10_000)
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda line: errors.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(telegram.address)
    yield page
    await page.close()
    assert [url for url in asked if not url.startswith((f"{telegram.address}/", "data:"))] == []
    assert errors == []


@pytest_asyncio.fixture(loop_scope="module")
async def fresh(page: "Page") -> "Locator":
    """Ana's phone, on which nobody has pressed Start."""
    phone = page.get_by_role("region", name="Reader's phone, Ana")
    await phone.wait_for()
    return phone


@pytest_asyncio.fixture(loop_scope="module")
async def phone(fresh: "Locator", telegram: SandboxClient, bot: TinyBot) -> "Locator":
    """Ana's phone in the middle of a chat."""
    await telegram.type(ANA, "/start")
    await bot.hears()
    return fresh


async def test_start_reaches_the_bot_and_its_answer_the_phone(fresh: "Locator", bot: TinyBot) -> None:
    await expect(fresh.get_by_text("What can this bot do?")).to_be_visible()
    await fresh.get_by_role("button", name="Start", exact=True).click()
    assert (await bot.hears())["message"]["text"] == "/start"
    await bot.says("Welcome")
    await expect(fresh.get_by_text("Welcome")).to_be_visible()


async def test_text_is_formatted_as_in_a_messenger(phone: "Locator", bot: TinyBot) -> None:
    await bot.says('<b>Fog</b> <i>lifts</i> <code>42</code> <a href="https://a.mk/x">here</a> &lt;u&gt;')
    await expect(phone.locator("strong", has_text="Fog")).to_be_visible()
    await expect(phone.locator("em", has_text="lifts")).to_be_visible()
    await expect(phone.locator("code", has_text="42")).to_be_visible()
    await expect(phone.get_by_role("link", name="here")).to_have_attribute("href", "https://a.mk/x")
    await expect(phone.get_by_text("<u>")).to_be_visible()


async def test_a_spoiler_is_hidden_until_it_is_pressed(phone: "Locator", bot: TinyBot) -> None:
    await bot.says("It was <tg-spoiler>the gardener</tg-spoiler>")
    secret = phone.locator(".spoiler > span")
    await expect(secret).to_have_css("opacity", "0")
    await phone.get_by_role("button", name="Hidden text: show").click()
    await expect(secret).to_have_css("opacity", "1")


async def test_a_long_quote_unfolds_and_folds(phone: "Locator", bot: TinyBot) -> None:
    await bot.says(f"<blockquote expandable>{'Fog over the valley. ' * 30}</blockquote>")
    clipped = phone.locator(".clipped")
    await expect(clipped).to_have_count(1)
    await phone.get_by_role("button", name="Show more").click()
    await expect(clipped).to_have_count(0)
    await phone.get_by_role("button", name="Show less").click()
    await expect(clipped).to_have_count(1)


async def test_an_article_of_the_paper_brings_its_preview_card(phone: "Locator", bot: TinyBot) -> None:
    options = {"url": f"{bot.address}/{NIGHT_TRAIN}", "prefer_large_media": True}
    await bot.says("Read this", link_preview_options=options)
    card = phone.locator(".preview.large")
    await expect(card.locator("strong")).to_contain_text("night train")
    await expect(card.locator("img")).not_to_have_js_property("naturalWidth", 0)


async def test_an_uploaded_photo_is_drawn_with_its_caption(phone: "Locator", bot: TinyBot) -> None:
    form = aiohttp.FormData({"chat_id": str(ANA), "caption": "Morning"})
    form.add_field("photo", headline_picture(NAMES[0]), filename="a.png")
    async with bot.http.post(f"{bot.address}/bot{TOKEN}/sendPhoto", data=form) as response:
        assert response.status == 200
    message = phone.get_by_role("article").last
    await expect(message.get_by_role("img", name="Photo")).not_to_have_js_property("naturalWidth", 0)
    await expect(message).to_contain_text("Morning")


async def test_a_document_has_its_name_and_a_pin_its_line(phone: "Locator", bot: TinyBot) -> None:
    form = aiohttp.FormData({"chat_id": str(ANA)})
    form.add_field("document", b"%PDF-1.4", filename="report.pdf")
    async with bot.http.post(f"{bot.address}/bot{TOKEN}/sendDocument", data=form) as response:
        sent = (await response.json())["result"]
    await expect(phone.get_by_role("link", name="report.pdf")).to_be_visible()
    await bot.calls("pinChatMessage", chat_id=ANA, message_id=sent["message_id"])
    await expect(phone.get_by_text("pinned message")).to_be_visible()


async def test_a_tap_brings_a_toast_and_an_edit_in_place(phone: "Locator", bot: TinyBot) -> None:
    message_id = await bot.offers("Fog", "Save")
    key = phone.get_by_role("button", name="Save")
    await key.click()
    await expect(key).to_have_attribute("aria-busy", "true")
    query = (await bot.hears())["callback_query"]
    await bot.calls("answerCallbackQuery", callback_query_id=query["id"], text="Kept for you")
    await expect(phone.locator(".toast")).to_have_text("Kept for you")
    await bot.calls("editMessageText", chat_id=ANA, message_id=message_id, text="Fog lifts")
    message = phone.locator(f"[data-id='{message_id}']")
    await expect(message).to_have_text(re.compile(r"^Fog liftsedited \d\d:\d\d$"))


async def test_an_alert_stays_until_it_is_closed(phone: "Locator", bot: TinyBot) -> None:
    await bot.offers("Fog", "Explain")
    await phone.get_by_role("button", name="Explain").click()
    query = (await bot.hears())["callback_query"]
    await bot.calls("answerCallbackQuery", callback_query_id=query["id"], text="Wet air", show_alert=True)
    alert = phone.get_by_role("alertdialog")
    await expect(alert).to_contain_text("Wet air")
    await alert.get_by_role("button", name="OK").press("Enter")
    await expect(alert).to_be_hidden()


async def test_an_invoice_is_paid_in_its_sheet_or_refused_in_the_bots_words(
    phone: "Locator", bot: TinyBot
) -> None:
    invoice: dict[str, Any] = {
        "title": "Support",
        "description": "For the paper",
        "payload": "p",
        "currency": "XTR",
    }
    invoice |= {"prices": [{"label": "Support", "amount": 5}]}
    link = (await bot.calls("createInvoiceLink", **invoice))["result"]
    await bot.says("Give", reply_markup={"inline_keyboard": [[{"text": "Give 5", "url": link}]]})
    sheet = phone.get_by_role("dialog", name="Invoice")
    for answer in ({"ok": False, "error_message": "Sold out"}, {"ok": True}):
        await phone.get_by_role("button", name="Give 5").click()
        await expect(sheet).to_contain_text("For the paper")
        await sheet.get_by_role("button", name="Pay ⭐ 5").click()
        query = (await bot.hears())["pre_checkout_query"]
        await bot.calls("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], **answer)
        await expect(sheet).to_be_hidden()
        if not answer["ok"]:
            await phone.get_by_role("alertdialog").get_by_role("button", name="OK").press("Enter")
    await expect(phone.locator(".service")).to_have_text("You paid ⭐ 5")
    await bot.calls("sendInvoice", chat_id=ANA, **invoice)
    await expect(phone.locator(".invoice")).to_have_text("SupportFor the paper")
    await expect(phone.get_by_role("button", name="Pay ⭐ 5")).to_be_visible()


async def test_a_slash_opens_the_menu_of_commands(phone: "Locator", bot: TinyBot, page: "Page") -> None:
    commands = [{"command": name, "description": f"What {name} does"} for name in ("latest", "stop")]
    await bot.calls("setMyCommands", commands=commands)
    await phone.get_by_role("button", name="Show commands").wait_for()
    await phone.get_by_role("combobox").press_sequentially("/")
    await expect(phone.get_by_role("option")).to_have_count(2)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    assert (await bot.hears())["message"]["text"] == "/stop"


async def test_everything_can_be_done_without_a_mouse(fresh: "Locator", bot: TinyBot, page: "Page") -> None:
    await fresh.get_by_role("button", name="Start", exact=True).focus()
    await page.keyboard.press("Enter")
    await bot.hears()
    await expect(fresh.get_by_role("combobox")).to_be_focused()
    await page.keyboard.type("avtobusi")
    await page.keyboard.press("Enter")
    assert (await bot.hears())["message"]["text"] == "avtobusi"
    await bot.offers("Found", "More")
    await fresh.get_by_role("button", name="More").wait_for()
    await page.keyboard.press("Shift+Tab")
    await expect(fresh.get_by_role("button", name="More")).to_be_focused()
    await page.keyboard.press("Enter")
    assert (await bot.hears())["callback_query"]["data"] == "pressed"


async def test_the_strip_lets_the_reader_block_the_bot(phone: "Locator", bot: TinyBot, page: "Page") -> None:
    await page.get_by_role("button", name="Reader blocks the bot").click()
    await expect(phone).to_contain_text("blocked by Ana")
    refused = await bot.calls("sendMessage", chat_id=ANA, text="x")
    assert refused["description"] == "Forbidden: bot was blocked by the user"
    await phone.get_by_role("button", name="Unblock and restart").click()
    await expect(page.get_by_role("button", name="Reader blocks the bot")).to_be_visible()
    await bot.says("Welcome back")
    await expect(phone.get_by_text("Welcome back")).to_be_visible()


async def test_the_strip_makes_telegram_busy_for_five_messages(
    phone: "Locator", bot: TinyBot, page: "Page"
) -> None:
    await page.get_by_role("button", name="Telegram answers 429").click()
    await page.get_by_text("refuses the next 5 messages").wait_for()
    refused = [await bot.calls("sendMessage", chat_id=ANA, text="x") for _ in range(5)]
    assert {one["parameters"]["retry_after"] for one in refused} == {3}
    await bot.says("At last")
    await expect(phone.get_by_text("At last")).to_be_visible()


async def test_a_narrow_window_shows_one_phone_and_counts_what_is_unread(
    phone: "Locator", bot: TinyBot, page: "Page", telegram: SandboxClient
) -> None:
    await telegram.person(7, "Boris", role="editor")
    await page.set_viewport_size({"width": 420, "height": 900})
    tabs = page.get_by_role("navigation", name="Phones")
    await tabs.get_by_role("button", name="Editor").click()
    await expect(phone).to_be_hidden()
    await bot.says("Fog lifts")
    await expect(tabs.get_by_label("1 unread")).to_be_visible()
    await tabs.get_by_role("button", name="Reader").click()
    await expect(phone.get_by_text("Fog lifts")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 420


async def test_the_arrow_keys_go_from_phone_to_phone(
    phone: "Locator", page: "Page", telegram: SandboxClient
) -> None:
    await telegram.person(7, "Boris", role="editor")
    await page.set_viewport_size({"width": 420, "height": 900})
    tabs = page.get_by_role("navigation", name="Phones")
    await tabs.get_by_role("button", name="Editor").wait_for()
    await tabs.get_by_role("button", name="Reader").focus()
    await page.keyboard.press("ArrowLeft")
    await expect(tabs.get_by_role("button", name="Editor")).to_be_focused()
    await expect(phone).to_be_hidden()
    await page.keyboard.press("ArrowRight")
    await expect(phone).to_be_visible()


async def test_a_deleted_account_takes_no_more_typing(phone: "Locator", telegram: SandboxClient) -> None:
    await telegram.deactivate(ANA)
    await expect(phone.get_by_text("Ana has deleted the account")).to_be_visible()
    await expect(phone.get_by_role("combobox")).to_be_hidden()


async def test_long_labels_stay_on_one_line(phone: "Locator", bot: TinyBot) -> None:
    row = [{"text": f"A rather long label {number}", "callback_data": "x"} for number in range(8)]
    await bot.says("Pick", reply_markup={"inline_keyboard": [row]})
    await phone.locator(".key").last.wait_for()
    heights = await phone.locator(".key").evaluate_all("keys => keys.map(key => key.offsetHeight)")
    assert max(heights) < 45


async def test_without_a_bot_of_its_own_the_page_says_why_no_day_passes(
    phone: "Locator", page: "Page"
) -> None:
    day = page.get_by_role("button", name="+1 day")
    await expect(day).to_be_disabled()
    await expect(day).to_have_attribute("title", re.compile("Only in the demo"))


async def test_the_latest_article_is_the_one_that_is_corrected(
    phone: "Locator", page: "Page", telegram: SandboxClient
) -> None:
    await telegram.publish("en", (await waiting(telegram))["slug"])
    latest = max(await out(telegram), key=lambda article: article["published_at"])
    await page.reload()
    await expect(page.locator("#correct")).to_have_attribute("title", latest["title"])
    await page.locator("#correct").click()
    await page.get_by_text(f"Corrected: {latest['title']}").wait_for()


async def waiting(telegram: SandboxClient) -> dict[str, Any]:
    return next(one for one in await telegram.paper() if one["edition"] == "en" and not one["published"])


async def out(telegram: SandboxClient) -> list[dict[str, Any]]:
    return [one for one in await telegram.paper() if one["edition"] == "en" and one["published"]]


async def test_it_is_dark_where_the_system_is(phone: "Locator", bot: TinyBot, page: "Page") -> None:
    await bot.says("Good night")
    bubble = phone.get_by_role("article", name="From the bot").locator(".bubble")
    await expect(bubble).to_have_css("background-color", "rgb(255, 255, 255)")
    await page.emulate_media(color_scheme="dark")
    await expect(bubble).to_have_css("background-color", "rgb(32, 44, 53)")
    await expect(bubble).to_have_css("color", "rgb(232, 237, 241)")
