"""What the desk's buttons stand for, on file."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta

from bot.domain.desk_refs import DeskRef
from storage.database import Database
from tests.storage.samples import ANA, LATER, NOW

REF = DeskRef(action="retract", about=7, version=2, chat_id=ANA, expires_at=LATER)


async def issue(database: Database, ref: DeskRef = REF) -> str:
    """Show a button."""
    async with database.open_store() as store:
        return await store.desk_refs.issue(ref, NOW)


async def find(database: Database, token: str) -> DeskRef | None:
    """What its token stands for."""
    async with database.open_store() as store:
        return await store.desk_refs.find(token)


async def use(database: Database, token: str) -> bool:
    """Press it."""
    async with database.open_store() as store:
        return await store.desk_refs.use(token, NOW)


async def test_a_token_stands_for_what_it_was_issued_for(database: Database) -> None:
    assert await find(database, await issue(database)) == REF


async def test_no_two_buttons_carry_the_same_and_each_is_short(database: Database) -> None:
    tokens = {await issue(database) for _ in range(20)}
    assert len(tokens) == 20
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", one) for one in tokens)


async def test_a_token_that_nobody_gave_out_stands_for_nothing(database: Database) -> None:
    token = await issue(database)
    for other in (token.swapcase(), token[:-1], token + " ", "", "%", "7", "\x00"):
        assert await find(database, other) is None


async def test_of_two_presses_at_once_one_counts(database: Database) -> None:
    token = await issue(database)
    assert sorted(await asyncio.gather(use(database, token), use(database, token))) == [False, True]
    assert await find(database, token) == REF


async def test_what_expired_a_week_ago_is_forgotten_and_nothing_else(database: Database) -> None:
    week = timedelta(days=7)
    old = await issue(database, replace(REF, expires_at=NOW - week - timedelta(seconds=1)))
    recent = await issue(database, replace(REF, expires_at=NOW - week))
    await issue(database, replace(REF, expires_at=NOW + timedelta(days=60)))
    assert [await find(database, one) is None for one in (old, recent)] == [True, False]
