"""Broken bodies get a 4xx in Telegram's shape, never a 500; every way to pass parameters works."""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import Message
from yarl import URL

from bot.sandbox import Sandbox, SandboxClock, serve
from bot.sandbox.errors import ApiError
from bot.sandbox.intake import INTAKE, Intake, read_parameters
from bot.sandbox.state import BotProfile, Telegram
from bot.sandbox.validation import check_call

TOKEN = "42:well-formed"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n'
END = b"--b--\r\n"


@pytest.mark.parametrize(
    ("content_type", "body", "words"),
    [
        (JSON, b"{", "Bad Request: can't parse JSON object"),
        (JSON, b"[1]", "Bad Request: JSON object expected"),
        (JSON, b"\xff\xfe", "Bad Request: JSON object expected"),
        (JSON, b'{"a": ' + b"[" * 100_000, "Bad Request: can't parse JSON object"),
        (JSON, b'{"a": ' + b"[" * 101 + b"]" * 101 + b"}", "Bad Request: can't parse JSON object"),
        (JSON, b'{"a": NaN}', "Bad Request: can't parse JSON object"),
        ("multipart/form-data", b"--b", "Bad Request: can't parse the request body"),
        (MULTIPART, b"nonsense", "Bad Request: can't parse the request body"),
        (JSON, b"", "Bad Request: message text is empty"),
        ("text/plain", b"text=x", "Bad Request: message text is empty"),
    ],
)
async def test_a_broken_body_is_a_400(
    http: aiohttp.ClientSession, address: str, content_type: str, body: bytes, words: str
) -> None:
    headers = {"content-type": content_type}
    async with http.post(f"{address}/bot{TOKEN}/sendMessage", data=body, headers=headers) as response:
        assert (response.status, (await response.json())["description"]) == (400, words)


async def test_a_body_over_the_limit_is_a_413(http: aiohttp.ClientSession, address: str) -> None:
    body = BytesIO(b"x" * (51 * 1024 * 1024 + 1))
    async with http.post(f"{address}/bot{TOKEN}/sendMessage", data=body) as response:
        assert await response.json() == {
            "ok": False,
            "error_code": 413,
            "description": "Request Entity Too Large",
        }


async def test_a_chunked_body_over_the_limit_is_a_413(http: aiohttp.ClientSession, address: str) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(52):
            yield b" " * 1024 * 1024

    headers = {"content-type": JSON}
    async with http.post(f"{address}/bot{TOKEN}/sendMessage", data=chunks(), headers=headers) as response:
        assert response.status == 413


@pytest.mark.parametrize("where", ["params", "data", "json"])
async def test_parameters_come_by_query_form_or_json(
    ana: int, http: aiohttp.ClientSession, address: str, where: str
) -> None:
    given: dict[str, Any] = {where: {"chat_id": str(ana), "text": "Здраво"}}
    async with http.post(f"{address}/bot{TOKEN}/sendMessage", **given) as response:
        assert (await response.json())["result"]["text"] == "Здраво"


async def test_parameters_come_by_multipart(ana: int, http: aiohttp.ClientSession, address: str) -> None:
    form = aiohttp.FormData({"chat_id": str(ana), "text": "x"}, default_to_multipart=True)
    async with http.post(f"{address}/bot{TOKEN}/sendmessage", data=form) as response:
        assert (await response.json())["ok"]


async def test_a_fixed_token_refuses_every_other(http: aiohttp.ClientSession) -> None:
    async with serve(Sandbox(token="42:right").app) as address:
        async with http.get(f"{address}/bot42:wrong/getMe") as wrong:
            assert (wrong.status, (await wrong.json())["description"]) == (401, "Unauthorized")
        async with http.get(f"{address}/bot42:right/getMe") as right:
            assert (await right.json())["result"]["id"] == 42


def test_too_much_at_once_is_a_429() -> None:
    intake = Intake(limit=1000)
    intake.take(900)
    with pytest.raises(ApiError) as refused:
        intake.take(101)
    assert (refused.value.code, refused.value.parameters) == (429, {"retry_after": 60})


