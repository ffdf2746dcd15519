"""/healthz and /readyz: alive, and able to do its part; nothing about anybody."""
# ruff: noqa: F811 - fixtures that another package shares

import sqlite3
from contextlib import closing

import pytest

from bot.errors import PortTaken
from bot.opening import build_gate
from handlers.web import listening, web_app
from storage.database import Database
from tests.usecases.conftest import clock  # noqa: F401
from tests.usecases.house import HandClock
from tests.web.conftest import KEYS, Site


async def asked(site: Site, path: str) -> tuple[int, object]:
    """Status and JSON."""
    async with site.http.get(site.address + path) as answer:
        return answer.status, await answer.json()


@pytest.mark.parametrize(("is_active", "role"), [(True, "active"), (False, "standing by")])
async def test_who_has_a_database_is_ready_and_says_its_role(site: Site, is_active: bool, role: str) -> None:
    site.is_active = is_active
    assert await asked(site, "/readyz") == (
        200,
        {"database": "reachable", "role": role, "updates_waiting": 0},
    )


async def test_without_a_database_it_is_alive_and_not_ready(site: Site, sqlite_database: Database) -> None:
    assert sqlite_database.path
    with closing(sqlite3.connect(sqlite_database.path)) as connection:
        connection.execute("ALTER TABLE inbox RENAME TO lost")
    assert await asked(site, "/healthz") == (200, {"alive": True})
    assert await asked(site, "/readyz") == (
        503,
        {"database": "away", "role": "active", "updates_waiting": None},
    )


async def test_who_does_not_tick_any_more_is_dead(site: Site) -> None:
    site.is_alive = False
    assert await asked(site, "/healthz") == (503, {"alive": False})


async def test_without_a_public_address_only_watchers_are_answered(site: Site, clock: HandClock) -> None:
    gate = build_gate(
        KEYS, None, open_store=site.open_store, clock=clock, is_active=lambda: True, arrived=lambda _: None
    )
    async with listening(web_app(gate, is_public=False), "127.0.0.1", 0) as address:
        async with site.http.post(f"{address}/telegram/{KEYS.telegram_path}") as answer:
            assert answer.status == 404
        async with site.http.get(f"{address}/healthz") as answer:
            assert answer.status == 200


async def test_a_port_that_is_taken_is_named(site: Site) -> None:
    port = int(site.address.rpartition(":")[2])
    with pytest.raises(PortTaken, match=str(port)):
        async with listening(web_app(None, is_public=False), "127.0.0.1", port):  # type: ignore[arg-type]
            pass


async def test_what_goes_wrong_beside_it_is_raised_by_itself(site: Site) -> None:
    with pytest.raises(LookupError):
        async with listening(web_app(None, is_public=False), "127.0.0.1", 0):  # type: ignore[arg-type]
            raise LookupError
