"""Answers on file, and transactions that go together."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.answers import Answer, OwedAnswer, Way
from bot.domain.ids import MessageId
from bot.domain.pushes import Button, Card, Document
from storage.database import Database
from tests.storage.samples import ANA, BORIS, GROUP, NOW, join

CARD = Card(
    html="<b>Еве ⚡</b>",
    photo="https://paper.example/a.jpg",
    preview="https://paper.example/a",
    buttons=((Button("Да", data="yes:1"), Button("Прочитај", url="https://paper.example/a")),),
)
FIRST = OwedAnswer(update_id=10, position=0, answer=Answer(chat_id=ANA, card=CARD))
SECOND = OwedAnswer(
    update_id=10,
    position=1,
    answer=Answer(chat_id=ANA, card=Card(html=""), way=Way.EDIT, message_id=MessageId(7)),
)
LATER = OwedAnswer(update_id=11, position=0, answer=Answer(chat_id=BORIS, card=Card(html="x")))


async def owed(database: Database) -> list[OwedAnswer]:
    """What is still to be said."""
    async with database.open_store() as store:
        return await store.answers.owed()


async def test_answers_wait_in_their_order_as_they_were_given(database: Database) -> None:
    async with database.open_store() as store:
        await store.answers.add([LATER, SECOND, FIRST])
    assert await owed(database) == [FIRST, SECOND, LATER]


async def test_nothing_to_say_is_fine(database: Database) -> None:
    async with database.open_store() as store:
        await store.answers.add([])
    assert await owed(database) == []


async def test_what_was_sent_is_off_the_file(database: Database) -> None:
    async with database.open_store() as store:
        await store.answers.add([FIRST, SECOND, LATER])
        await store.answers.remove([FIRST, LATER], NOW)
    assert await owed(database) == [SECOND]


async def test_what_a_group_was_told_is_off_the_file_but_counts_for_a_minute(database: Database) -> None:
    told = replace(LATER, answer=replace(LATER.answer, chat_id=GROUP))
    edited = replace(SECOND, answer=replace(SECOND.answer, chat_id=GROUP))
    async with database.open_store() as store:
        await store.answers.add([FIRST, edited, told])
        await store.answers.remove([FIRST, edited, told], NOW)
    assert await owed(database) == []
    ledger = await database.lead("the next process")
    assert await ledger.group_sends(NOW + timedelta(seconds=59)) == [(GROUP, NOW)]
    assert await ledger.group_sends(NOW + timedelta(seconds=61)) == []


async def test_what_a_group_was_told_is_forgotten_after_its_minute(database: Database) -> None:
    told = replace(LATER, answer=replace(LATER.answer, chat_id=GROUP))
    async with database.open_store() as store:
        await store.answers.add([told])
        await store.answers.remove([told], NOW)
        await store.answers.remove([], NOW + timedelta(seconds=60))
        await store.answers.add([told])
    assert await owed(database) == [told]


async def test_what_happens_together_commits_together(database: Database) -> None:
    async with database.together() as store:
        await join(database, ANA)
        await store.answers.add([FIRST])
    async with database.open_store() as store:
        assert await store.subscribers.by_chat(ANA)
    assert await owed(database) == [FIRST]


async def test_what_happens_together_is_undone_together(database: Database) -> None:
    async def stumble() -> None:
        async with database.together():
            await join(database, ANA)
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        await stumble()
    async with database.open_store() as store:
        assert await store.subscribers.by_chat(ANA) is None


async def test_what_comes_after_is_a_transaction_of_its_own(database: Database) -> None:
    async with database.together() as first:
        await join(database, ANA)
    async with database.open_store() as second:
        assert second is not first
        assert await second.subscribers.by_chat(ANA)


async def test_text_that_no_database_can_hold_is_kept_without_it(database: Database) -> None:
    broken = Card(html="a\x00b\ud83d", buttons=((Button("\x00c", data="d"),),))
    async with database.open_store() as store:
        answer = Answer(chat_id=ANA, card=broken)
        await store.answers.add([OwedAnswer(update_id=1, position=0, answer=answer)])
    (kept,) = await owed(database)
    assert kept.answer.card == Card(html="ab", buttons=((Button("c", data="d"),),))


async def test_a_file_and_a_question_are_kept_as_they_are(database: Database) -> None:
    cards = Card(html="a", document=Document("a.json", "{}")), Card(html="b", asks=True)
    given = [
        OwedAnswer(update_id=1, position=place, answer=Answer(chat_id=ANA, card=card))
        for place, card in enumerate(cards)
    ]
    async with database.open_store() as store:
        await store.answers.add(given)
    assert await owed(database) == given


async def test_an_answer_that_an_earlier_version_owed_is_still_given(database: Database) -> None:
    card = '{"html": "a", "photo": null, "preview": null, "buttons": [], "photo_id": null}'
    payload = f'{{"way": "new", "message_id": null, "card": {card}}}'
    await database.run(
        lambda connection: connection.execute(
            text("INSERT INTO answers (update_id, position, chat_id, payload) VALUES (1, 0, 501, :payload)"),
            {"payload": payload},
        )
    )
    (kept,) = await owed(database)
    assert kept.answer.card == Card(html="a")
