"""What subscribers chose about when news comes, on file."""

from datetime import time

from bot.domain.ids import SubscriberId
from bot.domain.preferences import Mode, Preferences, QuietHours
from storage.database import Database
from tests.storage.samples import ANA, BORIS, LATER, join

READER, OTHER = SubscriberId(1), SubscriberId(2)
CHOSEN = Preferences(
    zone="America/St_Johns",
    mode=Mode.DIGEST,
    digest_times=(time(7, 30), time(18)),
    digest_days=frozenset({0, 4}),
    daily_cap=None,
    quiet=QuietHours(start=time(22), end=time(6, 45)),
    only_breaking=True,
    paused_until=LATER,
)


async def keep(database: Database, *chosen: Preferences) -> Preferences | None:
    """What is on file of the first of two readers after they chose this."""
    await join(database, ANA, BORIS)
    async with database.open_store() as store:
        for one in chosen:
            await store.preferences.keep(READER, one)
    async with database.open_store() as store:
        assert await store.preferences.of(OTHER) is None
        return await store.preferences.of(READER)


async def test_who_chose_nothing_has_nothing_on_file(database: Database) -> None:
    assert await keep(database) is None


async def test_choices_come_back_as_they_were_kept(database: Database) -> None:
    assert await keep(database, CHOSEN) == CHOSEN


async def test_the_last_choice_counts(database: Database) -> None:
    plain = Preferences(zone="Europe/Skopje")
    assert await keep(database, CHOSEN, plain) == plain
