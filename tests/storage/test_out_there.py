"""What of an article is on readers' phones: told, rewritten, planned anew, on both databases."""

from dataclasses import replace

from bot.domain.corrections import Ended, PushOut
from bot.domain.deliveries import DeliveryState, Reason, Verdict
from bot.domain.ids import ArticleId, ChatId, PushId
from bot.domain.origins import OfArticle
from bot.domain.pushes import Action, Card, NewPush, PushKind, PushState
from storage.database import Database
from tests.storage.samples import (
    ANA,
    BORIS,
    CARD,
    CVETA,
    LATER,
    MK,
    NOW,
    Choices,
    claim,
    counts,
    intend,
    join,
    later,
    ledger_of,
    message,
    plan,
    push_of,
    refused,
    rows,
    sending,
    sent,
    settle,
    unknown,
)

S, FIRST, SECOND, ARTICLE = DeliveryState, PushId(1), PushId(2), ArticleId(1)
DORA = ChatId(504)
"""Who came later."""
NEW = Card(html="<b>Ново</b>", buttons=CARD.buttons)


async def two_have_it(database: Database) -> None:
    """Ana has it, Boris blocked us, of Cveta nobody knows."""
    deliveries = await sending(database, ANA, BORIS, CVETA)
    ana, boris, cveta = deliveries
    await settle(database, sent(ana, 11), refused(boris, Reason.BLOCKED), unknown(cveta))


async def add(database: Database, push: NewPush) -> PushId:
    """Another push of the same article, planned."""
    async with database.open_store() as store:
        filed = await store.pushes.add(push)
    assert filed
    await plan(database, filed.id)
    return filed.id


def about_first(kind: PushKind, action: Action, slot: str = "2") -> NewPush:
    """What changes or answers the first push."""
    choices = Choices(action=action, target=FIRST)
    return replace(push_of(ARTICLE, slot=slot, choices=choices), kind=kind)


async def out(database: Database) -> list[PushOut]:
    """What went out of the article."""
    async with database.open_store() as store:
        return list(await store.out_there.of(OfArticle(ARTICLE)))


async def test_a_push_is_told_with_how_it_ended(database: Database) -> None:
    await two_have_it(database)
    (push,) = await out(database)
    assert (push.push_id, push.state, push.revision, push.brings_it) == (
        1,
        PushState.SENDING,
        None,
        True,
    )
    assert push.tally.ended == {(S.SENT, None): 1, (S.FAILED, Reason.BLOCKED): 1, (S.UNKNOWN, None): 1}


async def test_whoever_gets_it_from_now_on_gets_the_new_card(database: Database) -> None:
    await two_have_it(database)
    async with database.open_store() as store:
        await store.out_there.rewrite(FIRST, {MK: NEW}, 2)
        push = await store.pushes.get(FIRST)
    assert push
    assert push.cards == {MK: NEW}
    assert [one.revision for one in await out(database)] == [2]


async def test_a_picture_keeps_its_name_and_another_has_none_yet(database: Database) -> None:
    await two_have_it(database)
    names = []
    for number in (1, 1, 2):
        photo = f"https://paper.example/{number}.jpg"
        async with database.open_store() as store:
            await store.out_there.rewrite(FIRST, {MK: replace(CARD, photo=photo)}, 2)
        names += await rows(database, "SELECT photo_id FROM push_cards")
        await (await ledger_of(database)).learn_picture(FIRST, "https://paper.example/1.jpg", "AgAC")
    assert names == [(None,), ("AgAC",), (None,)]


async def test_a_note_goes_in_reply_to_those_who_have_it(database: Database) -> None:
    await two_have_it(database)
    await add(database, about_first(PushKind.CORRECTION, Action.SEND))
    (note,) = await claim(database)
    assert (note.chat_id, note.message_id, note.action) == (ANA, 11, Action.SEND)
    await intend(database, note)
    await settle(database, sent(note, 12))
    assert await rows(database, "SELECT message_id FROM deliveries WHERE push_id = 2") == [(12,)]


