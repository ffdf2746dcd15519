"""The clients of bench.delivery: each opens a way to send one card to a chat, all of them the same card."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, cast
from urllib.parse import urlsplit

import httptools
import orjson

Send = Callable[[int], Awaitable[Any]]
Sender = Callable[[str, int], AbstractAsyncContextManager[Send]]
"""Opens `address` for so many sends at a time."""

TOKEN = "700000001:bench-token-bench-token-bench-token"
TEXT = "<b>Скопје доби нова автобуска линија</b>\n\n" + "Three reasons why the buses are slow. " * 5
READ, LIKE = ("Read", "https://example.org/a/1"), ("♥", "like:1")


@asynccontextmanager
async def stock_ptb(address: str, in_flight: int) -> AsyncIterator[Send]:
    """python-telegram-bot as it comes, but with a pool as large as asked and patience to wait for it."""
    from telegram import Bot
    from telegram.request import HTTPXRequest

    request = HTTPXRequest(in_flight, pool_timeout=60.0, connect_timeout=60.0, read_timeout=60.0)
    await request.initialize()
    try:
        yield _through_ptb(Bot(TOKEN, base_url=f"{address}/bot", request=request))
    finally:
        await request.shutdown()


@asynccontextmanager
async def ptb_on_our_request(address: str, in_flight: int) -> AsyncIterator[Send]:
    """python-telegram-bot's send_message on AiohttpRequest."""
    from bot.telegram_http import build_bot

    bot = build_bot(TOKEN, address)
    await bot.request.initialize()
    try:
        yield _through_ptb(bot)
    finally:
        await bot.request.shutdown()


def _through_ptb(bot: Any) -> Send:
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

    read = InlineKeyboardButton(READ[0], url=READ[1])
    like = InlineKeyboardButton(LIKE[0], callback_data=LIKE[1])
    markup, preview = InlineKeyboardMarkup([[read, like]]), LinkPreviewOptions(is_disabled=True)
    more: dict[str, Any] = {"parse_mode": "HTML", "reply_markup": markup, "link_preview_options": preview}
    return lambda chat: bot.send_message(chat, TEXT, **more)


@asynccontextmanager
async def aiogram(address: str, in_flight: int) -> AsyncIterator[Send]:
    """aiogram's send_message with a pool as large as asked."""
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

    session = AiohttpSession(api=TelegramAPIServer.from_base(address), limit=in_flight)
    read = InlineKeyboardButton(text=READ[0], url=READ[1])
    like = InlineKeyboardButton(text=LIKE[0], callback_data=LIKE[1])
    markup = InlineKeyboardMarkup(inline_keyboard=[[read, like]])
    preview = LinkPreviewOptions(is_disabled=True)
    more: dict[str, Any] = {"parse_mode": "HTML", "reply_markup": markup, "link_preview_options": preview}
    bot = Bot(TOKEN, session=session)
    try:
        yield lambda chat: bot.send_message(chat, TEXT, **more)
    finally:
        await session.close()


@asynccontextmanager
async def wire(address: str, in_flight: int) -> AsyncIterator[Send]:
    """TelegramWire with the body at hand; the answer is read, nothing is made of it."""
    from bot.telegram_http import build_bot

    bot = build_bot(TOKEN, address)
    await bot.request.initialize()
    way, rest = bot.wire, _rest()

    async def send(chat: int) -> None:
        _, answer = await way.post("sendMessage", b'{"chat_id":%d,%b' % (chat, rest))
        orjson.loads(answer)

    try:
        yield send
    finally:
        await bot.request.shutdown()


@asynccontextmanager
async def courier(address: str, in_flight: int) -> AsyncIterator[Send]:
    """The product's courier with a card."""
    from bot.courier import Courier
    from bot.domain.deliveries import Sent
    from bot.domain.ids import ChatId
    from bot.domain.pushes import Button, Card
    from bot.telegram_http import build_bot

    bot = build_bot(TOKEN, address)
    await bot.request.initialize()
    buttons = ((Button(READ[0], url=READ[1]), Button(LIKE[0], data=LIKE[1])),)
    carrier, card = Courier(bot.wire), Card(html=TEXT, buttons=buttons)

    async def send(chat: int) -> None:
        assert isinstance(await carrier.send(ChatId(chat), card), Sent)

    try:
        yield send
    finally:
        await bot.request.shutdown()


@asynccontextmanager
async def raw(address: str, in_flight: int) -> AsyncIterator[Send]:
    """Bare sockets, requests put together from two halves, answers read by httptools and orjson."""
    loop, place, rest = asyncio.get_running_loop(), urlsplit(address), _rest()
    head = f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nHost: {place.netloc}\r\n"
    head += "Content-Type: application/json\r\nContent-Length: "
    host, port = place.hostname or "", place.port or 80
    free = [(await loop.create_connection(_RawConnection, host, port))[1] for _ in range(in_flight)]

    async def send(chat: int) -> None:
        connection = free.pop()
        orjson.loads(await connection.post(head.encode(), b'{"chat_id":%d,%b' % (chat, rest)))
        free.append(connection)

    try:
        yield send
    finally:
        for connection in free:
            connection.close()


class _RawConnection(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def post(self, head: bytes, body: bytes) -> asyncio.Future[bytes]:
        self._answered: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._parser = httptools.HttpResponseParser(self)
        self._parts: list[bytes] = []
        self._transport.write(b"%b%d\r\n\r\n%b" % (head, len(body), body))
        return self._answered

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        self._parts.append(body)

    def on_message_complete(self) -> None:
        self._answered.set_result(b"".join(self._parts))

    def close(self) -> None:
        self._transport.close()


def _rest() -> bytes:
    buttons = [{"text": READ[0], "url": READ[1]}, {"text": LIKE[0], "callback_data": LIKE[1]}]
    fields: dict[str, Any] = {
        "text": TEXT,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    return orjson.dumps(fields | {"reply_markup": {"inline_keyboard": [buttons]}})[1:]


SENDERS: dict[str, Sender] = {
    "stock_ptb": stock_ptb,
    "ptb_on_our_request": ptb_on_our_request,
    "aiogram": aiogram,
    "wire": wire,
    "courier": courier,
    "raw": raw,
}
