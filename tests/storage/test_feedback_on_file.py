"""What readers told the newsroom: on file, before the desk, answered, and gone."""

from datetime import timedelta

import pytest

from bot.domain.feedback import Feedback, FeedbackId, FeedbackState
from bot.domain.ids import ArticleId, ChatId, UserId
from bot.domain.subscribers import Person
from storage.database import Database
from tests.storage.samples import EDITOR, LATER, NOW, file, message

ANA = Person(id=UserId(501), chat_id=ChatId(501), name="Ана", language="mk")
DESK = (ChatId(901), ChatId(902))
TEXT = "Има грешка"


async def tell(database: Database, text: str = TEXT, article: ArticleId | None = None) -> FeedbackId:
    """Ana writes to the newsroom."""
    async with database.open_store() as store:
        return await store.feedback.add(ANA, text, article, NOW)


async def kept(database: Database, feedback_id: FeedbackId) -> Feedback | None:
    """What is on file."""
    async with database.open_store() as store:
        return await store.feedback.get(feedback_id)


async def show(database: Database, feedback_id: FeedbackId, *chats: ChatId) -> None:
    """Desk chats get its card, as it stands."""
    async with database.open_store() as store:
        feedback = await store.feedback.get(feedback_id)
        assert feedback
        for chat_id in chats:
            await store.feedback.shown(feedback, chat_id, message(chat_id))


async def answer(database: Database, feedback_id: FeedbackId) -> bool:
    """An editor answers."""
    async with database.open_store() as store:
        return await store.feedback.answer(feedback_id, "Благодариме", EDITOR, LATER)


async def test_it_is_kept_with_its_writer_and_its_article(database: Database) -> None:
    article = await file(database)
    number = await tell(database, article=article.id)
    assert await kept(database, number) == Feedback(
        id=number, chat_id=ANA.chat_id, name="Ана", language="mk", text=TEXT, article=article, at=NOW
    )


async def test_what_is_not_there_is_none(database: Database) -> None:
    assert await kept(database, FeedbackId(7)) is None


@pytest.mark.parametrize(("since", "count"), [(timedelta(seconds=1), 2), (timedelta(0), 0)])
async def test_a_chats_feedback_is_counted_from_a_moment_on(
    database: Database, since: timedelta, count: int
) -> None:
    await tell(database)
    await tell(database)
    async with database.open_store() as store:
        assert await store.feedback.count(ANA.chat_id, NOW - since) == count
        assert await store.feedback.count(DESK[0], NOW - since) == 0


async def test_what_waits_is_shown_to_each_desk_chat_once(database: Database) -> None:
    first, second = await tell(database), await tell(database)
    await show(database, first, DESK[0])
    async with database.open_store() as store:
        unshown = await store.feedback.unshown(DESK)
    assert [(one.id, chat) for one, chat in unshown] == [
        (first, DESK[1]),
        (second, DESK[0]),
        (second, DESK[1]),
    ]


async def test_a_chat_that_was_out_of_reach_is_tried_again_when_it_comes_back(database: Database) -> None:
    number = await tell(database)
    async with database.open_store() as store:
        ((feedback, chat),) = await store.feedback.unshown(DESK[:1])
        await store.feedback.shown(feedback, chat, None)
        assert await store.feedback.unshown(DESK[:1]) == []
        await store.feedback.forget_unreached(chat)
        assert [one.id for one, _ in await store.feedback.unshown(DESK[:1])] == [number]


async def test_the_first_answer_stands(database: Database) -> None:
    number = await tell(database)
    assert await answer(database, number)
    assert not await answer(database, number)
    feedback = await kept(database, number)
    assert feedback
    assert (feedback.answer, feedback.answered_name, feedback.answered_at) == ("Благодариме", "Елена", LATER)
    async with database.open_store() as store:
        assert await store.feedback.answered() == [feedback]


async def test_a_delivered_answer_is_not_delivered_again(database: Database) -> None:
    number = await tell(database)
    await answer(database, number)
    async with database.open_store() as store:
        await store.feedback.settle(number, FeedbackState.DELIVERED)
        await store.feedback.settle(number, FeedbackState.UNDELIVERED)
        assert await store.feedback.answered() == []
    feedback = await kept(database, number)
    assert feedback
    assert feedback.state is FeedbackState.DELIVERED


async def test_desk_messages_are_outdated_until_they_show_how_it_stands(database: Database) -> None:
    number = await tell(database)
    await show(database, number, *DESK)
    await answer(database, number)
    await show(database, number, DESK[0])
    async with database.open_store() as store:
        outdated = await store.feedback.outdated()
    assert [(one.id, one.state, chat) for one, chat, _ in outdated] == [
        (number, FeedbackState.ANSWERED, DESK[1])
    ]


async def test_after_its_time_it_is_forgotten_with_its_desk_messages(database: Database) -> None:
    number = await tell(database)
    await show(database, number, *DESK)
    async with database.open_store() as store:
        await store.feedback.forget(NOW)
        assert await store.feedback.get(number)
        await store.feedback.forget(LATER)
        assert await store.feedback.get(number) is None
        assert await store.feedback.outdated() == []


async def test_what_is_erased_is_forgotten_once_no_desk_shows_it(database: Database) -> None:
    number = await tell(database)
    await show(database, number, DESK[0])
    async with database.open_store() as store:
        await store.records.erase(ANA.chat_id, NOW)
        await store.feedback.forget(NOW)
    erased = await kept(database, number)
    assert erased
    assert (erased.chat_id, erased.name, erased.text, erased.state) == (None, "", "", FeedbackState.ERASED)
    await show(database, number, DESK[0])
    async with database.open_store() as store:
        await store.feedback.forget(NOW)
    assert await kept(database, number) is None


async def test_nobody_answers_who_is_erased(database: Database) -> None:
    number = await tell(database)
    async with database.open_store() as store:
        await store.records.erase(ANA.chat_id, NOW)
    assert not await answer(database, number)
