"""Figures by the day are what a recount of all moves and deliveries finds, whatever happened before."""

import random
from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.domain.deliveries import DeliveryState, Verdict
from bot.domain.ids import ChatId, PushId, SubscriberId
from bot.domain.pushes import Action
from bot.domain.statistics import Facet
from bot.domain.subscribers import Standing
from storage.database import Database
from storage.delivery_rows import DeliveryRow
from storage.push_rows import PushRow
from storage.statistics_counting import ending_of
from storage.subscribers import MoveRow
from tests.storage.samples import (
    ANA,
    BORIS,
    CVETA,
    EN,
    MK,
    NOW,
    Choices,
    add_push,
    claim,
    intend,
    join,
    plan,
    refused,
    rows,
    sending,
    sent,
    settle,
    unknown,
)

SKOPJE = ZoneInfo("Europe/Skopje")
READERS = [ChatId(number) for number in range(601, 611)]
Counts = Counter[tuple[str, date, str]]


async def count_in(database: Database, limit: int = 1000) -> int:
    """Add what happened to its days."""
    async with database.open_store() as store:
        return await store.statistics.count_in(SKOPJE, limit)


async def kept(database: Database, *facts: str) -> Counts:
    """What the days hold."""
    async with database.open_store() as store:
        days = {fact: await store.statistics.by_day(fact, date.min) for fact in facts}
    return Counter(
        {
            (fact, day, key): n
            for fact, of in days.items()
            for day, keys in of.items()
            for key, n in keys.items()
            if n
        }
    )


async def recounted(database: Database) -> Counts:
    """The same from every move and every delivery that has ended."""
    counts: Counts = Counter()

    def read(connection: object) -> None:
        for move, at in connection.execute(select(MoveRow.move, MoveRow.at)):  # type: ignore[attr-defined]
            counts["move", at.astimezone(SKOPJE).date(), str(move)] += 1
        ended = select(DeliveryRow.state, DeliveryRow.reason, PushRow.due_at).join(
            PushRow, PushRow.id == DeliveryRow.push_id
        )
        over = ended.where(DeliveryRow.state >= DeliveryState.SENT, PushRow.action == Action.SEND)
        for state, reason, due_at in connection.execute(over):  # type: ignore[attr-defined]
            counts["ended", due_at.astimezone(SKOPJE).date(), str(ending_of(state, reason))] += 1

    await database.run(read)
    return counts


async def happen(database: Database, dice: random.Random, step: int) -> None:
    """Something, at a time that does not always go forward."""
    now = NOW + timedelta(hours=dice.randrange(-30, 60))
    reader = dice.choice(READERS)
    match dice.randrange(5):
        case 0:
            await join(database, reader, now=now)
        case 1:
            async with database.open_store() as store:
                gone = dice.choice((Standing.LEFT, Standing.BLOCKED, Standing.PAUSED))
                await store.subscribers.set_standing(reader, gone, now)
        case 2:
            await plan(database, await add_push(database, slot=str(step), due_at=now), now=now)
        case 3:
            for one in await claim(database, 3, now=now):
                await intend(database, one)
                await settle(database, dice.choice((sent, refused, unknown))(one))
        case _:
            async with database.open_store() as store:
                verdict = dice.choice((Verdict.ARRIVED, Verdict.RESEND))
                await store.pushes.settle_unknown(PushId(dice.randrange(1, 9)), verdict, now)


async def test_the_days_hold_what_a_recount_finds_whenever_they_are_counted(database: Database) -> None:
    dice = random.Random(11)
    for step in range(120):
        await happen(database, dice, step)
        if dice.random() < 0.3:
            await count_in(database, dice.choice((1, 2, 1000)))
    while await count_in(database):
        pass
    counts = await kept(database, "move", "ended")
    assert len(counts) > 10
    assert counts == await recounted(database)


async def test_what_is_rolled_back_is_counted_once_all_the_same(database: Database) -> None:
    await settle(database, *map(sent, await sending(database, ANA, BORIS)))
    with suppress(ZeroDivisionError):
        async with database.open_store() as store:
            await store.statistics.count_in(SKOPJE, 1000)
            raise ZeroDivisionError
    assert await kept(database, "move", "ended") == Counter()
    assert await count_in(database) == 3
    assert await count_in(database) == 0
    assert await kept(database, "move", "ended") == await recounted(database)


