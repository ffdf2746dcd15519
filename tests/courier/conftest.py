"""A courier whose bot talks to a stand-in for Telegram."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
import structlog

from bot.courier import Courier
from bot.telegram_http import AiohttpRequest, QuietBot
from tests.courier.stand_in import TOKEN, StandIn, standing_in


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Expected stumbles are not printed with every local variable, which takes seconds."""
    with structlog.testing.capture_logs():
        yield


@asynccontextmanager
async def bot_at(address: str) -> AsyncIterator[QuietBot]:
    """A bot on the request class of ours that waits half a second for an answer."""
    request = AiohttpRequest(answer_seconds=0.5)
    await request.initialize()
    try:
        yield QuietBot(
            token=TOKEN,
            base_url=f"{address}/bot",
            request=request,
            get_updates_request=AiohttpRequest(connections=1),
        )
    finally:
        await request.shutdown()


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    async with standing_in() as stand_in:
        yield stand_in


@pytest.fixture
async def bot(telegram: StandIn) -> AsyncIterator[QuietBot]:
    async with bot_at(telegram.address) as bot:
        yield bot


@pytest.fixture
def courier(bot: QuietBot) -> Courier:
    return Courier(bot)
