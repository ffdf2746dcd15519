"""Answers: the newest, the newest videos, and what the articles say about a question."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.articles import Draft, Video
from bot.domain.ids import ArticleId, ChatId, Edition
from bot.domain.passages import Answered
from bot.domain.questions import Order, QuestionId, View
from bot.errors import UsageError
from tests.usecases.house import ANA, EN, MK, House, person

DRAFT = Draft(url="https://paper.example/a", edition=EN, language="en", headline="Snow", body=("It snows.",))
VIDEO = Video(url="https://www.youtube.com/watch?v=dQw4w9WgXcQ")


async def file(house: House, draft: Draft) -> ArticleId:
    """An article on file."""
    async with house.world.open_store() as store:
        filed = await store.articles.file(draft, feed_id=None, keys=(), fingerprint="", now=house.clock.now())
        return filed.id


async def ask(house: House, question: str, language: str = "en") -> Answered:
    """What Ana is told."""
    return await house.newsroom.answer_question(person(ANA, language=language), question)


async def again(house: House, answered: Answered, view: View) -> Answered:
    """Another view of it."""
    assert answered.question_id is not None
    return await house.newsroom.answer_question.again(person(ANA), answered.question_id, view)


def headlines(answered: Answered) -> list[str]:
    """What was found."""
    return [one.article.headline for one in answered.found]


async def test_the_latest_of_the_readers_edition_come_newest_first(house: House) -> None:
    for edition, headline in ((MK, "Снег"), (EN, "First"), (EN, "Second")):
        await file(house, replace(DRAFT, edition=edition, headline=headline))
        house.clock.advance(minutes=1)
    answer = await house.newsroom.answer_question.latest(person(ANA))
    assert [one.headline for one in answer.articles][:2] == ["Second", "First"]
    assert (answer.edition, answer.now) == (EN, house.clock.now())


async def test_no_more_than_five_are_listed(house: House) -> None:
    for number in range(7):
        await file(house, replace(DRAFT, headline=str(number)))
    assert len((await house.newsroom.answer_question.latest(person(ANA))).articles) == 5


async def test_videos_are_articles_with_a_video(house: House) -> None:
    await file(house, DRAFT)
    await file(house, replace(DRAFT, headline="Film", videos=(VIDEO,)))
    answer = await house.newsroom.answer_question.videos(person(ANA))
    assert [one.headline for one in answer.articles] == ["Film"]


async def test_an_answer_is_what_the_article_itself_says(house: House) -> None:
    body = ("The road is closed. It will open on Monday.", "Nobody was hurt.")
    await file(house, replace(DRAFT, headline="Snow on the pass", body=body))
    answer = await ask(house, "When will the road over the pass open?")
    assert [one.sentences for one in answer.found] == [("The road is closed.", "It will open on Monday.")]


@pytest.mark.parametrize(
    "question", ["andonovic", "Андоновиќ", "ANDONOVIĆ", "andonovikj", "Andon", "Andnovic", "Адноновиќ"]
)
async def test_a_name_is_found_however_it_is_spelt_or_misspelt(house: House, question: str) -> None:
    await file(house, replace(DRAFT, headline="Андоновиќ: Три причини", edition=MK, language="mk"))
    assert headlines(await ask(house, question)) == ["Андоновиќ: Три причини"]


@pytest.mark.parametrize("question", ["zosto ima sneg vo gradot", "Зошто има снег во градовите?"])
async def test_macedonian_may_be_typed_in_latin_letters(house: House, question: str) -> None:
    await file(house, replace(DRAFT, headline="Снегот во град Битола", edition=MK, language="mk"))
    assert headlines(await ask(house, question)) == ["Снегот во град Битола"]


async def test_what_holds_too_little_of_the_question_is_no_answer(house: House) -> None:
    await file(house, replace(DRAFT, headline="Snow on the road", topics=("Weather",)))
    assert headlines(await ask(house, "snow road")) == ["Snow on the road"]
    answer = await ask(house, "zebra giraffe snow")
    assert (answer.found, answer.question_id) == ([], None)


async def test_without_an_answer_the_nearest_topics_come_first(house: House) -> None:
    await file(house, replace(DRAFT, topics=("Weather",)))
    for _ in range(2):
        await file(house, replace(DRAFT, headline="Else", body=("Nothing.",), topics=("Economy",)))
    assert (await ask(house, "zebra giraffe snow")).topics == ["Weather", "Economy"]


async def test_the_readers_own_edition_comes_first(house: House) -> None:
    await file(house, replace(DRAFT, headline="Snow one"))
    await file(house, replace(DRAFT, headline="Snow two", edition=MK))
    assert headlines(await ask(house, "snow", language="en")) == ["Snow one", "Snow two"]
    assert headlines(await ask(house, "snow", language="mk")) == ["Snow two", "Snow one"]


async def test_three_answers_make_a_page(house: House) -> None:
    for number in range(4):
        await file(house, replace(DRAFT, headline=f"Snow {number}"))
    first = await ask(house, "snow")
    second = await again(house, first, View(page=1))
    assert (headlines(first), first.has_more) == (["Snow 3", "Snow 2", "Snow 1"], True)
    assert (headlines(second), second.has_more) == (["Snow 0"], False)


async def test_the_newest_may_come_first(house: House) -> None:
    await file(house, replace(DRAFT, headline="Snow, snow"))
    house.clock.advance(minutes=1)
    await file(house, replace(DRAFT, headline="Ice", body=("There is snow, too.",)))
    answer = await ask(house, "snow")
    assert headlines(answer) == ["Snow, snow", "Ice"]
    assert headlines(await again(house, answer, View(order=Order.NEWEST))) == ["Ice", "Snow, snow"]


async def test_there_may_be_only_videos(house: House) -> None:
    await file(house, DRAFT)
    await file(house, replace(DRAFT, headline="Snow, the film", videos=(VIDEO,)))
    answer = await again(house, await ask(house, "snow"), View(only_video=True))
    assert headlines(answer) == ["Snow, the film"]


async def test_a_question_is_forgotten_after_five_more(house: House) -> None:
    await file(house, DRAFT)
    old, *_, new = [await ask(house, "snow") for _ in range(6)]
    assert headlines(await again(house, new, View())) == ["Snow"]
    with pytest.raises(UsageError, match="stale_button"):
        await again(house, old, View())


async def test_nobody_sees_what_another_chat_asked(house: House) -> None:
    await file(house, DRAFT)
    question = (await ask(house, "snow")).question_id or QuestionId(0)
    stranger = replace(person(ANA), chat_id=ChatId(ANA + 1))
    with pytest.raises(UsageError, match="stale_button"):
        await house.newsroom.answer_question.again(stranger, question, View())


@pytest.mark.parametrize("question", ["", "   ", "?!", '"*"', "🙂" * 4000, "\u202e\u200f\x00"])
async def test_a_question_without_words_is_refused(house: House, question: str) -> None:
    with pytest.raises(UsageError, match="no_words"):
        await ask(house, question)


@pytest.mark.parametrize("question", ["зошто и како", "what is it?", "çfarë është kjo", "kako e toa"])
async def test_a_question_of_common_words_is_refused_otherwise(house: House, question: str) -> None:
    with pytest.raises(UsageError, match="only_common_words"):
        await ask(house, question)


async def test_a_very_long_question_is_cut_and_answered(house: House) -> None:
    await file(house, replace(DRAFT, headline="Snow", edition=Edition("en")))
    assert headlines(await ask(house, "snow " * 300 + "railway " * 500)) == ["Snow"]


@pytest.mark.parametrize(
    "question", ['snow" OR "1', "snow'; DROP TABLE articles", "snow:* & !x", "NEAR(snow"]
)
async def test_query_languages_mean_nothing(house: House, question: str) -> None:
    await file(house, replace(DRAFT, headline="Snow", published_at=house.clock.now() - timedelta(days=1)))
    answer = await ask(house, question)
    assert answer.text == question
    assert set(headlines(answer)) <= {"Snow"}