async def test_what_edits_a_message_is_no_message(database: Database) -> None:
    (first,) = await sending(database, ANA)
    await settle(database, sent(first))
    edit = await add_push(database, slot="2", choices=Choices(action=Action.EDIT, target=first.push_id))
    await plan(database, edit)
    (again,) = await claim(database)
    await intend(database, again)
    await settle(database, sent(again))
    await count_in(database)
    assert sum((await kept(database, "ended")).values()) == 1


async def test_who_is_still_there_is_asked_at_the_end_of_a_day(database: Database) -> None:
    await join(database, ANA, BORIS, CVETA, now=datetime(2026, 3, 1, 12, tzinfo=UTC))
    async with database.open_store() as store:
        # On 8 March, in Skopje, and just after it.
        await store.subscribers.set_standing(ANA, Standing.LEFT, datetime(2026, 3, 8, 22, 59, tzinfo=UTC))
        await store.subscribers.set_standing(BORIS, Standing.LEFT, datetime(2026, 3, 8, 23, 0, tzinfo=UTC))
        await store.subscribers.set_standing(CVETA, Standing.PAUSED, datetime(2026, 3, 5, tzinfo=UTC))
    await count_in(database)
    async with database.open_store() as store:
        (day,) = await store.statistics.unasked(7, date(2026, 3, 9), 5)
        assert await store.statistics.unasked(7, date(2026, 3, 1), 5) == []
        await store.statistics.ask_kept(day, 7, SKOPJE)
        assert await store.statistics.unasked(7, date(2026, 3, 9), 5) == []
    assert await kept(database, "kept7") == Counter({("kept7", date(2026, 3, 1), ""): 2})


async def test_a_push_costs_those_who_leave_within_a_day_of_getting_it(database: Database) -> None:
    await settle(database, *map(sent, await sending(database, ANA, BORIS, CVETA)))
    async with database.open_store() as store:
        await store.subscribers.set_standing(ANA, Standing.LEFT, NOW + timedelta(hours=23))
        await store.subscribers.set_standing(BORIS, Standing.BLOCKED, NOW + timedelta(hours=25))
        assert await store.statistics.cost_pushes(NOW, 5) == 0
        assert await store.statistics.cost_pushes(NOW + timedelta(days=2), 5) == 1
        assert await store.statistics.cost_pushes(NOW + timedelta(days=2), 5) == 0
        (figures,) = await store.statistics.articles(NOW, 5)
        assert (figures.delivered, figures.gone, figures.headline) == (3, 1, "Буџетот помина")
        assert await store.statistics.effects(NOW) == (0, 0, 1)


async def test_groups_are_counted_of_who_is_active(database: Database) -> None:
    await join(database, ANA, BORIS)
    await join(database, CVETA, edition=EN)
    async with database.open_store() as store:
        await store.subscribers.set_standing(BORIS, Standing.PAUSED, NOW)
        counts = await store.statistics.composition()
    assert counts[Standing.ACTIVE, Facet.EDITION, MK] == 1
    assert counts[Standing.PAUSED, Facet.EDITION, MK] == 1
    assert counts[Standing.ACTIVE, Facet.KIND, "private"] == 2
    assert counts[Standing.ACTIVE, Facet.SOURCE, ""] == 2


async def test_the_facets_kept_last_are_found_with_their_day(database: Database) -> None:
    async with database.open_store() as store:
        assert await store.statistics.kept_facets() is None
        for day in (1, 2):
            facets = {Facet.MODE: {"digest": day}, Facet.TOPIC: {}, Facet.AUTHOR: {"ana": 3}}
            await store.statistics.keep_facets(date(2026, 3, day), facets)
        assert await store.statistics.kept_facets() == (date(2026, 3, 2), facets)
        assert await store.statistics.facets(SubscriberId(0), SubscriberId(9)) == {
            Facet.MODE: {"digest": 0}, Facet.TOPIC: {}, Facet.AUTHOR: {}
        }  # fmt: skip


async def test_nobody_can_tell_who_asked_in_vain(database: Database) -> None:
    async with database.open_store() as store:
        for _ in range(3):
            await store.statistics.unanswered("bus timetable", NOW)
        await store.statistics.unanswered("only mine", NOW)
        asked, total = await store.statistics.most_asked(NOW, 3, 5)
    assert ([(one.words, one.count) for one in asked], total) == ([("bus timetable", 3)], 4)
    assert len((await rows(database, "SELECT * FROM unanswered"))[0]) == 3
