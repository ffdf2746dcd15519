"""Answers that are none of Telegram's, or none that anybody can read: nothing certain follows from them."""

import socket
from asyncio import StreamReader, StreamWriter
from datetime import timedelta

import pytest

from bot.courier import Courier
from bot.domain.deliveries import Ambiguous, NotSent, Outcome, Sent, Throttled
from bot.domain.ids import ChatId, MessageId
from bot.domain.pushes import Card
from tests import canaries
from tests.courier.conftest import bot_at
from tests.courier.stand_in import SECRET, Answer, Behave, StandIn, breaking_off, refused, taken

ANA = ChatId(canaries.ANA)
NEWS = Card(html="<b>News</b>")
PAGE = "<html>Access denied</html>"


async def outcome_of(answer: Answer, telegram: StandIn, carrier: Courier) -> Outcome:
    telegram.answers = {"sendMessage": answer}
    return await carrier.send(ANA, NEWS)


async def send_to(address: str) -> Outcome:
    async with bot_at(address, patience=0.5) as bot:
        return await Courier(bot.wire).send(ANA, NEWS)


@pytest.mark.parametrize(
    "answer",
    [
        (503, "<html>Service Unavailable</html>"),
        (200, "{broken"),
        (200, ""),
        (200, "[]"),
        (200, '{"ok": true}'),
        (200, '{"ok": false, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}'),
        taken({"no": "message"}),
        taken({"message_id": 77, "photo": []}),
        taken(True),
    ],
)
async def test_an_answer_that_tells_nothing_may_mean_that_it_arrived(
    answer: Answer, telegram: StandIn, carrier: Courier
) -> None:
    assert isinstance(await outcome_of(answer, telegram, carrier), Ambiguous)


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 407, 418])
async def test_a_refusal_by_something_in_between_says_nothing_about_chat_or_token(
    status: int, telegram: StandIn, carrier: Courier
) -> None:
    outcome = await outcome_of((status, PAGE), telegram, carrier)
    assert isinstance(outcome, NotSent)
    assert not outcome.token_refused


@pytest.mark.parametrize(
    "answer", [(429, PAGE), refused(429, "Too Many Requests"), refused(429, "x", retry_after=-1)]
)
async def test_a_throttle_that_names_no_time_has_one_of_ours(
    answer: Answer, telegram: StandIn, carrier: Courier
) -> None:
    assert await outcome_of(answer, telegram, carrier) == Throttled(timedelta(seconds=5))


async def test_a_refusal_of_another_kind_is_tried_again(telegram: StandIn, carrier: Courier) -> None:
    outcome = await outcome_of(refused(402, "Payment Required"), telegram, carrier)
    assert outcome == NotSent("Payment Required")


async def test_a_page_that_repeats_the_address_does_not_tell_the_token(
    telegram: StandIn, carrier: Courier
) -> None:
    answer = refused(502, "cannot handle POST /bot7000000001:" + SECRET)
    outcome = await outcome_of(answer, telegram, carrier)
    assert isinstance(outcome, Ambiguous)
    assert "cannot handle" in outcome.cause
    assert SECRET not in outcome.cause


async def test_a_wire_that_stumbles_leaves_an_outcome_all_the_same() -> None:
    class Broken:
        async def post(self, method: str, body: bytes) -> tuple[int, bytes]:
            raise ZeroDivisionError(method)

        async def upload(self, method: str, fields: object, file: object) -> tuple[int, bytes]:
            raise ZeroDivisionError(method)

    assert await Courier(Broken()).send(ANA, NEWS) == Ambiguous("ZeroDivisionError")


async def test_a_receipt_is_all_that_is_read(telegram: StandIn, carrier: Courier) -> None:
    assert await outcome_of(taken({"message_id": 5}), telegram, carrier) == Sent(MessageId(5))


async def read_request(reader: StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
    await reader.readexactly(int(length.partition(b":")[2]))


async def close_at_once(_: StreamReader, writer: StreamWriter) -> None:
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


async def stop_in_the_middle(reader: StreamReader, writer: StreamWriter) -> None:
    await read_request(reader)
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"ok": true')
    await writer.drain()


@pytest.mark.parametrize("behave", [answer_half_of_the_head, answer_something_else, stop_in_the_middle])
async def test_an_answer_that_is_none_may_mean_that_it_arrived(behave: Behave) -> None:
    async with breaking_off(behave) as address:
        outcome = await send_to(address)
    assert isinstance(outcome, Ambiguous)
    assert SECRET not in outcome.cause


async def test_a_connection_closed_at_once_never_claims_that_it_arrived() -> None:
    async with breaking_off(close_at_once) as address:
        outcome = await send_to(address)
    assert isinstance(outcome, Ambiguous | NotSent)


async def test_a_failed_handshake_sends_nothing() -> None:
    async with breaking_off(close_at_once) as address:
        outcome = await send_to(address.replace("http://", "https://"))
    assert isinstance(outcome, NotSent)


async def test_an_address_that_is_none_sends_nothing() -> None:
    assert isinstance(await send_to("http://"), NotSent)


async def test_a_port_where_nobody_listens_sends_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
    assert isinstance(await send_to(address), NotSent)
