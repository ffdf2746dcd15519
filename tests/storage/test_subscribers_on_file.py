"""Subscribers on file, and the log of who came and went."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.ids import ChatId
from bot.domain.subscribers import ChatKind, Standing, Subscriber
from storage.database import Database
from tests.storage.samples import ANA, BORIS, CVETA, EN, GROUP, LATER, MK, NOW, join, moves_by_day

SUNDAY = date(2026, 3, 29)


async def stand(database: Database, chat_id: ChatId, *standings: Standing) -> None:
    """Change a chat's standing, step by step."""
    async with database.open_store() as store:
        for standing in standings:
            await store.subscribers.set_standing(chat_id, standing, NOW)


async def test_a_new_chat_joins_as_active(database: Database) -> None:
    await join(database, ANA)
    async with database.open_store() as store:
        subscriber = await store.subscribers.by_chat(ANA)
    assert subscriber
    assert subscriber == Subscriber(
        id=subscriber.id, chat_id=ANA, edition=MK, language="mk", standing=Standing.ACTIVE, joined_at=NOW
    )


async def test_a_stranger_is_none(database: Database) -> None:
    async with database.open_store() as store:
        assert await store.subscribers.by_chat(ANA) is None


async def test_a_negative_id_is_a_group(database: Database) -> None:
    await join(database, GROUP)
    async with database.open_store() as store:
        group = await store.subscribers.by_chat(GROUP)
    assert group
    assert group.kind is ChatKind.GROUP


async def test_who_comes_back_is_the_same_subscriber(database: Database) -> None:
    await join(database, ANA)
    await stand(database, ANA, Standing.LEFT)
    await join(database, ANA, edition=EN, now=LATER)
    async with database.open_store() as store:
        back = await store.subscribers.by_chat(ANA)
    assert back
    assert (back.id, back.standing, back.edition, back.joined_at) == (1, Standing.ACTIVE, EN, NOW)


async def test_the_edition_can_be_changed(database: Database) -> None:
    await join(database, ANA, BORIS)
    async with database.open_store() as store:
        await store.subscribers.set_edition(ANA, EN)
    async with database.open_store() as store:
        ana, boris = await store.subscribers.by_chat(ANA), await store.subscribers.by_chat(BORIS)
    assert ana
    assert boris
    assert (ana.edition, boris.edition) == (EN, MK)


async def test_subscribers_are_counted_by_standing(database: Database) -> None:
    await join(database, ANA, BORIS, CVETA)
    await stand(database, CVETA, Standing.BLOCKED)
    async with database.open_store() as store:
        assert await store.subscribers.standings() == {Standing.ACTIVE: 2, Standing.BLOCKED: 1}


async def test_a_strangers_standing_is_nobodys(database: Database) -> None:
    await stand(database, ANA, Standing.BLOCKED)
    async with database.open_store() as store:
        assert await store.subscribers.standings() == {}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((), (1, 0, 0)),
        ((Standing.LEFT,), (1, 1, 0)),
        ((Standing.BLOCKED,), (1, 0, 1)),
        ((Standing.LEFT, Standing.LEFT), (1, 1, 0)),
        ((Standing.LEFT, Standing.BLOCKED), (1, 1, 0)),
        ((Standing.LEFT, Standing.ACTIVE), (2, 1, 0)),
        ((Standing.PAUSED, Standing.ACTIVE), (1, 0, 0)),
        ((Standing.PAUSED, Standing.BLOCKED), (1, 0, 1)),
    ],
)
async def test_coming_and_going_is_counted_once_and_pausing_is_neither(
    database: Database, steps: tuple[Standing, ...], expected: tuple[int, int, int]
) -> None:
    await join(database, ANA)
    await stand(database, ANA, *steps)
    assert await moves_by_day(database) == [(SUNDAY, *expected)]


async def test_joining_twice_is_one_join(database: Database) -> None:
    await join(database, ANA)
    await join(database, ANA)
    assert await moves_by_day(database) == [(SUNDAY, 1, 0, 0)]


async def test_joining_again_after_leaving_is_a_second_join(database: Database) -> None:
    await join(database, ANA)
    await stand(database, ANA, Standing.LEFT)
    await join(database, ANA)
    assert await moves_by_day(database) == [(SUNDAY, 2, 1, 0)]


async def test_the_day_is_the_zones_on_both_sides_of_the_clock_change(database: Database) -> None:
    """On 29 March 2026 Skopje's midnight is 23:00 UTC before, and 22:00 UTC after."""
    for chat_id, day, hour in ((ANA, 28, 22), (BORIS, 28, 23), (CVETA, 29, 22)):
        await join(database, chat_id, now=datetime(2026, 3, day, hour, 30, tzinfo=UTC))
    days = await moves_by_day(database, "Europe/Skopje")
    assert [(day.day, joined) for day, joined, *_ in days] == [(28, 1), (29, 1), (30, 1)]
