"""Pushes on file: frozen cards, one per schedule and slot, planned and finished once."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.deliveries import DeliveryState, Reason, Tally
from bot.domain.ids import PushId
from bot.domain.pushes import Button, Card, Push, PushState
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
    add_push,
    claim,
    counts,
    file,
    join,
    ledger_of,
    plan,
    plan_push,
    push_of,
    refused,
    sending,
    sent,
    settle,
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
        assert push.article_id
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
    assert await counts(database, push_id) == {DeliveryState.PENDING: 1}
    assert await state_of(database, push_id) is PushState.SENDING


async def test_planning_again_adds_nobody(database: Database) -> None:
    push_id = await plan_push(database, ANA)
    await join(database, BORIS)
    assert await plan(database, push_id) == 0
    assert await counts(database, push_id) == {DeliveryState.PENDING: 1}


async def test_a_scheduled_push_can_be_cancelled_and_is_then_never_planned(database: Database) -> None:
    await join(database, ANA)
    push_id = await add_push(database)
    async with database.open_store() as store:
        assert await store.pushes.cancel(push_id, NOW)
    assert await plan(database, push_id) == 0
    assert await state_of(database, push_id) is PushState.CANCELLED


async def test_a_push_with_open_deliveries_is_not_finished(database: Database) -> None:
    await plan_push(database, ANA)
    assert await (await ledger_of(database)).finish(NOW) == []


async def test_a_push_with_a_delivery_in_hand_is_not_finished(database: Database) -> None:
    await sending(database, ANA)
    assert await (await ledger_of(database)).finish(NOW) == []


async def test_a_push_without_open_deliveries_is_finished_once(database: Database) -> None:
    push_id = await plan_push(database)
    ledger = await ledger_of(database)
    assert await ledger.finish(NOW) == [push_id]
    assert await ledger.finish(NOW) == []
    assert await state_of(database, push_id) is PushState.DONE


async def test_the_tallies_count_deliveries_by_state_and_the_blocked(database: Database) -> None:
    first, second, third = await sending(database, ANA, BORIS, CVETA)
    await settle(database, sent(first), refused(second), refused(third, Reason.REJECTED))
    async with database.open_store() as store:
        tally = await store.pushes.progress(first.push_id)
    failed = DeliveryState.FAILED
    ended = {(DeliveryState.SENT, None): 1, (failed, Reason.BLOCKED): 1, (failed, Reason.REJECTED): 1}
    assert tally == Tally(3, ended)


async def test_telegrams_name_of_a_picture_stays_with_its_cards(database: Database) -> None:
    other = replace(RICH, photo="https://paper.example/2.jpg")
    await join(database, BORIS, edition=EN)
    push_id = await plan_push(database, ANA, mk=RICH, en=other)
    assert RICH.photo
    await (await ledger_of(database)).learn_picture(push_id, RICH.photo, "AgAC")
    cards = {one.chat_id: one.card for one in await claim(database)}
    assert cards == {ANA: replace(RICH, photo_id="AgAC"), BORIS: other}


async def test_a_picture_that_telegram_cannot_use_is_taken_off_the_cards(database: Database) -> None:
    push_id = await plan_push(database, ANA, mk=RICH)
    assert RICH.photo
    await (await ledger_of(database)).learn_picture(push_id, RICH.photo, None)
    assert [one.card for one in await claim(database)] == [replace(RICH, photo=None)]