async def test_fifty_megabytes_are_taken_as_a_document_and_not_as_a_photo(
    ana: int, http: aiohttp.ClientSession, address: str
) -> None:
    for method, field, code in (("sendDocument", "document", None), ("sendPhoto", "photo", 400)):
        form = aiohttp.FormData({"chat_id": str(ana)})
        form.add_field(field, BytesIO(b"x" * (50 * 1024 * 1024)), filename="a.bin")
        async with http.post(f"{address}/bot{TOKEN}/{method}", data=form) as response:
            assert (await response.json()).get("error_code") == code
    assert INTAKE.reading == 0


@pytest.mark.parametrize(
    "body",
    [
        b'{"chat_id": 501, "text": "\\ud800"}',
        b'{"chat_id": 501, "text": "x", '
        b'"reply_markup": "{\\"inline_keyboard\\": [[{\\"text\\": \\"\\\\ud800\\", '
        b'\\"callback_data\\": \\"x\\"}]]}"}',
    ],
)
async def test_half_a_character_is_a_400(
    ana: int, http: aiohttp.ClientSession, address: str, body: bytes
) -> None:
    headers = {"content-type": JSON}
    async with http.post(f"{address}/bot{TOKEN}/sendMessage", data=body, headers=headers) as response:
        words = "Bad Request: strings must be encoded in UTF-8"
        assert (response.status, (await response.json())["description"]) == (400, words)


@pytest.mark.parametrize(
    ("query", "body", "content_type"),
    [
        ("?chat_id=501&text=%ff%fe", b"", JSON),
        ("", b"chat_id=501&text=%ff%fe", FORM),
        ("", b"chat_id=501&text=\xff\xfe", FORM),
        ("", b"chat_id=501&text=x&%ff=x", FORM),
        ("", PART % (b"text", b"\xff\xfe") + END, MULTIPART),
        ("", PART % (b"\xff", b"x") + END, MULTIPART),
        ("", PART % (b"text", "џ".encode("cp1251")) + END, f"{MULTIPART}; charset=cp1251"),
        ("", PART % (b'x"; filename="\xff', b"x") + END, MULTIPART),
    ],
)
async def test_bytes_that_are_no_utf8_are_a_400(
    ana: int, http: aiohttp.ClientSession, address: str, query: str, body: bytes, content_type: str
) -> None:
    url = URL(f"{address}/bot{TOKEN}/sendMessage{query}", encoded=True)
    async with http.post(url, data=body, headers={"content-type": content_type}) as response:
        words = "Bad Request: strings must be encoded in UTF-8"
        assert (response.status, (await response.json())["description"]) == (400, words)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"chat_id=501&text=%D1%9F", FORM),
        ("chat_id=501&text=џ".encode(), FORM),
        (PART % (b"text", "џ".encode()) + PART % (b"chat_id", b"501") + END, MULTIPART),
        (PART % (b"text", "џ".encode()) + PART % (b"chat_id", b"501") + END, f"{MULTIPART}; charset=cp1251"),
    ],
)
async def test_utf8_is_read_however_it_is_spelled(
    ana: int, http: aiohttp.ClientSession, address: str, body: bytes, content_type: str
) -> None:
    url = f"{address}/bot{TOKEN}/sendMessage"
    async with http.post(url, data=body, headers={"content-type": content_type}) as response:
        assert (await response.json())["result"]["text"] == "џ"


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=80), st.sampled_from([JSON, MULTIPART, "application/x-www-form-urlencoded", "a/b", ""])
)
def test_no_body_whatever_is_a_500(body: bytes, content_type: str) -> None:
    code = asyncio.run(_code_of(body, content_type))
    assert 400 <= code < 500


async def _code_of(body: bytes, content_type: str) -> int:
    async def receive() -> Message:
        return {"type": "http.request", "body": body}

    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": [
        (b"content-type", content_type.encode())]}  # fmt: skip
    telegram = Telegram(SandboxClock(), BotProfile())
    try:
        params = await read_parameters(scope, receive)
        check_call(telegram, "sendMessage", params)
    except ApiError as error:
        return error.code
    return 499
