"""Answers that do not come: each request is given up in time, whatever had come by then."""

import asyncio
from asyncio import StreamReader, StreamWriter

from bot.errors import AnswerLost
from bot.telegram_http import QuietBot
from tests.courier.conftest import bot_at
from tests.courier.stand_in import breaking_off


async def asked(bot: QuietBot) -> str:
    """How asking Telegram ends."""
    try:
        return repr(await bot.wire.post("getMe", b"{}"))
    except AnswerLost as error:
        return f"lost: {error}"


async def test_everybody_who_gets_no_answer_is_given_up() -> None:
    is_asked = asyncio.Event()

    async def say_nothing(reader: StreamReader, _: StreamWriter) -> None:
        await reader.readline()
        is_asked.set()

    async def ask_when_the_other_has(bot: QuietBot) -> str:
        await is_asked.wait()
        return await asked(bot)

    async with breaking_off(say_nothing) as address, bot_at(address, patience=0.3) as bot:
        ends = tuple(await asyncio.gather(asked(bot), ask_when_the_other_has(bot)))
    assert ends == ("lost: TimeoutError", "lost: TimeoutError")


async def test_the_beginning_of_an_answer_is_none() -> None:
    async def begin(reader: StreamReader, writer: StreamWriter) -> None:
        await reader.readline()
        writer.write(b'HTTP/1.1 400 Bad Request\r\n\r\n{"ok":')

    async with breaking_off(begin) as address, bot_at(address, patience=0.3) as bot:
        assert await asked(bot) == "lost: TimeoutError"
