"""What is found for who shares is kept for as long as it is good, and no longer."""

import pytest

from bot.usecases.share_articles import Shared
from tests.usecases.house import ANA, House, person

READER = person(ANA)


async def shared(house: House, text: str = "", offset: str = "") -> Shared:
    """What Ana may share."""
    return await house.newsroom.share_articles(READER, text, offset)


async def test_news_is_offered_a_minute_later(house: House) -> None:
    first = await shared(house)
    await house.file("Snow closes roads")
    assert await shared(house) == first
    house.clock.advance(seconds=60)
    assert (await shared(house)).articles[0].headline == "Snow closes roads"


async def test_the_same_words_are_looked_for_once_in_five_minutes(house: House) -> None:
    await house.file("Snow closes roads")
    first = await shared(house, "snow")
    house.clock.advance(minutes=4)
    assert await shared(house, " SNOW ") is first
    house.clock.advance(minutes=1)
    assert await shared(house, "snow") is not first


async def test_a_clock_that_was_put_back_keeps_nothing_for_long(house: House) -> None:
    first = await shared(house)
    house.clock.advance(hours=-1)
    assert await shared(house) is not first


@pytest.mark.parametrize("offset", ["", "x", "-1", "99999", "²"])
async def test_an_offset_that_is_none_of_ours_is_the_beginning(house: House, offset: str) -> None:
    assert (await shared(house, offset=offset)).articles == (await shared(house)).articles


async def test_what_many_ask_does_not_fill_the_memory(house: House) -> None:
    first = await shared(house)
    for number in range(500):
        await shared(house, offset=str(number + 1_000))
    assert await shared(house) is not first


async def test_common_words_alone_are_about_nothing(house: House) -> None:
    await house.file("Snow closes roads")
    assert (await shared(house, "the and of")).articles == []
