"""What readers tell the newsroom: taken with measure, shown to the desk, answered, and forgotten in time."""

import pytest

from bot.domain.feedback import LONGEST, PER_HOUR, Feedback, FeedbackId, FeedbackState
from bot.domain.ids import ChatId, MessageId
from bot.errors import UsageError
from tests.usecases.house import ANA, ELENA, FILIP, House, editor, person

FIRST = FeedbackId(1)
WORDS = "Which line?"
SHOWN = "Ana writes"


async def told(house: House, words: str = WORDS) -> None:
    """Ana writes to the newsroom."""
    await house.newsroom.take_feedback(person(ANA, name="Ana"), words)


async def answered(house: House, words: str = "Line 5") -> None:
    """Ana wrote, and Elena answered."""
    await told(house)
    await house.newsroom.show_feedback()
    await house.newsroom.answer_feedback(FIRST, words, editor())


async def kept(house: House) -> Feedback | None:
    """What is on file of the first."""
    async with house.world.open_store() as store:
        return await store.feedback.get(FIRST)


async def refusal(house: House, words: str = "Line 5") -> str:
    """Why an answer to the first is refused."""
    with pytest.raises(UsageError) as refused:
        await house.newsroom.answer_feedback(FIRST, words, editor(FILIP, "Filip"))
    return refused.value.text_key


async def test_so_much_of_one_reader_in_an_hour_and_then_more(new_house: House) -> None:
    for _ in range(PER_HOUR):
        await told(new_house)
    with pytest.raises(UsageError, match="feedback_often"):
        await told(new_house)
    new_house.clock.advance(hours=1)
    await told(new_house)


async def test_it_may_be_as_long_as_a_message_and_no_longer(new_house: House) -> None:
    await told(new_house, "x" * LONGEST)
    with pytest.raises(UsageError, match="too_long"):
        await told(new_house, "🚌" * (LONGEST // 2 + 1))
    await new_house.newsroom.show_feedback()
    assert await new_house.received(ELENA, SHOWN) == 1


async def test_where_no_article_is_meant_none_is_found(new_house: House) -> None:
    take = new_house.newsroom.take_feedback
    assert await take.at(None) is None
    assert await take.at("https://elsewhere.example/") is None
    assert await take.pushed(person(ANA), MessageId(1)) is None


async def test_an_address_leads_to_its_article(new_house: House) -> None:
    article = await new_house.file()
    assert await new_house.newsroom.take_feedback.at(article.url) == article


@pytest.mark.parametrize("status", [429, 502])
async def test_a_desk_chat_that_is_too_busy_gets_it_later(new_house: House, status: int) -> None:
    await told(new_house)
    await new_house.telegram.fault(status, method="sendMessage", chat=ELENA, retry_after=30)
    await new_house.newsroom.show_feedback()
    await new_house.newsroom.show_feedback()
    assert await new_house.received(ELENA, SHOWN) == 0
    assert await new_house.received(FILIP, SHOWN) == 1
    new_house.clock.advance(minutes=1)
    await new_house.newsroom.show_feedback()
    assert await new_house.received(ELENA, SHOWN) == 1


async def test_a_desk_chat_that_is_closed_gets_it_when_it_opens(new_house: House) -> None:
    await told(new_house)
    await new_house.telegram.block(ELENA)
    await new_house.newsroom.show_feedback()
    await new_house.telegram.unblock(ELENA)
    await new_house.newsroom.show_feedback()
    assert await new_house.received(ELENA, SHOWN) == 0
    await new_house.newsroom.show_feedback.reach_again(ChatId(ELENA))
    await new_house.newsroom.show_feedback()
    assert await new_house.received(ELENA, SHOWN) == 1


async def test_the_desk_reads_its_own_language(new_house: House) -> None:
    await new_house.subscribe(ELENA, language="mk")
    await told(new_house)
    await new_house.newsroom.show_feedback()
    assert await new_house.received(ELENA, "Пишува Ana") == 1


async def test_an_answer_is_brought_once(new_house: House) -> None:
    await answered(new_house)
    for _ in range(3):
        await new_house.newsroom.show_feedback()
    assert await new_house.received(ANA, "Line 5") == 1
    feedback = await kept(new_house)
    assert feedback
    assert feedback.state is FeedbackState.DELIVERED


async def test_an_answer_that_certainly_did_not_arrive_is_brought_later(new_house: House) -> None:
    await answered(new_house)
    await new_house.telegram.fault(429, method="sendMessage", chat=ANA, retry_after=30)
    await new_house.newsroom.show_feedback()
    await new_house.newsroom.show_feedback()
    assert await new_house.received(ANA, "Line 5") == 0
    new_house.clock.advance(minutes=1)
    await new_house.newsroom.show_feedback()
    assert await new_house.received(ANA, "Line 5") == 1


async def test_a_card_that_could_not_be_changed_is_changed_later(new_house: House) -> None:
    await answered(new_house)
    await new_house.telegram.fault(429, method="editMessageText", chat=ELENA, count=1, retry_after=30)
    for _ in range(3):
        await new_house.newsroom.show_feedback()
    assert await new_house.labels(ELENA, WORDS) == ["Answer"]
    new_house.clock.advance(minutes=1)
    await new_house.newsroom.show_feedback()
    assert (await new_house.labels(ELENA, WORDS))[0].startswith("✓ Answered by Elena")
    assert (await new_house.labels(FILIP, WORDS))[0].startswith("✓ Answered by Elena")


async def test_what_is_answered_is_not_answered_again(new_house: House) -> None:
    await answered(new_house)
    assert await refusal(new_house) == "error.feedback_answered"


async def test_what_was_never_there_cannot_be_answered(new_house: House) -> None:
    assert await refusal(new_house) == "error.feedback_gone"


async def test_who_is_erased_cannot_be_answered(new_house: House) -> None:
    await told(new_house)
    await new_house.newsroom.show_feedback()
    await new_house.newsroom.keep_records.erase(person(ANA))
    assert await refusal(new_house) == "error.feedback_gone"


async def test_who_is_erased_before_the_answer_left_does_not_get_it(new_house: House) -> None:
    await answered(new_house)
    await new_house.newsroom.keep_records.erase(person(ANA))
    await new_house.newsroom.show_feedback()
    assert await new_house.received(ANA, "Line 5") == 0


async def test_an_answer_is_not_cut(new_house: House) -> None:
    await told(new_house)
    assert await refusal(new_house, "x" * (LONGEST + 1)) == "error.too_long"


async def test_after_three_months_it_is_forgotten(new_house: House) -> None:
    await told(new_house)
    new_house.clock.advance(days=91)
    await new_house.newsroom.show_feedback()
    assert await kept(new_house) is None
    assert await new_house.received(ELENA, SHOWN) == 0
