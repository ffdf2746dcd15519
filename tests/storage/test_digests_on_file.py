"""Who gets a push at once, who in a digest and who later, as both databases say it."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.domain.deliveries import UNFROZEN, Delivery, DeliveryState
from bot.domain.digests import DigestClock
from bot.domain.follows import Follow, FollowKind, Subject, edition_subject
from bot.domain.ids import ArticleId, ChatId, PushId, SubscriberId
from bot.domain.preferences import Mode, Preferences, QuietHours
from bot.domain.pushes import Action, Button, Card, Lane, NewPush, PushKind
from bot.domain.subscribers import Standing
from storage.database import Database
from tests.storage.samples import (
    ANA,
    BORIS,
    CVETA,
    EN,
    LATER,
    MK,
    NOW,
    Choices,
    add_push,
    claim,
    intend,
    join,
    ledger_of,
    plan,
    push_of,
    rows,
    sent,
    settle,
    unknown,
)

PAPERS = Preferences(zone="Europe/Skopje", daily_cap=2)
MORNING = DigestClock(zone="Europe/Skopje", at=time(7, 30))
DAY = datetime(2026, 3, 30, tzinfo=UTC).date()
ROADS = Subject(FollowKind.TOPIC, "roads", "Roads")
CARD = Card(html="three articles", buttons=((Button("more", data="digest:1.10"),),))


async def choose(database: Database, reader: int, **chosen: Any) -> None:
    """One of the readers chooses this."""
    async with database.open_store() as store:
        await store.preferences.keep(SubscriberId(reader), replace(PAPERS, **chosen))


async def out(database: Database, slot: str, *, now: datetime = NOW, **choices: Any) -> PushId:
    """An article is pushed."""
    push_id = await add_push(database, slot=slot, choices=Choices(**choices), due_at=now)
    await plan(database, push_id, now=now, papers=PAPERS)
    return push_id


async def arrive(database: Database, now: datetime = NOW) -> list[ChatId]:
    """Who gets what may go now, in the order of the pushes."""
    claimed = [one for one in await claim(database, now=now) if one.card is not UNFROZEN]
    claimed.sort(key=lambda one: one.key)
    await intend(database, *claimed, now=now)
    await settle(database, *map(sent, claimed), now=now)
    return [one.chat_id for one in claimed]


async def waiting(database: Database) -> list[int]:
    """The readers for whom something waits."""
    return [one for (one,) in await rows(database, "SELECT subscriber_id FROM digest_waits ORDER BY 1")]


async def digest(database: Database, clock: DigestClock = MORNING) -> list[SubscriberId]:
    """Who gets a digest at this hour."""
    async with database.open_store() as store:
        push = await store.pushes.add(
            NewPush(
                kind=PushKind.DIGEST,
                lane=Lane.DIGEST,
                cards={},
                due_at=NOW,
                expires_at=NOW + timedelta(hours=12),
                created_by=None,
                schedule=clock.schedule,
                slot=DAY.isoformat(),
            )
        )
    assert push
    await (await ledger_of(database)).plan_digests([push.id], NOW, PAPERS)
    claimed = await claim(database)
    return sorted(one.subscriber_id for one in claimed if one.card is UNFROZEN)


async def begun(database: Database) -> list[Delivery]:
    """What was claimed, given back and claimed again, with its request gone."""
    await (await ledger_of(database)).release(NOW)
    claimed = await claim(database)
    await intend(database, *claimed)
    return claimed


async def taken(database: Database, *readers: int) -> dict[int, list[ArticleId]]:
    """What waited for these readers."""
    async with database.open_store() as store:
        found = await store.digests.take([SubscriberId(one) for one in readers], NOW)
    return {reader: [one.article.id for one in candidates] for reader, candidates in found.items()}


async def test_who_wants_digests_gets_nothing_at_once(database: Database) -> None:
    await join(database, ANA, BORIS)
    await choose(database, 1, mode=Mode.DIGEST)
    await out(database, "1")
    assert await arrive(database) == [BORIS]
    assert await waiting(database) == [1]


async def test_over_the_cap_it_waits(database: Database) -> None:
    await join(database, ANA, BORIS, CVETA)
    await choose(database, 2, daily_cap=None)
    await choose(database, 3, daily_cap=1)
    for slot in ("1", "2", "3"):
        await out(database, slot)
    assert await arrive(database) == [ANA, BORIS, CVETA, ANA, BORIS, BORIS]
    assert await waiting(database) == [1, 3]


async def test_what_arrived_yesterday_does_not_count(database: Database) -> None:
    await join(database, ANA)
    for slot in ("1", "2"):
        await out(database, slot)
    assert await arrive(database) == [ANA, ANA]
    tomorrow = NOW + timedelta(days=1)
    await out(database, "3", now=tomorrow)
    assert await arrive(database, tomorrow) == [ANA]


async def test_quiet_hours_hold_it(database: Database) -> None:
    await join(database, ANA, BORIS)
    here = NOW.astimezone(UTC).time().replace(second=0, microsecond=0)
    until = NOW.replace(second=0, microsecond=0) + timedelta(minutes=10)
    await choose(database, 1, zone="UTC", quiet=QuietHours(start=here, end=until.time()))
    await out(database, "1")
    assert await arrive(database) == [BORIS]
    assert await arrive(database, until - timedelta(seconds=1)) == []
    assert await arrive(database, until) == [ANA]


async def test_breaking_news_asks_for_none_of_it(database: Database) -> None:
    await join(database, ANA)
    quiet = QuietHours(start=time(0), end=time(23, 59))
    await choose(database, 1, mode=Mode.DIGEST, only_breaking=True, daily_cap=1, quiet=quiet)
    for slot in ("1", "2"):
        await out(database, slot, lane=Lane.BREAKING)
    assert await arrive(database) == [ANA, ANA]
    assert await waiting(database) == []


async def test_only_breaking_news_leaves_nothing_to_wait(database: Database) -> None:
    await join(database, ANA, BORIS)
    await choose(database, 1, only_breaking=True)
    await choose(database, 2, only_breaking=True, mode=Mode.DIGEST)
    await out(database, "1")
    assert (await arrive(database), await waiting(database)) == ([], [2])


async def test_a_subject_may_come_in_another_way_than_the_rest(database: Database) -> None:
    await join(database, ANA, BORIS, CVETA)
    await choose(database, 2, mode=Mode.DIGEST)
    await choose(database, 3, mode=Mode.DIGEST)
    async with database.open_store() as store:
        await store.follows.put(SubscriberId(1), Follow(subject=ROADS, mode=Mode.DIGEST))
        await store.follows.put(SubscriberId(2), Follow(subject=ROADS, since=NOW, mode=Mode.INSTANT))
    await out(database, "1", keys=(ROADS,))
    assert (await arrive(database), await waiting(database)) == ([BORIS], [1, 3])


async def test_a_digest_goes_to_those_whose_hour_it_is(database: Database) -> None:
    await join(database, ANA, BORIS, CVETA)
    await choose(database, 1, mode=Mode.DIGEST)
    await choose(database, 2, mode=Mode.DIGEST, digest_times=(time(18),))
    await choose(database, 3, mode=Mode.DIGEST, digest_days=frozenset({5}))
    await out(database, "1")
    assert await digest(database) == [SubscriberId(1)]


async def test_who_chose_nothing_has_the_papers_hour(database: Database) -> None:
    await join(database, ANA)
    for slot in ("1", "2", "3"):
        await out(database, slot)
    async with database.open_store() as store:
        assert await store.digests.is_wanted(MORNING, DAY, PAPERS)
        assert not await store.digests.is_wanted(replace(MORNING, at=time(8)), DAY, PAPERS)
        assert not await store.digests.is_wanted(MORNING, DAY, replace(PAPERS, zone="Europe/London"))
    await arrive(database)
    assert await digest(database) == [SubscriberId(1)]


async def test_what_waits_is_taken_once_and_without_what_arrived(database: Database) -> None:
    await join(database, ANA)
    for slot in ("1", "2", "3", "4"):
        await out(database, slot)
    await arrive(database)
    assert await taken(database, 1) == {1: [ArticleId(3), ArticleId(4)]}
    assert (await taken(database, 1), await waiting(database)) == ({}, [])
    await out(database, "5")
    assert await taken(database, 1) == {1: [ArticleId(5)]}


async def test_what_waits_knows_how_the_reader_stands_to_it(database: Database) -> None:
    await join(database, ANA)
    await choose(database, 1, mode=Mode.DIGEST, only_breaking=True)
    async with database.open_store() as store:
        await store.follows.put(SubscriberId(1), Follow(subject=ROADS, mode=Mode.DIGEST))
    await out(database, "1", keys=(ROADS,))
    await choose(database, 1, only_breaking=True)
    async with database.open_store() as store:
        ((_, (candidate,)),) = (await store.digests.take([SubscriberId(1)], NOW)).items()
    assert {one.subject: one.mode for one in candidate.follows} == {
        edition_subject(MK): None,
        ROADS: Mode.DIGEST,
    }
    assert candidate.is_only_breaking


async def test_who_comes_back_starts_afresh(database: Database) -> None:
    await join(database, ANA)
    await choose(database, 1, mode=Mode.DIGEST)
    await out(database, "1")
    async with database.open_store() as store:
        await store.subscribers.set_standing(ANA, Standing.PAUSED, NOW)
        await store.subscribers.set_standing(ANA, Standing.ACTIVE, NOW)
    assert await waiting(database) == []


async def test_a_pause_that_is_over_ends(database: Database) -> None:
    await join(database, ANA, BORIS, CVETA)
    await choose(database, 1, paused_until=NOW)
    await choose(database, 2, paused_until=LATER)
    await choose(database, 3, paused_until=NOW)
    async with database.open_store() as store:
        for chat in (ANA, BORIS):
            await store.subscribers.set_standing(chat, Standing.PAUSED, NOW)
        await store.subscribers.set_standing(CVETA, Standing.LEFT, NOW)
        await store.subscribers.wake(NOW)
        standings = await store.subscribers.standings()
        left_over = [await store.preferences.of(SubscriberId(one)) for one in (1, 2, 3)]
    assert standings == {Standing.ACTIVE: 1, Standing.PAUSED: 1, Standing.LEFT: 1}
    assert [one.paused_until for one in left_over if one] == [None, LATER, None]


async def test_a_digest_stays_as_it_was_frozen(database: Database) -> None:
    await join(database, ANA)
    await choose(database, 1, mode=Mode.DIGEST)
    await out(database, "1")
    (reader,) = await digest(database)
    key = (PushId(2), reader)
    async with database.open_store() as store:
        assert await store.digests.frozen([key]) == {}
        await store.digests.keep(key, CARD, [ArticleId(1)], NOW)
    async with database.open_store() as store:
        assert await store.digests.frozen([key]) == {key: CARD}
        assert [one.id for one in await store.digests.articles_of(PushId(2), ANA)] == [1]
        assert await store.digests.articles_of(PushId(2), BORIS) == []
        assert (await store.records.of(ANA)).digests == [["https://paper.example/a"]]
        await store.digests.sweep(LATER)
        assert await store.digests.articles_of(PushId(2), ANA) == []


async def test_the_text_goes_when_the_push_is_done_unless_an_editor_may_want_it_again(
    database: Database,
) -> None:
    await join(database, ANA, BORIS)
    for reader in (1, 2):
        await choose(database, reader, mode=Mode.DIGEST)
    await out(database, "1")
    first, second = [(PushId(2), reader) for reader in await digest(database)]
    async with database.open_store() as store:
        for key in (first, second):
            await store.digests.keep(key, CARD, [ArticleId(1)], NOW)
    lost = int(DeliveryState.UNKNOWN)
    await rows_changed(database, f"UPDATE deliveries SET state = {lost}, epoch = NULL WHERE push_id = 2")
    await rows_changed(database, "UPDATE deliveries SET state = 3 WHERE subscriber_id = 1")
    await (await ledger_of(database)).finish(NOW)
    async with database.open_store() as store:
        assert await store.digests.frozen([first, second]) == {second: CARD}


async def test_editors_are_told_of_a_digest_of_which_nobody_knows_whether_it_arrived(
    database: Database,
) -> None:
    group = ChatId(-7)
    await join(database, group)
    await choose(database, 1, mode=Mode.DIGEST)
    await out(database, "1")
    await digest(database)
    await settle(database, *(unknown(one) for one in await begun(database)))
    async with database.open_store() as store:
        ((trouble, _),) = await store.notices.due([ANA])
    assert (trouble.headline, trouble.figure) == ("digest/Europe/Skopje/07:30", 1)


async def rows_changed(database: Database, sql: str) -> None:
    """Put the deliveries where a test wants them."""
    await database.run(lambda connection: connection.exec_driver_sql(sql))


async def test_an_hour_is_used_once_a_day(database: Database) -> None:
    async with database.open_store() as store:
        await store.digests.begin(MORNING, NOW)
        assert await store.digests.use(MORNING, DAY)
        assert not await store.digests.use(MORNING, DAY)
        assert await store.digests.use(MORNING, DAY + timedelta(days=1))
        (clock,) = await store.digests.clocks()
    assert clock == replace(MORNING, since=NOW, used=DAY + timedelta(days=1))


async def test_an_hour_stands_since_somebody_chose_it_first(database: Database) -> None:
    await join(database, ANA)
    await choose(database, 1)
    async with database.open_store() as store:
        assert await store.digests.clocks() == [MORNING]
        await store.digests.begin(MORNING, LATER)
        await store.digests.begin(MORNING, LATER + timedelta(days=1))
        await store.digests.begin(MORNING, NOW)
        assert await store.digests.clocks() == [replace(MORNING, since=NOW)]
        await store.digests.begin(MORNING, LATER)
        assert await store.digests.clocks() == [replace(MORNING, since=NOW)]


async def test_who_is_erased_leaves_no_digest_behind(database: Database) -> None:
    await join(database, ANA)
    await choose(database, 1, mode=Mode.DIGEST)
    await out(database, "1")
    (reader,) = await digest(database)
    async with database.open_store() as store:
        await store.digests.keep((PushId(2), reader), CARD, [ArticleId(1)], NOW)
    await out(database, "2")
    async with database.open_store() as store:
        await store.records.erase(ANA, LATER)
    for table in ("digests", "digest_waits", "preferences"):
        assert await rows(database, f"SELECT count(*) FROM {table}") == [(0,)]


async def missed(database: Database, push: int) -> int:
    """How many would get a push now and have its article nowhere."""
    async with database.open_store() as store:
        return await store.out_there.missed(PushId(push), NOW)


async def test_who_has_it_from_a_digest_did_not_miss_it(database: Database) -> None:
    await join(database, ANA)
    await choose(database, 1, mode=Mode.DIGEST)
    await out(database, "1")
    await digest(database)
    (delivery,) = await begun(database)
    assert await taken(database, 1) == {1: [1]}
    async with database.open_store() as store:
        await store.digests.keep(delivery.key, CARD, [ArticleId(21), ArticleId(1)], NOW)
    await choose(database, 1, mode=Mode.INSTANT)
    await join(database, CVETA)
    assert await missed(database, 1) == 1


async def test_for_whom_it_waits_until_the_next_digest_did_not_miss_it(database: Database) -> None:
    await join(database, ANA)
    await choose(database, 1, daily_cap=1)
    await out(database, "1")
    await out(database, "2")
    await join(database, CVETA)
    assert await waiting(database) == [1]
    assert await missed(database, 2) == 1


async def test_a_day_holds_what_was_pushed_to_all_and_was_not_taken_back(database: Database) -> None:
    kept, gone, stopped, _ = [
        await add_push(database, slot=str(n), due_at=NOW if n < 4 else LATER) for n in range(1, 5)
    ]
    deletion = Choices(action=Action.DELETE, target=gone)
    async with database.open_store() as store:
        await store.pushes.add(push_of(ArticleId(gone), slot="deletion", choices=deletion))
        await store.pushes.add(push_of(ArticleId(kept), slot="again", choices=Choices(target=kept)))
        await store.pushes.cancel(stopped, NOW)
        found = await store.digests.of_a_day(MK, NOW - timedelta(days=1), NOW)
        assert await store.digests.of_a_day(EN, NOW - timedelta(days=1), NOW) == []
        assert await store.digests.of_a_day(MK, NOW, NOW) == []
    assert [(one.article.id, one.is_chosen) for one in found] == [(1, True)]
