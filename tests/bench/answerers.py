"""The bots of bench.updates: each opens a way to handle a batch of updates, one answer to each.

Every update is a command nobody knows, from a chat of its own, as parsed from the JSON of getUpdates.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from tests.bench.senders import TOKEN

Updates = Sequence[Mapping[str, Any]]
Handle = Callable[[Updates], Awaitable[None]]
"""Handles them and is back when Telegram has taken every answer."""
Answerer = Callable[[str], AbstractAsyncContextManager[Handle]]

SENTENCE = "I do not know this command. /help lists what I can do."
_AT_ONCE = 256


def commands(first: int, count: int, text: str = "/weather") -> Updates:
    """So many updates, numbered from `first`."""
    return [
        {
            "update_id": number,
            "message": {
                "message_id": 1,
                "date": 1_795_458_600,
                "chat": {"id": number, "type": "private", "first_name": "Ana"},
                "from": {"id": number, "is_bot": False, "first_name": "Ana", "language_code": "en"},
                "text": text,
                "entities": [{"type": "bot_command", "offset": 0, "length": len(text)}],
            },
        }
        for number in range(first, first + count)
    ]


@asynccontextmanager
async def kolporter(address: str) -> AsyncIterator[Handle]:
    """The product: inbox, routes, handlers and the file of answers in SQLite; no budget makes it wait."""
    from bot.inbox_ports import StoredUpdate
    from tests.bench.house import bot_at_work

    async with bot_at_work(address, per_second=50_000) as bot:

        async def handle(updates: Updates) -> None:
            await bot.updates.take_in([StoredUpdate(one["update_id"], one) for one in updates])
            await bot.updates.rest()

        yield handle


@asynccontextmanager
async def aiogram(address: str) -> AsyncIterator[Handle]:
    """aiogram's dispatcher, a task per update as its own polling does; nothing is stored."""
    from aiogram import Bot, Dispatcher, types
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.filters import Command

    dispatcher = Dispatcher()

    async def known(message: types.Message) -> None:
        raise AssertionError("nobody asks for this")

    async def unknown(message: types.Message) -> None:
        await message.answer(SENTENCE, parse_mode="HTML")

    for name in ("start", "latest", "video", "search", "support", "settings", "stop", "help", "privacy"):
        dispatcher.message.register(known, Command(name))
    dispatcher.message.register(unknown)
    session = AiohttpSession(api=TelegramAPIServer.from_base(address), limit=_AT_ONCE)
    bot = Bot(TOKEN, session=session)

    async def handle(updates: Updates) -> None:
        await asyncio.gather(*(dispatcher.feed_raw_update(bot, dict(one)) for one in updates))

    try:
        yield handle
    finally:
        await session.close()


@asynccontextmanager
async def stock_ptb(address: str) -> AsyncIterator[Handle]:
    """python-telegram-bot as it comes, with concurrent updates and a pool as large."""
    from telegram import Update, User
    from telegram.ext import Application, CommandHandler, MessageHandler, filters

    builder = Application.builder().token(TOKEN).base_url(f"{address}/bot").updater(None).job_queue(None)
    builder = builder.connection_pool_size(_AT_ONCE).pool_timeout(60).connect_timeout(60).read_timeout(60)
    application = builder.concurrent_updates(_AT_ONCE).build()

    async def known(_update: Update, _context: Any) -> None:
        raise AssertionError("nobody asks for this")

    async def unknown(update: Update, _context: Any) -> None:
        assert update.message is not None
        await update.message.reply_text(SENTENCE, parse_mode="HTML")

    for name in ("start", "latest", "video", "search", "support", "settings", "stop", "help", "privacy"):
        application.add_handler(CommandHandler(name, known))
    application.add_handler(MessageHandler(filters.ALL, unknown))
    application.bot._bot_user = User(700000001, "Kolporter", True, username="kolporter_bot")
    application._initialized = True
    await application.bot.request.initialize()

    async def handle(updates: Updates) -> None:
        parsed = (Update.de_json(dict(one), application.bot) for one in updates)
        await asyncio.gather(
            *(
                application.update_processor.process_update(one, application.process_update(one))
                for one in parsed
            )
        )

    try:
        yield handle
    finally:
        await application.bot.request.shutdown()


ANSWERERS: dict[str, Answerer] = {"kolporter": kolporter, "aiogram": aiogram, "stock_ptb": stock_ptb}
