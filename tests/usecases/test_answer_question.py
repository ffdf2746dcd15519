"""Answers: the newest, the newest videos, and what holds the words."""

from dataclasses import replace

import pytest

from bot.domain.articles import Draft, Video
from bot.domain.ids import Edition
from bot.errors import UsageError
from tests.usecases.house import ANA, EN, MK, House, person

DRAFT = Draft(url="https://paper.example/a", edition=EN, language="en", headline="Snow", body=("It snows.",))
VIDEO = Video(url="https://www.youtube.com/watch?v=dQw4w9WgXcQ")


async def file(house: House, draft: Draft) -> None:
    """An article on file."""
    async with house.world.open_store() as store:
        await store.articles.file(draft, feed_id=None, keys=(), fingerprint="", now=house.clock.now())


async def headlines(house: House, question: str, language: str = "en") -> list[str]:
    """What a search finds."""
    answer = await house.newsroom.answer_question.search(person(ANA, language=language), question)
    return [one.headline for one in answer.articles]


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


@pytest.mark.parametrize("question", ["andonovic", "Андоновиќ", "ANDONOVIĆ", "andonovikj"])
async def test_a_name_is_found_however_it_is_spelt(house: House, question: str) -> None:
    await file(house, replace(DRAFT, headline="Андоновиќ: Три причини", edition=MK))
    assert await headlines(house, question) == ["Андоновиќ: Три причини"]


async def test_every_word_must_be_there(house: House) -> None:
    await file(house, replace(DRAFT, headline="Snow on the road"))
    assert await headlines(house, "snow road") == ["Snow on the road"]
    assert await headlines(house, "snow railway") == []


async def test_the_readers_own_edition_comes_first(house: House) -> None:
    await file(house, replace(DRAFT, headline="Snow one"))
    await file(house, replace(DRAFT, headline="Snow two", edition=MK))
    assert await headlines(house, "snow", language="en") == ["Snow one", "Snow two"]
    assert await headlines(house, "snow", language="mk") == ["Snow two", "Snow one"]


@pytest.mark.parametrize("question", ["", "   ", "?!", '"*"'])
async def test_a_question_without_words_is_refused(house: House, question: str) -> None:
    with pytest.raises(UsageError, match="no_words"):
        await headlines(house, question)


async def test_a_very_long_question_is_cut_and_answered(house: House) -> None:
    await file(house, replace(DRAFT, headline="Snow", edition=Edition("en")))
    assert await headlines(house, "snow " * 10 + "railway " * 500) == ["Snow"]
