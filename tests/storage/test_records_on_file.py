"""All that is kept about a chat: complete when asked for, gone when erased, and no count changed by it."""

from dataclasses import replace

from bot.domain.deliveries import DeliveryState, Tally
from bot.domain.follows import Follow, FollowKind, Subject
from bot.domain.ids import ChatId, PushId, SubscriberId, UserId
from bot.domain.people import Colleague
from bot.domain.pushes import Action
from bot.domain.records import Moved, Received, Record
from bot.domain.subscribers import Person, Role, Standing
from storage.database import Database
from storage.store import metadata
from tests.storage.samples import (
    ANA,
    BORIS,
    CARD,
    DRAFT,
    LATER,
    NOW,
    Choices,
    add_push,
    claim,
    counts,
    intend,
    join,
    later,
    message,
    moves_by_day,
    plan,
    plan_push,
    rows,
    sending,
    sent,
    settle,
    unknown,
)

READER = Person(id=UserId(ANA), chat_id=ANA, name="Ана", language="mk")
FOLLOW = Follow(subject=Subject(FollowKind.TOPIC, "sport", "Спорт"), since=NOW)
ERASED = {"subscribers", "moves", "deliveries", "parked_chats", "feedbacks"}
ERASED |= {"appeals", "digest_waits", "digests", "follows", "preferences", "questions"}
ERASED |= {"confirmations", "members"}
"""Tables with something about a reader that `of` tells and `erase` takes away."""
BOOKS = {"star_payments"}
"""Lines that stay, and forget whose they were (docs/decisions/0270-stars.md)."""
BRIEFLY = {"answers", "inbox", "desk_refs"}
"""Held only until Telegram took the answer, a group's number for a minute more; the buttons of an editor's
chat for some days."""
THE_DESKS = {
    "review_messages",
    "surge_messages",
    "desk_notices",
    "feedback_messages",
    "correction_messages",
    "push_reports",
    "standstill_messages",
    "progress_messages",
}
"""Chats of the desk, which newspaper.toml names."""

STAFF = {"decisions", "colleagues", "invitations"}
"""Who decided what at work, and in which role: the paper's record, which stays (docs/operations.md). The name
of a colleague goes, and so do the invitations they made."""


async def erase(database: Database, chat_id: ChatId = ANA) -> None:
    """The chat wants nothing kept."""
    async with database.open_store() as store:
        await store.records.erase(chat_id, LATER)


async def record(database: Database, chat_id: ChatId = ANA) -> Record:
    """What is kept of the chat."""
    async with database.open_store() as store:
        return await store.records.of(chat_id)


async def progress(database: Database) -> Tally | None:
    """How the first push stands."""
    async with database.open_store() as store:
        return await store.pushes.progress(PushId(1))


def test_every_table_that_knows_a_chat_or_a_reader_is_told_and_erased() -> None:
    """Whoever adds one teaches it to `Records.of` and `Records.erase`, and writes it into /privacy."""
    known = {
        table.name
        for table in metadata.sorted_tables
        if {"chat_id", "subscriber_id", "user_id"} & set(table.columns.keys())
    }
    assert known - BRIEFLY - THE_DESKS - STAFF - BOOKS == ERASED


async def test_a_stranger_has_an_empty_record(database: Database) -> None:
    found = await record(database)
    assert found == Record(chat_id=ANA)
    assert found.is_empty


async def test_a_record_holds_everything(database: Database) -> None:
    (delivery, _) = await sending(database, ANA, BORIS)
    await settle(database, sent(delivery, 77))
    async with database.open_store() as store:
        await store.subscribers.set_standing(ANA, Standing.PAUSED, LATER)
        await store.feedback.add(READER, "Грешка", None, NOW)
        await store.follows.put(SubscriberId(1), FOLLOW)
        await store.questions.note(ANA, "Кога ќе врне?", NOW)
    found = await record(database)
    assert FOLLOW in found.follows
    assert found.subscriber
    assert found.subscriber.standing is Standing.PAUSED
    assert found.moves == [Moved("joined", NOW), Moved("paused", LATER)]
    (received,) = found.received
    assert received == Received(DRAFT.headline, DRAFT.url, DeliveryState.SENT, NOW, message(77))
    assert [one.text for one in found.feedback] == ["Грешка"]
    assert [(one.text, one.asked_at) for one in found.questions] == [("Кога ќе врне?", NOW)]
    assert not found.is_empty


async def test_who_is_erased_is_a_stranger(database: Database) -> None:
    await sending(database, ANA)
    async with database.open_store() as store:
        await store.feedback.add(READER, "Грешка", None, NOW)
        await store.questions.note(ANA, "Кога ќе врне?", NOW)
    await erase(database)
    assert await record(database) == Record(chat_id=ANA)


async def test_a_stranger_who_only_asked_has_a_record_too(database: Database) -> None:
    async with database.open_store() as store:
        await store.questions.note(ANA, "Кога ќе врне?", NOW)
        await store.questions.note(BORIS, "А кога ќе запре?", NOW)
    assert not (await record(database)).is_empty
    await erase(database)
    assert (await record(database)).is_empty
    assert [one.text for one in (await record(database, BORIS)).questions] == ["А кога ќе запре?"]


