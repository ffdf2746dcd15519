"""Pushes on file: frozen cards, one per schedule and slot, planned and finished once."""

from datetime import timedelta

from bot.domain.deliveries import DeliveryState, Settlement
from bot.domain.ids import MessageId, PushId
from bot.domain.pushes import Button, Card, Push, PushState
from bot.domain.statistics import PushTally
from bot.domain.subscribers import Standing
from storage.database import Database
from tests.storage.samples import (
    ANA,
    BORIS,
    CARD,
    CVETA,
    EDITOR,
    EN,
    LATER,
    MK,
    NOW,
    SQ,
    US,
    add_push,
    file,
    join,
    plan_push,
    push_of,
    sending,
)

RICH = Card(
    html="<b>VIDEO</b>",
    photo="https://paper.example/1.jpg",
    preview="https://paper.example/1",
    buttons=(
        (Button("Read", url="https://paper.example/1"), Button("Video", data="v:1")),
        (Button("Support"),),
    ),
)


async def state_of(database: Database, push_id: PushId) -> PushState:
    """Where a push stands."""
    async with database.open_store() as store:
        push = await store.pushes.get(push_id)
    assert push
    return push.state


async def plan(database: Database, push_id: PushId) -> int:
    """Plan a push's deliveries."""
    async with database.open_store() as store:
        return await store.pushes.plan(push_id, NOW)


async def test_a_push_is_read_back_with_its_cards(database: Database) -> None:
    article = await file(database)
    async with database.open_store() as store:
        added = await store.pushes.add(push_of(article.id, mk=CARD, en=RICH))
    assert added == Push(
        id=PushId(1),
        article_id=article.id,
        state=PushState.SCHEDULED,
        due_at=NOW,
        expires_at=NOW + timedelta(hours=12),
        created_by=EDITOR.id,
        cards={MK: CARD, EN: RICH},
    )
    async with database.open_store() as store:
        assert await store.pushes.get(added.id) == added


async def test_an_unknown_push_is_none(database: Database) -> None:
    async with database.open_store() as store:
        assert await store.pushes.get(PushId(7)) is None


async def test_a_slot_is_filled_once(database: Database) -> None:
    article = await file(database)
    async with database.open_store() as store:
        assert await store.pushes.add(push_of(article.id, slot="1"))
        assert await store.pushes.add(push_of(article.id, slot="1")) is None
        assert await store.pushes.add(push_of(article.id, slot="2"))


async def test_an_articles_pushes_are_listed_cancelled_ones_included(database: Database) -> None:
    first = await add_push(database, slot="1")
    async with database.open_store() as store:
        await store.pushes.cancel(first, NOW)
        push = await store.pushes.get(first)
        assert push
        again = await store.pushes.add(push_of(push.article_id, slot="2"))
        assert await store.pushes.of_article(push.article_id) == [push, again]


async def test_due_are_scheduled_pushes_whose_time_has_come(database: Database) -> None:
    evening = await add_push(database, due_at=LATER, slot="1")
    now = await add_push(database, slot="2")
    await plan_push(database, slot="3")
    async with database.open_store() as store:
        assert [push.id for push in await store.pushes.due(NOW)] == [now]
        assert [push.id for push in await store.pushes.due(LATER)] == [now, evening]


async def test_a_push_is_planned_for_active_readers_of_its_editions(database: Database) -> None:
    await join(database, ANA, BORIS)
    await join(database, CVETA, edition=SQ)
    async with database.open_store() as store:
        await store.subscribers.set_standing(BORIS, Standing.PAUSED, NOW)
    push_id = await add_push(database)
    assert await plan(database, push_id) == 1
    async with database.open_store() as store:
        assert await store.deliveries.counts(push_id) == {DeliveryState.PENDING: 1}
    assert await state_of(database, push_id) is PushState.SENDING


async def test_planning_again_adds_nobody(database: Database) -> None:
    push_id = await plan_push(database, ANA)
    await join(database, BORIS)
    assert await plan(database, push_id) == 0
    async with database.open_store() as store:
        assert await store.deliveries.counts(push_id) == {DeliveryState.PENDING: 1}


async def test_a_scheduled_push_can_be_cancelled_and_is_then_never_planned(database: Database) -> None:
    await join(database, ANA)
    push_id = await add_push(database)
    async with database.open_store() as store:
        assert await store.pushes.cancel(push_id, NOW)
    assert await plan(database, push_id) == 0
    assert await state_of(database, push_id) is PushState.CANCELLED


async def test_a_planned_push_cannot_be_cancelled(database: Database) -> None:
    push_id = await plan_push(database, ANA)
    async with database.open_store() as store:
        assert not await store.pushes.cancel(push_id, NOW)
    assert await state_of(database, push_id) is PushState.SENDING


async def test_a_push_with_open_deliveries_is_not_finished(database: Database) -> None:
    await plan_push(database, ANA)
    async with database.open_store() as store:
        assert await store.pushes.finish(NOW) == []


async def test_a_push_without_open_deliveries_is_finished_once(database: Database) -> None:
    push_id = await plan_push(database)
    async with database.open_store() as store:
        assert await store.pushes.finish(NOW) == [push_id]
        assert await store.pushes.finish(NOW) == []
    assert await state_of(database, push_id) is PushState.DONE


async def test_the_tallies_count_deliveries_by_state_and_the_blocked(database: Database) -> None:
    first, second, third = await sending(database, ANA, BORIS, CVETA)
    sent, failed = DeliveryState.SENT, DeliveryState.FAILED
    outcomes = [
        Settlement(
            delivery_id=first.id, subscriber_id=first.subscriber_id, state=sent, message_id=MessageId(9)
        ),
        Settlement(delivery_id=second.id, subscriber_id=second.subscriber_id, state=failed, lost_chat=True),
        Settlement(delivery_id=third.id, subscriber_id=third.subscriber_id, state=failed),
    ]
    async with database.open_store() as store:
        await store.deliveries.settle(US, outcomes, NOW)
    async with database.open_store() as store:
        (tally,) = await store.pushes.tallies(5)
    assert tally == PushTally(first.push_id, "Буџетот помина", NOW, {sent: 1, failed: 2}, blocked=1)


async def test_the_tallies_show_the_last_pushes_that_went_out(database: Database) -> None:
    old = await plan_push(database, slot="1", due_at=NOW - timedelta(hours=1))
    new = await plan_push(database, slot="2")
    await add_push(database, slot="3", due_at=LATER)
    async with database.open_store() as store:
        assert [tally.push_id for tally in await store.pushes.tallies(5)] == [new, old]
        assert [tally.push_id for tally in await store.pushes.tallies(1)] == [new]
