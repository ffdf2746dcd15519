"""When Telegram does not answer: certainly not sent, or nobody can say."""

import socket
from asyncio import StreamReader, StreamWriter

import pytest

from bot.courier import Courier
from bot.domain.deliveries import Ambiguous, NotSent, Outcome
from bot.domain.ids import ChatId
from bot.domain.pushes import Card
from tests.courier.conftest import bot_at
from tests.courier.stand_in import SECRET, Behave, breaking_off


async def send_to(address: str) -> Outcome:
    async with bot_at(address) as bot:
        return await Courier(bot).send(ChatId(501), Card(html="<b>News</b>"))


async def read_request(reader: StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
    await reader.readexactly(int(length.partition(b":")[2]))


async def close_at_once(_: StreamReader, writer: StreamWriter) -> None:
    writer.close()


async def close_after_the_request(reader: StreamReader, writer: StreamWriter) -> None:
    await read_request(reader)
    writer.close()


async def reset_after_the_request(reader: StreamReader, writer: StreamWriter) -> None:
    await read_request(reader)
    writer.transport.abort()


async def answer_half(reader: StreamReader, writer: StreamWriter) -> None:
    await read_request(reader)
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"ok": true, "res')
    await writer.drain()
    writer.close()


async def answer_half_of_the_head(reader: StreamReader, writer: StreamWriter) -> None:
    await read_request(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Le")
    await writer.drain()
    writer.close()


async def answer_something_else(reader: StreamReader, writer: StreamWriter) -> None:
    await read_request(reader)
    writer.write(b"220 mail.example ESMTP\r\n")
    await writer.drain()
    writer.close()


async def say_nothing(reader: StreamReader, _: StreamWriter) -> None:
    await read_request(reader)


async def stop_in_the_middle(reader: StreamReader, writer: StreamWriter) -> None:
    await read_request(reader)
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"ok": true')
    await writer.drain()


@pytest.mark.parametrize(
    "behave",
    [
        close_after_the_request,
        reset_after_the_request,
        answer_half,
        answer_half_of_the_head,
        answer_something_else,
        say_nothing,
        stop_in_the_middle,
    ],
)
async def test_once_the_request_has_left_nobody_can_say(behave: Behave) -> None:
    async with breaking_off(behave) as address:
        outcome = await send_to(address)
    assert isinstance(outcome, Ambiguous)
    assert SECRET not in outcome.cause


async def test_a_connection_closed_at_once_never_claims_that_it_arrived_or_not() -> None:
    async with breaking_off(close_at_once) as address:
        outcome = await send_to(address)
    assert isinstance(outcome, Ambiguous | NotSent)


async def test_a_refused_connection_sends_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
    outcome = await send_to(address)
    assert isinstance(outcome, NotSent)
    assert SECRET not in outcome.cause


async def test_a_failed_handshake_sends_nothing() -> None:
    async with breaking_off(close_at_once) as address:
        outcome = await send_to(address.replace("http://", "https://"))
    assert isinstance(outcome, NotSent)


async def test_an_address_that_is_none_sends_nothing() -> None:
    assert isinstance(await send_to("http://"), NotSent)