async def test_nothing_that_leads_to_the_chat_stays_behind(database: Database) -> None:
    first, second = await sending(database, ANA, BORIS)
    await settle(database, sent(first, 77), sent(second, 78))
    await erase(database)
    assert await rows(database, "SELECT count(*) FROM subscribers WHERE chat_id = :ana", ana=ANA) == [(0,)]
    kept = await rows(database, "SELECT message_id, detail, at FROM deliveries WHERE subscriber_id = 1")
    assert kept == [(None, None, None)]


async def test_a_tombstone_keeps_no_settings(database: Database) -> None:
    await join(database, ANA)
    async with database.open_store() as store:
        await store.follows.put(SubscriberId(1), FOLLOW)
    await erase(database)
    assert await rows(database, "SELECT edition, language, standing FROM subscribers") == [("", "", "erased")]
    assert await rows(database, "SELECT count(*) FROM follows") == [(0,)]


async def test_two_who_are_erased_have_two_tombstones(database: Database) -> None:
    await join(database, ANA, BORIS)
    await erase(database, ANA)
    await erase(database, BORIS)
    async with database.open_store() as store:
        assert await store.subscribers.standings() == {Standing.ERASED: 2}


async def test_how_deliveries_ended_stays_counted(database: Database) -> None:
    first, second = await sending(database, ANA, BORIS)
    await settle(database, sent(first), unknown(second))
    before = await progress(database)
    await erase(database, ANA)
    await erase(database, BORIS)
    assert await progress(database) == before
    assert await counts(database) == {DeliveryState.SENT: 1, DeliveryState.UNKNOWN: 1}


async def test_being_erased_is_a_leave_and_coming_back_a_join(database: Database) -> None:
    await join(database, ANA)
    await erase(database)
    await join(database, ANA)
    assert await moves_by_day(database) == [(NOW.date(), 2, 1, 0)]
    async with database.open_store() as store:
        back = await store.records.of(ANA)
    assert [one.move for one in back.moves] == ["joined"]
    assert back.received == []


async def test_what_waits_for_the_chat_is_cancelled_and_counted(database: Database) -> None:
    await plan_push(database, ANA, BORIS)
    await erase(database)
    assert [one.chat_id for one in await claim(database)] == [BORIS]
    tally = await progress(database)
    assert tally
    assert tally.of(DeliveryState.CANCELLED) == 1


async def test_what_was_claimed_for_the_chat_is_not_sent(database: Database) -> None:
    await plan_push(database, ANA)
    claimed = await claim(database)
    await erase(database)
    assert await intend(database, *claimed) == 0
    assert await counts(database) == {DeliveryState.CANCELLED: 1}


async def test_what_is_under_way_forgets_its_message_when_it_lands(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await erase(database)
    await settle(database, sent(delivery, 77))
    assert await rows(database, "SELECT state, message_id FROM deliveries") == [
        (int(DeliveryState.SENT), None)
    ]


async def test_what_is_under_way_is_not_tried_again(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await erase(database)
    await settle(database, later(delivery))
    assert await claim(database, now=LATER) == []
    assert await counts(database) == {DeliveryState.CANCELLED: 1}


async def test_a_group_that_moves_while_it_is_erased_stays_erased(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await erase(database)
    await settle(database, later(delivery, new_chat_id=BORIS))
    assert (await record(database, BORIS)).is_empty


async def test_a_correction_does_not_reach_who_is_erased(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await settle(database, sent(delivery))
    await erase(database)
    correction = await add_push(
        database, slot="2", choices=Choices(action=Action.DELETE, target=PushId(1)), mk=CARD
    )
    await plan(database, correction)
    assert await claim(database) == []


async def test_erasing_twice_or_a_stranger_is_nothing(database: Database) -> None:
    await erase(database)
    await join(database, ANA)
    await erase(database)
    await erase(database)
    async with database.open_store() as store:
        assert await store.subscribers.standings() == {Standing.ERASED: 1}


async def test_a_message_of_ours_leads_to_its_article(database: Database) -> None:
    (delivery,) = await sending(database, ANA)
    await settle(database, sent(delivery, 77))
    async with database.open_store() as store:
        article = await store.records.article_of(ANA, message(77))
        assert article
        assert article.headline == DRAFT.headline
        assert await store.records.article_of(ANA, message(78)) is None
        assert await store.records.article_of(BORIS, message(77)) is None


async def test_a_colleagues_role_is_told_and_only_the_name_is_erased(database: Database) -> None:
    cveta = Colleague(id=UserId(ANA), role=Role.EDITOR, name="Ана", since=NOW, given_by="Вера")
    async with database.open_store() as store:
        await store.people.put(cveta)
    assert (await record(database)).colleague == cveta
    await erase(database)
    assert (await record(database)).colleague == replace(cveta, name="")
