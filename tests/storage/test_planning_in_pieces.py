"""A push whose readers are too many for one transaction, as both databases plan it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from bot.domain.audiences import Audience
from bot.domain.deliveries import Delivery, DeliveryState, Tally, Verdict
from bot.domain.follows import Follow, FollowKind, Subject
from bot.domain.ids import ChatId, PushId, SubscriberId
from bot.domain.preferences import Mode
from bot.domain.pushes import Action, Lane, PushKind, PushState
from bot.domain.subscribers import Standing
from bot.errors import LeaseLost
from storage.database import Database
from storage.pieces import PIECE
from tests.storage.samples import (
    ANA,
    BORIS,
    CVETA,
    NOW,
    PAPERS,
    Choices,
    add_push,
    claim,
    counts,
    file,
    intend,
    join,
    lead,
    ledger_of,
    plan,
    push_of,
    rows,
    sent,
    settle,
    unknown,
)

S = DeliveryState
ROADS = Subject(FollowKind.TOPIC, "roads", "Roads")
_LEAP = {
    "sqlite": "UPDATE sqlite_sequence SET seq = seq + :piece WHERE name = 'subscribers'",
    "postgresql": "SELECT setval(pg_get_serial_sequence('subscribers', 'id'), :piece + max(id))"
    " FROM subscribers",
}


async def far_apart(database: Database, *chats: ChatId) -> None:
    """Readers of whom each is in another piece."""

    def leap(connection: Connection) -> None:
        connection.execute(text(_LEAP[connection.dialect.name]), {"piece": PIECE})

    for chat in chats:
        await join(database, chat)
        await database.run(leap)


async def begun(database: Database, *chats: ChatId, **choices: object) -> PushId:
    """A push to readers who are far apart, planned for the first of them."""
    await far_apart(database, *chats)
    push_id = await add_push(database, choices=Choices(**choices))  # type: ignore[arg-type]
    assert await plan(database, push_id) == 1
    return push_id


async def rest(database: Database, push_id: PushId) -> int:
    """Plan what is left; how many deliveries that made."""
    made = 0
    while push_id in await to_plan(database):
        made += await plan(database, push_id)
    return made


async def to_plan(database: Database) -> list[PushId]:
    """What is due or was planned in part."""
    async with database.open_store() as store:
        return [push.id for push in await store.pushes.due(NOW)]


async def arrive(database: Database) -> list[ChatId]:
    """Who gets what may go now."""
    claimed = await claim(database)
    await _deliver(database, claimed)
    return sorted(one.chat_id for one in claimed)


async def _deliver(database: Database, claimed: list[Delivery]) -> None:
    await intend(database, *claimed)
    await settle(database, *(sent(one, 100 + one.subscriber_id) for one in claimed))


async def finished(database: Database) -> list[PushId]:
    """The pushes that are done since somebody asked last."""
    return await (await ledger_of(database)).finish(NOW)


async def test_each_reader_is_planned_for_once(database: Database) -> None:
    push_id = await begun(database, ANA, BORIS, CVETA)
    assert await rest(database, push_id) == 2
    assert await plan(database, push_id) == 0
    assert await arrive(database) == [ANA, BORIS, CVETA]


async def test_the_first_messages_leave_before_the_rest_is_planned(database: Database) -> None:
    await begun(database, ANA, BORIS)
    assert await arrive(database) == [ANA]


async def test_it_is_done_when_all_of_it_is_planned_and_sent(database: Database) -> None:
    push_id = await begun(database, ANA, BORIS)
    await arrive(database)
    assert await finished(database) == []
    await rest(database, push_id)
    await arrive(database)
    assert await finished(database) == [push_id]


async def test_its_tally_says_that_it_grows(database: Database) -> None:
    push_id = await begun(database, ANA, BORIS)
    async with database.open_store() as store:
        assert await store.pushes.progress(push_id) == Tally(1, is_growing=True)
    await rest(database, push_id)
    async with database.open_store() as store:
        assert await store.pushes.progress(push_id) == Tally(2)


async def test_who_comes_after_a_crash_goes_on(database: Database) -> None:
    push_id = await begun(database, ANA, BORIS, CVETA)
    await lead(database)
    assert await rest(database, push_id) == 2


async def test_who_lost_the_lease_plans_no_further(database: Database) -> None:
    push_id = await begun(database, ANA, BORIS)
    before = await ledger_of(database)
    await lead(database)
    with pytest.raises(LeaseLost):
        await before.plan(push_id, NOW, PAPERS)


async def test_what_is_cancelled_meanwhile_is_planned_no_further(database: Database) -> None:
    push_id = await begun(database, ANA, BORIS)
    async with database.open_store() as store:
        await store.pushes.cancel(push_id, NOW)
    assert await plan(database, push_id) == 0
    assert await to_plan(database) == []
    assert await counts(database, push_id) == {S.CANCELLED: 1}


async def test_what_was_cancelled_meanwhile_and_is_sent_again_is_planned_no_further(
    database: Database,
) -> None:
    push_id = await begun(database, ANA, BORIS)
    claimed = await claim(database)
    await intend(database, *claimed)
    await settle(database, *map(unknown, claimed))
    async with database.open_store() as store:
        await store.pushes.cancel(push_id, NOW)
        await store.pushes.settle_unknown(push_id, Verdict.RESEND, NOW)
    assert await to_plan(database) == []
    assert await arrive(database) == [ANA]


async def test_what_is_paused_meanwhile_is_planned_to_its_end_and_waits(database: Database) -> None:
    push_id = await begun(database, ANA, BORIS)
    async with database.open_store() as store:
        await store.pushes.pause(push_id, NOW)
    await rest(database, push_id)
    assert await claim(database) == []
    async with database.open_store() as store:
        await store.pushes.resume(push_id)
    assert await arrive(database) == [ANA, BORIS]


async def test_one_that_is_resumed_before_it_found_a_reader_goes_on_where_it_was(database: Database) -> None:
    await far_apart(database, ANA, BORIS)
    push_id = await add_push(database)
    async with database.open_store() as store:
        await store.subscribers.set_standing(ANA, Standing.PAUSED, NOW)
    assert await plan(database, push_id) == 0
    async with database.open_store() as store:
        await store.pushes.pause(push_id, NOW)
        await store.pushes.resume(push_id)
        push = await store.pushes.get(push_id)
    assert push
    assert push.state is PushState.SENDING
    assert await rest(database, push_id) == 1


async def test_a_newsroom_stop_names_it_though_all_that_was_planned_has_arrived(database: Database) -> None:
    push_id = await begun(database, ANA, BORIS)
    await arrive(database)
    async with database.open_store() as store:
        await store.newsroom_stop.begin("Elena", NOW)
        held = await store.newsroom_stop.held(NOW)
    assert [one.push_id for one in held] == [push_id]
    assert await rest(database, push_id) == 1
    assert await claim(database) == []


async def test_all_whom_it_was_for_are_counted_when_it_expires_meanwhile(database: Database) -> None:
    push_id = await begun(database, ANA, BORIS)
    next_day = NOW + timedelta(days=1)
    await plan(database, push_id, now=next_day)
    assert await claim(database, now=next_day) == []
    assert await (await ledger_of(database)).expire(next_day) == 2


@pytest.mark.parametrize("kind", [PushKind.ARTICLE, PushKind.ANNOUNCEMENT])
async def test_each_piece_is_asked_who_belongs_to_the_audience(database: Database, kind: PushKind) -> None:
    await far_apart(database, ANA, BORIS, CVETA)
    article = await file(database)
    audience = Audience(topic=ROADS)
    async with database.open_store() as store:
        for chat in (ANA, CVETA):
            reader = await store.subscribers.by_chat(chat)
            assert reader
            await store.follows.put(reader.id, Follow(subject=ROADS, since=NOW))
        push = await store.pushes.add(replace(push_of(article.id), kind=kind, audience=audience))
    assert push
    assert await rest(database, push.id) == 2
    assert await arrive(database) == [ANA, CVETA]


async def test_who_leaves_meanwhile_is_not_planned_for(database: Database) -> None:
    push_id = await begun(database, ANA, BORIS)
    async with database.open_store() as store:
        await store.subscribers.set_standing(BORIS, Standing.LEFT, NOW)
    assert await rest(database, push_id) == 0


async def test_the_next_article_waits_until_all_is_planned_but_breaking_news_does_not(
    database: Database,
) -> None:
    first = await begun(database, ANA, BORIS)
    second = await add_push(database, slot="2")
    breaking = await add_push(database, slot="3", choices=Choices(lane=Lane.BREAKING))
    assert await plan(database, second) == 0
    assert await plan(database, breaking) == 1
    await rest(database, first)
    await rest(database, breaking)
    assert await rest(database, second) == 2


async def test_a_day_that_the_rest_of_an_article_fills_is_full_for_the_next_one(database: Database) -> None:
    papers = replace(PAPERS, daily_cap=1)
    await far_apart(database, ANA, BORIS)
    first, second = await add_push(database), await add_push(database, slot="2")
    for push_id in (first, second, first, second, second):
        await plan(database, push_id, papers=papers)
    assert await counts(database, second) == {}
    assert await rows(database, "SELECT count(*) FROM digest_waits WHERE since = 2") == [(2,)]


async def test_each_piece_says_for_whom_it_waits(database: Database) -> None:
    await far_apart(database, ANA, BORIS, CVETA)
    readers = await rows(database, "SELECT id FROM subscribers ORDER BY id")
    async with database.open_store() as store:
        for (reader,) in readers[1:]:
            await store.preferences.keep(SubscriberId(reader), replace(PAPERS, mode=Mode.DIGEST))
    push_id = await add_push(database)
    assert await rest(database, push_id) == 1
    waiting = await rows(database, "SELECT subscriber_id, since FROM digest_waits ORDER BY 1")
    assert waiting == [(reader, 1) for (reader,) in readers[1:]]


async def test_a_digest_made_meanwhile_holds_nothing_that_its_reader_is_about_to_get(
    database: Database,
) -> None:
    await far_apart(database, ANA, BORIS)
    (reader,) = (await rows(database, "SELECT max(id) FROM subscribers"))[0]
    boris = SubscriberId(reader)
    async with database.open_store() as store:
        await store.preferences.keep(boris, replace(PAPERS, mode=Mode.DIGEST))
    await rest(database, await add_push(database))
    async with database.open_store() as store:
        await store.preferences.keep(boris, PAPERS)
    push_id = await add_push(database, slot="2")
    await plan(database, push_id)
    async with database.open_store() as store:
        taken = await store.digests.take([boris], NOW)
    assert len(taken[boris]) == 1
    assert await rest(database, push_id) == 1


@pytest.mark.parametrize("action", [Action.EDIT, Action.DELETE])
async def test_a_correction_waits_until_its_target_is_planned_and_misses_nobody(
    database: Database, action: Action
) -> None:
    target = await begun(database, ANA, BORIS, CVETA)
    correction = await add_push(database, slot="2", choices=Choices(action=action, target=target))
    assert await plan(database, correction) == 0
    await rest(database, target)
    await arrive(database)
    assert await rest(database, correction) == 3


async def test_a_retraction_of_what_is_cancelled_meanwhile_reaches_all_who_have_it(
    database: Database,
) -> None:
    target = await begun(database, ANA, BORIS)
    await arrive(database)
    async with database.open_store() as store:
        await store.pushes.cancel(target, NOW)
    retraction = await add_push(database, slot="2", choices=Choices(action=Action.DELETE, target=target))
    assert await rest(database, retraction) == 1


async def test_who_missed_it_is_asked_when_all_is_planned(database: Database) -> None:
    target = await begun(database, ANA, BORIS, lane=Lane.BREAKING)
    again = await add_push(database, slot="2", choices=Choices(target=target))
    assert await plan(database, again) == 0
    await rest(database, target)
    assert await rest(database, again) == 0
