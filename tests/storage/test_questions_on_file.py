"""Questions on file: a chat's last few, and nobody else's."""

from datetime import UTC, datetime

from bot.domain.ids import ChatId
from bot.domain.questions import QuestionId
from storage.database import Database

NOW = datetime(2026, 3, 29, 18, 30, tzinfo=UTC)
ANA, BORIS = ChatId(501), ChatId(-100502)


async def note(database: Database, chat: ChatId, text: str = "снег?") -> QuestionId:
    """A question of a chat."""
    async with database.open_store() as store:
        return (await store.questions.note(chat, text, NOW)).id


async def text_of(database: Database, number: QuestionId, chat: ChatId) -> str | None:
    """What the chat asked under this number."""
    async with database.open_store() as store:
        question = await store.questions.get(number, chat)
        return question.text if question else None


async def test_a_question_is_kept_as_it_was_asked(database: Database) -> None:
    number = await note(database, ANA, "снег\x00 <b>🙂\ud800")
    assert await text_of(database, number, ANA) == "снег <b>🙂"


async def test_another_chats_question_is_nobodys_business(database: Database) -> None:
    assert await text_of(database, await note(database, ANA), BORIS) is None


async def test_a_chats_older_questions_are_forgotten(database: Database) -> None:
    other = await note(database, BORIS)
    first, second, *_ = [await note(database, ANA) for _ in range(6)]
    assert await text_of(database, first, ANA) is None
    assert await text_of(database, second, ANA) == "снег?"
    assert await text_of(database, other, BORIS) == "снег?"
