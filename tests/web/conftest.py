"""Our own HTTP on a real socket, on a real database, with what people outside would call it with."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest

from bot.domain.hubs import HubDoor
from bot.opening import build_gate
from bot.ports import OpenStore
from handlers.web import listening, web_app
from storage.database import Database
from tests import canaries
from tests.usecases.house import HandClock

KEYS = canaries.KEYS


@dataclass
class Site:
    """The server's address, and what became of what it was told."""

    address: str
    http: aiohttp.ClientSession
    open_store: OpenStore
    door: HubDoor
    arrived: list[int] = field(default_factory=list)
    is_active: bool = True
    is_alive: bool = True

    async def waiting(self) -> list[int]:
        """The updates in the inbox."""
        async with self.open_store() as store:
            return [one.update_id for one in await store.inbox.unhandled()]


@pytest.fixture
async def site(sqlite_database: Database, clock: HandClock) -> AsyncIterator[Site]:
    """A server behind a public address."""
    site = Site("", aiohttp.ClientSession(), sqlite_database.open_store, HubDoor("https://bot.example", KEYS))
    gate = build_gate(
        KEYS,
        site.door,
        open_store=sqlite_database.open_store,
        clock=clock,
        is_active=lambda: site.is_active,
        arrived=site.arrived.append,
        is_alive=lambda: site.is_alive,
    )
    async with site.http, listening(web_app(gate, is_public=True), "127.0.0.1", 0) as site.address:
        yield site
