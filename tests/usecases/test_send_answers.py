"""Sending answers: in order, at Telegram's pace, until Telegram took them."""

import asyncio

import pytest

from bot.domain.answers import Answer, OwedAnswer, Way
from bot.domain.ids import ChatId, MessageId
from bot.domain.pushes import Button, Card
from bot.domain.subscribers import Standing
from bot.errors import RequestNotSent
from storage.database import Database
from tests.canaries import capture_logs
from tests.echo import Echo
from tests.usecases.answering import ANA, BORIS, Answering
from tests.usecases.house import EN, HandClock
from tests.usecases.wire import Wire, refused

BUTTONS = ((Button("Press", data="x"),),)
BLOCKED = "Forbidden: bot was blocked by the user"


@pytest.fixture
def answering(sqlite_database: Database, clock: HandClock) -> Answering:
    """A process."""
    return Answering(sqlite_database, clock, Wire(), Echo(sqlite_database.open_store))


def owed(update_id: int, text: str, *, chat: int = ANA, way: Way = Way.NEW) -> OwedAnswer:
    """An answer as a handler leaves it."""
    tapped = None if way is Way.NEW else MessageId(7)
    card = Card(html=text, buttons=BUTTONS)
    answer = Answer(chat_id=ChatId(chat), card=card, way=way, message_id=tapped)
    return OwedAnswer(update_id=update_id, position=0, answer=answer)


async def send(answering: Answering, *answers: OwedAnswer) -> None:
    """File these, and let the next process find them."""
    async with answering.database.open_store() as store:
        await store.answers.add(answers)
    async with answering.at_work():
        pass


async def test_each_way_of_answering_is_a_method_of_its_own(answering: Answering) -> None:
    await send(answering, owed(1, "a"), owed(2, "b", way=Way.EDIT), owed(3, "", way=Way.BUTTONS))
    assert [method for method, _ in answering.wire.sent] == [
        "sendMessage",
        "editMessageText",
        "editMessageReplyMarkup",
    ]


async def test_a_chat_gets_new_messages_one_second_apart(answering: Answering) -> None:
    await send(answering, owed(1, "a"), owed(2, "b"))
    assert answering.wire.texts(ANA) == ["a", "b"]
    assert max(answering.clock.slept) == pytest.approx(1, abs=0.1)


async def test_edits_of_the_tapped_message_do_not_wait_for_the_chats_budget(answering: Answering) -> None:
    await send(answering, *(owed(number, str(number), way=Way.EDIT) for number in range(3)))
    assert max(answering.clock.slept, default=0) < 0.1


async def test_too_fast_waits_and_holds_back_no_other_chat(answering: Answering) -> None:
    answering.wire.next.append(refused(429, "Too Many Requests: retry after 7", retry_after=7))
    await send(answering, owed(1, "a"), owed(2, "b", chat=BORIS))
    assert max(answering.clock.slept) == 7
    assert answering.wire.texts(BORIS) == ["b"]
    assert answering.wire.texts(ANA) == ["a", "a"]


async def test_what_did_not_leave_leaves_later(answering: Answering) -> None:
    answering.wire.next += [RequestNotSent("no route"), RequestNotSent("no route")]
    await send(answering, owed(1, "a"))
    assert answering.wire.texts(ANA) == ["a"] * 3
    assert await answering.owed() == []


async def test_who_blocked_us_is_remembered_and_their_answer_dropped(answering: Answering) -> None:
    async with answering.database.open_store() as store:
        await store.subscribers.join(ChatId(ANA), edition=EN, language="en", now=answering.clock.now())
    answering.wire.next.append(refused(403, BLOCKED))
    await send(answering, owed(1, "a"))
    subscriber = await answering.subscriber(ANA)
    assert subscriber
    assert subscriber.standing is Standing.BLOCKED
    assert await answering.owed() == []


async def test_a_block_that_cannot_be_kept_stops_nothing(answering: Answering) -> None:
    answering.rename("subscribers", "lost")
    answering.wire.next.append(refused(403, BLOCKED))
    with capture_logs() as logs:
        await send(answering, owed(1, "a"))
    assert [one["event"] for one in logs] == ["answer_given_up", "database_away", "block_not_kept"]


async def test_what_was_sent_while_the_database_was_away_is_not_sent_again(answering: Answering) -> None:
    async def back() -> None:
        answering.rename("lost", "answers")

    answering.wire.slow[ANA] = asyncio.Event()
    async with answering.database.open_store() as store:
        await store.answers.add([owed(1, "a")])
    async with answering.at_work():
        await answering.wire.asked(ANA)
        await asyncio.to_thread(answering.rename, "answers", "lost")
        answering.clock.meanwhile = back
        answering.wire.slow[ANA].set()
    assert answering.wire.texts(ANA) == ["a"]
    assert await answering.owed() == []
