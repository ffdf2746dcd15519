"""Alarms on file, and the figures they are decided from."""

from datetime import timedelta

from bot.alarm_ports import Backlog, Ended
from bot.domain.alarms import Alarm, AlarmEvent, AlarmKind, Raised
from bot.domain.ids import PushId
from bot.domain.moments import Moment
from bot.inbox_ports import StoredUpdate
from storage.database import Database
from tests.storage.samples import ANA, BORIS, CVETA, LATER, NOW, rows, sending, sent, settle

DISK = Alarm(AlarmKind.DISK, facts={"megabytes": 12})
FEED = Alarm(AlarmKind.FEED, "https://p.example/a:b", {"url": "u", "trouble": "silent"})

_TALLY = "INSERT INTO push_tallies (push_id, state, reason, count) VALUES "


async def test_an_alarm_is_raised_lasts_and_ends_and_is_told_both_times(database: Database) -> None:
    async with database.open_store() as store:
        await store.alarms.begin(DISK, NOW)
        await store.alarms.last(Alarm(AlarmKind.DISK, facts={"megabytes": 9}), LATER)
        (raised,) = await store.alarms.raised()
        assert raised == Raised(Alarm(AlarmKind.DISK, facts={"megabytes": 9}), NOW, LATER)
        await store.alarms.end(raised, LATER)
        assert list(await store.alarms.raised()) == []
        first, second = await store.alarms.untold(5)
        assert first == AlarmEvent(number=1, alarm=DISK, since=NOW, over_at=None)
        assert (second.since, second.over_at) == (NOW, LATER)
        await store.alarms.told(first.number, LATER)
        assert [one.number for one in await store.alarms.untold(5)] == [2]


async def test_a_feeds_alarm_is_kept_and_told_otherwise(database: Database) -> None:
    async with database.open_store() as store:
        await store.alarms.begin(FEED, NOW)
        assert [one.alarm for one in await store.alarms.raised()] == [FEED]
        assert list(await store.alarms.untold(5)) == []


async def test_the_last_time_of_something_is_remembered(database: Database) -> None:
    async with database.open_store() as store:
        assert await store.moments.last(Moment.BACKUP) is None
        await store.moments.note(Moment.BACKUP, NOW)
        await store.moments.note(Moment.BACKUP, LATER)
        assert await store.moments.last(Moment.BACKUP) == LATER


async def test_what_is_due_is_told_by_its_oldest(database: Database) -> None:
    async with database.open_store() as store:
        assert await store.alarms.backlog(NOW) == Backlog(0, None, None, {})
        await store.inbox.store([StoredUpdate(1, {}), StoredUpdate(2, {})], NOW)
    await sending(database, ANA)
    await rows(database, "UPDATE deliveries SET state = 0, epoch = NULL, not_before = 1000 RETURNING state")
    async with database.open_store() as store:
        backlog = await store.alarms.backlog(LATER)
    assert (backlog.updates, backlog.update_at, backlog.push_at) == (2, NOW, None)
    (since, ended) = backlog.sending[PushId(1)]
    assert (since, ended) == (NOW, 0)


async def test_readers_who_are_gone_are_no_failures(database: Database) -> None:
    (first, *_) = await sending(database, ANA, BORIS, CVETA)
    await settle(database, sent(first, 7))
    await rows(database, _TALLY + "(1, 4, 1, 5) RETURNING count")
    await rows(database, _TALLY + "(1, 4, 4, 2) RETURNING count")
    await rows(database, _TALLY + "(1, 7, 0, 3) RETURNING count")
    async with database.open_store() as store:
        assert await store.alarms.ended(NOW - timedelta(hours=1)) == Ended(sent=1, failed=2, unknown=3)
        assert await store.alarms.ended(LATER) == Ended(sent=0, failed=0, unknown=3)
