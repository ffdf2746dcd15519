"""An unmodified python-telegram-bot Application polls the sandbox; the server stops at once."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler

from bot.sandbox import Sandbox, SandboxClient, serve


async def greet(update: Update, context: Any) -> None:
    assert update.message is not None
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Subscribe", callback_data="subscribe")]])
    await update.message.reply_text("Welcome", reply_markup=markup)


async def subscribe(update: Update, context: Any) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("Done")
    await update.callback_query.edit_message_text("Subscribed")


@pytest.fixture
async def application(address: str, token: str) -> AsyncIterator[None]:
    application = Application.builder().token(token).base_url(f"{address}/bot").build()
    application.add_handler(CommandHandler("start", greet))
    application.add_handler(CallbackQueryHandler(subscribe))
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(timeout=1)
        yield
        await application.updater.stop()
        await application.stop()


async def test_a_polling_application_serves_a_reader(application: None, phones: SandboxClient) -> None:
    await phones.person(7, "Ana")
    await phones.type(7, "/start")
    await phones.wait_for(7, "Welcome")
    await phones.tap(7, "Subscribe")
    await phones.wait_for(7, "Subscribed")
    assert (await phones.wait_for_toast(7)).text == "Done"
    assert await phones.violations() == []
    # Who asks again at once is made to wait: so the application would be when it stops.
    await phones.advance(3)


async def test_the_server_stops_within_a_second_under_open_polls(
    http: aiohttp.ClientSession, token: str
) -> None:
    sandbox = Sandbox()
    async with serve(sandbox.app) as address:
        stream = await http.get(f"{address}/control/events")
        poll = asyncio.gather(http.get(f"{address}/bot{token}/getUpdates?timeout=30"))
        while not sandbox.state.updates.waiting:
            await http.get(f"{address}/control/people")
        began = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - began < 1
    assert await stream.read() == b": listening\n\n"
    assert await (await poll)[0].json() == {"ok": True, "result": []}