async def test_a_note_that_must_wait_still_knows_what_it_answers(database: Database) -> None:
    await two_have_it(database)
    await add(database, about_first(PushKind.CORRECTION, Action.SEND))
    (note,) = await claim(database)
    await intend(database, note)
    await settle(database, later(note)._replace(message_id=note.message_id))
    assert [one.message_id for one in await claim(database, now=LATER)] == [11]


async def test_what_an_editor_said_arrived_can_be_neither_edited_nor_answered(database: Database) -> None:
    await two_have_it(database)
    await arrived(database)
    assert await add(database, about_first(PushKind.CORRECTION, Action.EDIT)) == SECOND
    assert await counts(database, 2) == {S.PENDING: 1}


async def arrived(database: Database) -> None:
    """Of Cveta's, an editor says so."""
    async with database.open_store() as store:
        assert await store.pushes.settle_unknown(FIRST, Verdict.ARRIVED, NOW) == 1


async def test_who_missed_it_are_those_without_a_copy(database: Database) -> None:
    await two_have_it(database)
    await join(database, DORA)
    async with database.open_store() as store:
        assert await store.out_there.missed(FIRST, NOW) == 2
    await add(database, about_first(PushKind.ARTICLE, Action.SEND))
    assert {one.chat_id for one in await claim(database)} == {CVETA, DORA}
    async with database.open_store() as store:
        assert await store.out_there.missed(FIRST, NOW) == 0


async def test_who_has_had_it_for_long_is_counted(database: Database) -> None:
    await two_have_it(database)
    async with database.open_store() as store:
        assert [await store.out_there.older(OfArticle(ARTICLE), when) for when in (NOW, LATER)] == [0, 1]


async def test_who_did_not_get_it_is_told_with_the_reason(database: Database) -> None:
    await two_have_it(database)
    async with database.open_store() as store:
        found = await store.out_there.undelivered(OfArticle(ARTICLE))
    assert [(one.chat_id, one.state, one.reason, one.attempts) for one in found] == [
        (BORIS, S.FAILED, Reason.BLOCKED, 1),
        (CVETA, S.UNKNOWN, None, 1),
    ]


async def test_of_who_was_erased_nothing_is_told(database: Database) -> None:
    await two_have_it(database)
    async with database.open_store() as store:
        await store.records.erase(BORIS, LATER)
        assert [one.chat_id for one in await store.out_there.undelivered(OfArticle(ARTICLE))] == [CVETA]


async def test_every_desk_chat_is_told_once_what_is_over(database: Database) -> None:
    await two_have_it(database)
    await add(database, about_first(PushKind.CORRECTION, Action.EDIT))
    (edit,) = await claim(database)
    await intend(database, edit)
    await settle(database, sent(edit, 11))
    await (await ledger_of(database)).finish(NOW)
    async with database.open_store() as store:
        over = await store.out_there.unreported([ANA, BORIS])
        for _ in range(2):
            await store.out_there.reported(SECOND, ANA)
        left = await store.out_there.unreported([ANA, BORIS])
    assert [chat for _, chat in over] == [ANA, BORIS]
    assert [chat for _, chat in left] == [BORIS]
    ended: Ended = over[0][0]
    assert (ended.push_id, ended.action, ended.tally.of(S.SENT)) == (SECOND, Action.EDIT, 1)


async def test_a_desk_message_leads_to_its_article(database: Database) -> None:
    await two_have_it(database)
    async with database.open_store() as store:
        await store.reviews.open(ARTICLE, NOW)
        await store.reviews.shown(ARTICLE, BORIS, message(70))
        assert await store.out_there.shown_in(BORIS, message(70)) == OfArticle(ARTICLE)
        assert await store.out_there.shown_in(BORIS, message(71)) is None


async def test_an_edit_waits_for_the_one_that_is_on_its_way(database: Database) -> None:
    await two_have_it(database)
    await add(database, about_first(PushKind.CORRECTION, Action.EDIT, "2"))
    (older,) = await claim(database)
    await add(database, about_first(PushKind.CORRECTION, Action.EDIT, "3"))
    await add(database, about_first(PushKind.CORRECTION, Action.SEND, "4"))
    assert [len(await counts(database, push)) for push in (3, 4)] == [0, 1]
    await intend(database, older)
    await settle(database, sent(older, 11))
    assert await plan(database, PushId(3)) == 1
