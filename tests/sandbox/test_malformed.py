"""Broken bodies get a 4xx in Telegram's shape, never a 500; every way to pass parameters works."""

from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox, serve

TOKEN = "42:well-formed"
JSON = "application/json"
MULTIPART = "multipart/form-data; boundary=b"


@pytest.mark.parametrize(
    ("content_type", "body", "words"),
    [
        (JSON, b"{", "Bad Request: can't parse JSON object"),
        (JSON, b"[1]", "Bad Request: JSON object expected"),
        (JSON, b"\xff\xfe", "Bad Request: JSON object expected"),
        (JSON, b'{"a": ' + b"[" * 100_000, "Bad Request: can't parse JSON object"),
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
