"""A push that is halted, or planned, while others work on it, which takes two connections: on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.util import await_only

from bot.delivery_ports import Beat
from bot.domain.deliveries import Delivery, DeliveryState, Verdict
from bot.domain.ids import PushId
from bot.domain.pushes import PushState
from bot.domain.subscribers import Standing
from storage import planning
from storage.database import Database, connect
from storage.endings import halt, settle_unknown
from storage.ledger import SqlLedger
from tests.storage.samples import (
    ANA,
    BORIS,
    GROUP,
    NOW,
    PAPERS,
    add_push,
    claim,
    counts,
    intend,
    join,
    lead,
    ledger_of,
    plan,
    plan_push,
    rows,
    sending,
    settle,
    unknown,
)

WAITING = "SELECT 1 FROM pg_locks WHERE NOT granted"
HALTED = {PushState.CANCELLED: DeliveryState.CANCELLED, PushState.PAUSED: DeliveryState.PENDING}


@pytest.fixture
async def server(postgres_url: str) -> AsyncIterator[Database]:
    async with connect(postgres_url) as database:
        yield database


async def somebody_waits(database: Database) -> None:
    """Until a transaction waits for another one."""
    async with asyncio.timeout(5):
        while not await rows(database, WAITING):
            pass


async def editor_halts(database: Database, push_id: PushId, state: PushState) -> None:
    await database.run(lambda connection: halt(connection, push_id, state, NOW))


@pytest.mark.parametrize("state", HALTED)
async def test_what_is_claimed_while_an_editor_halts_it_is_nothing(
    server: Database, state: PushState
) -> None:
    push_id = await plan_push(server, ANA, BORIS)
    is_halted = asyncio.Event()

    async def editor() -> None:
        async with server.open_store() as store:
            halting = store.pushes.cancel if state is PushState.CANCELLED else store.pushes.pause
            await halting(push_id, NOW)
            is_halted.set()
            await somebody_waits(server)

    async def courier() -> list[Delivery]:
        await is_halted.wait()
        return await claim(server)

    _, claimed = await asyncio.gather(editor(), courier())
    assert claimed == []
    assert await counts(server) == {HALTED[state]: 2}


@pytest.mark.parametrize("state", HALTED)
async def test_what_was_claimed_before_an_editor_halts_it_does_not_leave(
    server: Database, state: PushState
) -> None:
    push_id = await plan_push(server, ANA, BORIS)
    is_claimed = asyncio.Event()

    async def lingering(step: Callable[[Connection], Any]) -> Any:
        def slow(connection: Connection) -> Any:
            done = step(connection)
            is_claimed.set()
            await_only(somebody_waits(server))
            return done

        return await server.run(slow)

    async def editor() -> None:
        await is_claimed.wait()
        await editor_halts(server, push_id, state)

    epoch = (await ledger_of(server))._epoch
    beaten, _ = await asyncio.gather(SqlLedger(lingering, epoch).beat(Beat(claim=2), NOW), editor())
    assert await intend(server, *beaten.claimed) == 0
    assert await counts(server) == {HALTED[state]: 2}


async def halted_meanwhile(server: Database, push_id: PushId, step: Callable[[], Awaitable[object]]) -> None:
    """An editor, who has begun, cancels it when this step waits."""
    has_begun = asyncio.Event()

    async def stepping() -> None:
        await has_begun.wait()
        await step()

    def cancel(connection: Connection) -> None:
        connection.execute(text("SELECT FROM pushes FOR UPDATE"))
        has_begun.set()
        await_only(somebody_waits(server))
        assert halt(connection, push_id, PushState.CANCELLED, NOW)

    await asyncio.gather(server.run(cancel), stepping())


async def test_who_cancels_and_who_ends_what_expires_do_not_wait_for_each_other(server: Database) -> None:
    push_id = await plan_push(server, ANA, BORIS)
    ledger = await ledger_of(server)
    await halted_meanwhile(server, push_id, lambda: ledger.expire(NOW + timedelta(days=1)))
    assert await counts(server) == {DeliveryState.CANCELLED: 2}


async def test_nor_do_who_cancels_and_who_takes_over(server: Database) -> None:
    push_id = await plan_push(server, BORIS, GROUP)
    claimed = await claim(server)
    await intend(server, *(one for one in claimed if one.chat_id == GROUP))
    ledger = await lead(server)
    await halted_meanwhile(server, push_id, lambda: ledger.recover(NOW))
    assert await counts(server) == {DeliveryState.CANCELLED: 1, DeliveryState.UNKNOWN: 1}


async def test_nor_do_who_cancels_and_a_reader_who_leaves(server: Database) -> None:
    push_id = await plan_push(server, ANA, BORIS)
    await claim(server)

    async def leave() -> None:
        async with server.open_store() as store:
            await store.subscribers.set_standing(ANA, Standing.LEFT, NOW)

    await halted_meanwhile(server, push_id, leave)
    assert await counts(server) == {DeliveryState.CANCELLED: 2}


async def test_while_the_next_piece_of_a_push_is_planned_the_pieces_before_it_are_claimed(
    server: Database,
) -> None:
    push_id = await plan_push(server, ANA, BORIS)
    await server.run(lambda connection: connection.execute(text("UPDATE pushes SET planned_to = 25000")))

    def go_on(connection: Connection) -> list[Delivery]:
        planning.plan(connection, push_id, NOW, PAPERS)
        return await_only(claim(server))

    async with asyncio.timeout(5):
        assert len(await server.run(go_on)) == 2


@pytest.mark.parametrize("editor_is_first", [False, True])
async def test_who_plans_news_waits_in_no_circle_with_a_reader_and_an_editor_in_one_transaction(
    server: Database, editor_is_first: bool
) -> None:
    await join(server, ANA)
    push_id = await add_push(server)
    has_begun, is_planned = asyncio.Event(), asyncio.Event()

    async def planner() -> None:
        await has_begun.wait()
        await plan(server, push_id)
        is_planned.set()

    async def planned_or_waiting() -> None:
        while not is_planned.is_set() and not await rows(server, WAITING):
            pass

    def read(connection: Connection) -> None:
        connection.execute(text("DELETE FROM digest_waits"))

    def edit(connection: Connection) -> None:
        assert halt(connection, push_id, PushState.CANCELLED, NOW)

    def together(connection: Connection) -> None:
        first, second = (edit, read) if editor_is_first else (read, edit)
        first(connection)
        has_begun.set()
        await_only(planned_or_waiting())
        second(connection)

    await asyncio.gather(server.run(together), planner())
    assert await counts(server) == {}


async def test_what_an_editor_is_sending_again_is_not_done(server: Database) -> None:
    (delivery,) = await sending(server, GROUP)
    await settle(server, unknown(delivery))
    ledger = await ledger_of(server)
    has_begun, is_asked = asyncio.Event(), asyncio.Event()

    async def finisher() -> list[PushId]:
        await has_begun.wait()
        done = await ledger.finish(NOW)
        is_asked.set()
        return done

    async def asked_or_waiting() -> None:
        while not is_asked.is_set() and not await rows(server, WAITING):
            pass

    def send_again(connection: Connection) -> None:
        assert settle_unknown(connection, delivery.push_id, Verdict.RESEND, NOW) == 1
        has_begun.set()
        await_only(asked_or_waiting())

    done, _ = await asyncio.gather(finisher(), server.run(send_again))
    assert done == []
    assert [one.chat_id for one in await claim(server)] == [GROUP]
