"""The desk's decisions on file: told newest first, page by page, and changed by nobody."""

from datetime import timedelta

import pytest

from bot.domain.audit import Decision, Deed, decided
from bot.domain.ids import ArticleId, PushId
from bot.errors import DatabaseUnavailable
from storage.database import Database
from tests.storage.samples import EDITOR, LATER, NOW, rows

SKIPPED = decided(
    Deed.SKIP, EDITOR, NOW, about="Снег", article_id=ArticleId(1), before="waiting", after="skipped"
)
PAUSED = decided(Deed.PAUSE, EDITOR, LATER, about="Снег", push_id=PushId(3))


async def keep(database: Database, *decisions: Decision) -> None:
    """These are taken, in this order."""
    async with database.open_store() as store:
        for one in decisions:
            await store.audit.add(one)


async def latest(database: Database, limit: int, before: int | None = None) -> list[tuple[int, Decision]]:
    """What the log shows."""
    async with database.open_store() as store:
        return [(one.number, one.decision) for one in await store.audit.latest(limit, before)]


async def test_the_newest_decision_comes_first_with_all_that_was_kept_of_it(database: Database) -> None:
    await keep(database, SKIPPED, PAUSED)
    assert await latest(database, 10) == [(2, PAUSED), (1, SKIPPED)]


async def test_older_decisions_come_below_a_number(database: Database) -> None:
    await keep(database, *[decided(Deed.SKIP, EDITOR, NOW + timedelta(days=day)) for day in range(5)])
    assert [number for number, _ in await latest(database, 2)] == [5, 4]
    assert [number for number, _ in await latest(database, 2, before=4)] == [3, 2]


@pytest.mark.parametrize("change", ["UPDATE decisions SET name = 'Nobody'", "DELETE FROM decisions"])
async def test_the_database_itself_refuses_to_change_what_was_decided(
    change: str, database: Database
) -> None:
    await keep(database, SKIPPED)
    with pytest.raises(DatabaseUnavailable, match="decisions stay as they are"):
        await rows(database, change)
    assert await latest(database, 10) == [(1, SKIPPED)]


async def broken_off(database: Database) -> None:
    """It is kept, and then its transaction fails."""
    async with database.open_store() as store:
        await store.audit.add(SKIPPED)
        raise ArithmeticError


async def test_a_decision_that_could_not_be_carried_out_is_not_kept(database: Database) -> None:
    with pytest.raises(ArithmeticError):
        await broken_off(database)
    assert await latest(database, 10) == []
