"""Telegram's door: who knows path and secret is heard, and told 200 when the update is on file."""

import asyncio
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from storage.database import Database
from tests.usecases.conftest import clock  # noqa: F401
from tests.web.conftest import KEYS, Site

UPDATE = {"update_id": 7, "message": {"chat": {"id": 501}, "text": "hello"}}
SECRET = {"X-Telegram-Bot-Api-Secret-Token": KEYS.telegram_secret}


async def post(
    site: Site, body: Any = UPDATE, path: str = KEYS.telegram_path, headers: Any = SECRET
) -> tuple[int, bytes]:
    """Status and body of what Telegram, or somebody else, gets."""
    sent: Any = {"data": body} if isinstance(body, bytes) else {"json": body}
    async with site.http.post(f"{site.address}/telegram/{path}", headers=headers, **sent) as answer:
        return answer.status, await answer.read()


async def test_an_update_is_on_file_when_telegram_is_told_so(site: Site) -> None:
    assert await post(site) == (200, b"")
    assert await site.waiting() == [7]
    assert site.arrived == [7]


async def test_an_update_that_comes_again_is_fine_and_kept_once(site: Site) -> None:
    assert [await post(site), await post(site)] == [(200, b"")] * 2
    assert await site.waiting() == [7]


@pytest.mark.parametrize("path", ["guess", KEYS.telegram_path[:-1], "%ff%ff"])
async def test_a_wrong_path_leads_nowhere(site: Site, path: str) -> None:
    assert await post(site, path=path) == (404, b"")


@pytest.mark.parametrize("secret", ["guess", "", KEYS.telegram_secret[:-1], KEYS.telegram_path])
async def test_without_the_secret_nobody_is_heard(site: Site, secret: str) -> None:
    assert await post(site, headers={"X-Telegram-Bot-Api-Secret-Token": secret}) == (403, b"")
    assert await post(site, headers={}) == (403, b"")
    assert await site.waiting() == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"update_id": NaN}', b"[" * 100_000, {}, {"update_id": "7"}, {"update_id": 2**63}],
)
async def test_what_is_no_update_is_not_taken(site: Site, body: Any) -> None:
    assert await post(site, body) == (400, b"")
    assert site.arrived == []


async def test_a_body_without_end_is_not_read(site: Site) -> None:
    assert (await post(site, b'{"update_id": 7, "x": "' + b"x" * 1_000_000 + b'"}'))[0] == 413


async def test_a_body_that_breaks_off_is_no_update(site: Site) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(site.address.rpartition(":")[2]))
    head = f"POST /telegram/{KEYS.telegram_path} HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n"
    secret = f"X-Telegram-Bot-Api-Secret-Token: {KEYS.telegram_secret}\r\n\r\n"
    writer.write(f'{head}{secret}{{"update_id": 7'.encode())
    writer.close()
    await reader.read()
    assert await site.waiting() == []


async def test_while_the_database_is_away_telegram_must_come_again(
    site: Site, sqlite_database: Database
) -> None:
    assert sqlite_database.path
    with closing(sqlite3.connect(sqlite_database.path)) as connection:
        connection.execute("ALTER TABLE inbox RENAME TO lost")
    assert await post(site) == (503, b"")


@pytest.mark.parametrize("path", ["/", "/telegram", "/hub", "/healthz/x", "/docs"])
async def test_there_is_nothing_else(site: Site, path: str) -> None:
    async with site.http.get(site.address + path) as answer:
        assert (answer.status, await answer.read()) == (404, b"")
