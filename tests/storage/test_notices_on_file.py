"""Notices on file: every desk chat hears of a push's trouble once, and again when it grew."""

from bot.delivery_ports import Beat, Ledger
from bot.domain.deliveries import DeliveryState, Reason, Settlement, Verdict
from bot.domain.ids import ChatId, PushId, SubscriberId
from bot.domain.push_troubles import PushTrouble, PushTroubleKind
from storage.database import Database
from tests.storage.samples import ANA, BORIS, CVETA, DRAFT, LATER, MK, NOW, PAPERS, add_push, join, message

DESK = (ChatId(901), ChatId(902))
UNKNOWN, STOPPED = PushTroubleKind.UNKNOWN, PushTroubleKind.STOPPED


async def under_way(database: Database) -> tuple[PushId, Ledger]:
    """A push to three readers whose requests have left."""
    await join(database, ANA, BORIS, CVETA)
    push_id = await add_push(database)
    ledger = await database.lead("test")
    await ledger.plan(push_id, NOW, PAPERS)
    claimed = (await ledger.beat(Beat(claim=9), NOW)).claimed
    await ledger.beat(Beat(intend=claimed), NOW)
    return push_id, ledger


async def end(ledger: Ledger, push_id: PushId, state: DeliveryState, *readers: int) -> None:
    """These deliveries end so."""
    reason = Reason.REJECTED if state is DeliveryState.FAILED else None
    await ledger.beat(
        Beat(
            settlements=[
                Settlement(push_id=push_id, subscriber_id=SubscriberId(reader), state=state, reason=reason)
                for reader in readers
            ]
        ),
        NOW,
    )


async def unknown(database: Database, *readers: int) -> tuple[PushId, Ledger]:
    """A push of which nobody knows whether it reached these readers."""
    push_id, ledger = await under_way(database)
    await end(ledger, push_id, DeliveryState.UNKNOWN, *readers)
    return push_id, ledger


async def due(database: Database) -> list[tuple[PushTrouble, ChatId]]:
    """What the desk has yet to hear."""
    async with database.open_store() as store:
        return await store.notices.due(DESK)


async def tell(database: Database) -> list[int]:
    """Tell everybody what is due; the figures told."""
    told = await due(database)
    async with database.open_store() as store:
        for number, (trouble, chat_id) in enumerate(told, start=1):
            await store.notices.shown(trouble, chat_id, message(number))
    return [trouble.figure for trouble, _ in told]


async def settle(database: Database, push_id: PushId, verdict: Verdict) -> None:
    """An editor decides about the unknown ones."""
    async with database.open_store() as store:
        await store.pushes.settle_unknown(push_id, verdict, LATER)
        await store.notices.close(push_id, UNKNOWN)


async def test_every_desk_chat_is_due_to_hear_of_unknown_deliveries(database: Database) -> None:
    push_id, _ = await unknown(database, 1, 2)
    trouble = PushTrouble(
        push_id=push_id, kind=UNKNOWN, headline=DRAFT.headline, edition=MK, figure=2, planned=3
    )
    assert await due(database) == [(trouble, chat_id) for chat_id in DESK]


async def test_a_push_without_trouble_is_nobodys_notice(database: Database) -> None:
    push_id, ledger = await under_way(database)
    await end(ledger, push_id, DeliveryState.SENT, 1, 2, 3)
    assert await due(database) == []


async def test_who_was_told_hears_it_again_only_when_it_grew(database: Database) -> None:
    push_id, ledger = await unknown(database, 1)
    assert [await tell(database), await tell(database)] == [[1, 1], []]
    await end(ledger, push_id, DeliveryState.UNKNOWN, 2, 3)
    assert await tell(database) == [3, 3]


async def test_a_chat_that_could_not_be_reached_is_asked_again_when_it_can(database: Database) -> None:
    await unknown(database, 1)
    ((trouble, first), _) = await due(database)
    async with database.open_store() as store:
        for chat_id in DESK:
            await store.notices.shown(trouble, chat_id, None)
    assert await due(database) == []
    async with database.open_store() as store:
        await store.notices.forget_unreached(first)
    assert await due(database) == [(trouble, first)]


async def test_a_failed_second_notice_keeps_the_first_message(database: Database) -> None:
    push_id, _ = await unknown(database, 1)
    await tell(database)
    async with database.open_store() as store:
        (trouble, _), *_rest = await store.notices.due((ChatId(903),))
        await store.notices.shown(trouble, DESK[0], None)
        assert await store.notices.close(push_id, UNKNOWN) == [(DESK[0], 1), (DESK[1], 2)]


async def test_a_closed_notice_is_closed_once(database: Database) -> None:
    push_id, _ = await unknown(database, 1)
    await tell(database)
    async with database.open_store() as store:
        await store.notices.close(push_id, UNKNOWN)
        assert await store.notices.close(push_id, UNKNOWN) == []


async def test_unknown_deliveries_left_as_they_are_are_seen(database: Database) -> None:
    push_id, _ = await unknown(database, 1)
    await settle(database, push_id, Verdict.LEAVE)
    assert await due(database) == []


async def test_what_gets_unknown_after_the_verdict_is_told_anew(database: Database) -> None:
    push_id, ledger = await unknown(database, 1, 2)
    await tell(database)
    await settle(database, push_id, Verdict.LEAVE)
    await settle(database, push_id, Verdict.ARRIVED)
    await end(ledger, push_id, DeliveryState.UNKNOWN, 3)
    assert await tell(database) == [1, 1]


async def test_a_push_that_stopped_by_itself_is_told_when_nothing_of_it_is_under_way(
    database: Database,
) -> None:
    push_id, ledger = await under_way(database)
    await end(ledger, push_id, DeliveryState.FAILED, 1, 2)
    await ledger.pause(push_id, "can't parse entities", NOW)
    assert await due(database) == []
    await end(ledger, push_id, DeliveryState.FAILED, 3)
    assert [(one.kind, one.figure, one.said) for one, _ in await due(database)] == [
        (STOPPED, 3, "can't parse entities")
    ] * 2


async def test_a_push_that_an_editor_paused_is_no_trouble(database: Database) -> None:
    push_id, ledger = await under_way(database)
    await end(ledger, push_id, DeliveryState.FAILED, 1, 2, 3)
    async with database.open_store() as store:
        await store.pushes.pause(push_id, NOW)
    assert await due(database) == []
