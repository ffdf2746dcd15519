"""An update that Telegram brings is on file before it may forget it; a watcher is told in time."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.ports import OpenStore, Store
from bot.usecases.receive_update import ReceiveUpdate
from bot.usecases.report_readiness import Readiness, ReportReadiness
from tests.usecases.house import HandClock


@pytest.fixture
def receive(open_store: OpenStore, clock: HandClock) -> ReceiveUpdate:
    """The door."""
    return ReceiveUpdate(open_store=open_store, clock=clock, arrived=lambda _: None)


async def test_an_update_is_kept_as_it_came(receive: ReceiveUpdate, open_store: OpenStore) -> None:
    assert await receive({"update_id": 7, "poll": {}})
    async with open_store() as store:
        (kept,) = await store.inbox.unhandled()
    assert kept.payload == {"update_id": 7, "poll": {}}


@pytest.mark.parametrize("payload", [{}, {"update_id": "7"}, {"update_id": 0}, {"update_id": 2**63}])
async def test_what_is_no_update_is_not_kept(
    receive: ReceiveUpdate, open_store: OpenStore, payload: Mapping[str, Any]
) -> None:
    assert not await receive(payload)
    async with open_store() as store:
        assert await store.inbox.waiting() == 0


async def test_a_database_that_hangs_is_away() -> None:
    @asynccontextmanager
    async def hang() -> AsyncIterator[Store]:
        await asyncio.Event().wait()
        yield  # type: ignore[misc]

    report = ReportReadiness(open_store=hang, is_active=lambda: False, patience_seconds=0.01)
    assert await report() == Readiness(is_active=False, waiting=None)
