"""How delivering ends before its time: by another process, by Telegram, and what the next one knows of it."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.courier import Courier
from bot.delivery_ports import Beat, Beaten, Ledger
from bot.domain.deliveries import DeliveryState, Outcome, Sent
from bot.domain.ids import ChatId, MessageId, ThreadId
from bot.domain.pushes import Card
from bot.errors import LeaseLost
from bot.rate import Budgets
from bot.usecases.deliver_pushes import DeliverPushes
from tests.usecases.house import ANA, BORIS, House

# python-telegram-bot announces at every 429 that `retry_after` will change its type; we take both.
pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
SNOW = "Snow closes roads"


class Fenced:
    """A ledger that tells when it found out that the lease is another's."""

    def __init__(self, ledger: Ledger) -> None:
        self.found_out = asyncio.Event()
        self._ledger = ledger

    def __getattr__(self, step: str) -> Any:
        return getattr(self._ledger, step)

    async def beat(self, beat: Beat, now: datetime) -> Beaten:
        """Pass it on."""
        try:
            return await self._ledger.beat(beat, now)
        except LeaseLost:
            self.found_out.set()
            raise


class Overtaken(Courier):
    """While it sends to Ana another process takes over; Boris's message arrives after that was found out."""

    def __init__(self, house: House, found_out: asyncio.Event) -> None:
        self._house = house
        self._found_out = found_out

    async def send(
        self,
        chat_id: ChatId,
        card: Card,
        thread_id: ThreadId | None = None,
        reply_to: MessageId | None = None,
    ) -> Outcome:
        """It arrives, for all that."""
        if chat_id == ANA:
            other = await self._house.lead("another process")
            await other.recover(self._house.clock.now())
        else:
            await self._found_out.wait()
        return Sent(MessageId(chat_id))


async def test_what_arrives_after_another_process_took_over_is_known_to_have_arrived(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    push = await house.push()
    with closing(sqlite3.connect(house.database)) as connection, connection:
        connection.execute("UPDATE pushes SET policy = 'hold'")
    house.world.budgets.reserve(1, house.clock.now())
    house.clock.advance(seconds=0.1)  # for which a broadcast may catch up: both leave together
    world, fenced = house.world, Fenced(house.world.ledger)
    deliver = DeliverPushes(
        ledger=fenced,
        courier=Overtaken(house, fenced.found_out),
        clock=world.clock,
        budgets=world.budgets,
        make_digests=house.newsroom.make_digests,
    )
    with pytest.raises(LeaseLost):
        await deliver()
    assert await house.counts(push) == {DeliveryState.SENT: 2}


async def test_a_refused_token_ends_it_with_the_first_message(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    push = await house.push()
    await house.telegram.fault(401, description="Unauthorized")
    await (await house.restarted(concurrency=1)).newsroom.deliver_pushes()
    assert await house.counts(push) == {DeliveryState.PENDING: 2}
    assert [await house.received(one, SNOW) for one in (ANA, BORIS)] == [0, 0]


async def test_a_chat_that_telegram_wants_left_alone_is_after_a_restart_too(house: House) -> None:
    await house.subscribe(ANA)
    await house.push()
    await house.telegram.fault(429, retry_after=30)
    await house.round()
    fresh = Budgets(1_000, house.clock.now() - timedelta(minutes=1))
    house = await house.restarted(budgets=fresh)
    await house.push("Rain opens them", "rain")
    await house.round()
    assert await house.received(ANA, "Rain") == 0
    for seconds in (30, 2):  # the first push goes before it
        house.clock.advance(seconds=seconds)
        await house.round()
    assert await house.received(ANA, "Rain") == 1
