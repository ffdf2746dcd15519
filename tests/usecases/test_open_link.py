"""Links into the bot: what somebody finds who taps one."""

import pytest

from bot.domain.ids import ArticleId
from bot.domain.links import Via, article_link
from bot.errors import UsageError
from bot.usecases.open_link import Arrival
from tests.usecases.house import ANA, House, person

READER = person(ANA)


async def test_start_alone_names_nothing(house: House) -> None:
    assert await house.newsroom.open_link(READER, "") == Arrival()


@pytest.mark.parametrize("tag", ["site_home", "qr_kiosk-7", "campaign_spring"])
async def test_a_tag_says_where_somebody_came_from(house: House, tag: str) -> None:
    assert await house.newsroom.open_link(READER, tag) == Arrival(source=tag)


async def test_a_link_to_an_article_finds_it(house: House) -> None:
    article = await house.file()
    assert await house.newsroom.open_link(READER, f"article_{article.id}") == Arrival(article=article)


async def test_a_shared_link_to_an_article_says_how_somebody_came(house: House) -> None:
    article = await house.file()
    tag = article_link(article.id, Via.INLINE)
    assert await house.newsroom.open_link(READER, tag) == Arrival(article=article, source=tag)


async def test_a_link_to_a_topic_finds_it_in_any_spelling(house: House) -> None:
    await house.file(topics=("Public transport",))
    arrival = await house.newsroom.open_link(READER, "topic_PUBLIC-Transport")
    assert arrival.subject
    assert (arrival.subject.label, arrival.is_stale) == ("Public transport", False)


@pytest.mark.parametrize(
    "payload",
    ["article_99", "story_99", "story_moon", "topic_moon", "author_nobody", "x", "a b", "🚌", "topic_" * 20],
)
async def test_a_link_to_nothing_is_stale(house: House, payload: str) -> None:
    assert await house.newsroom.open_link(READER, payload) == Arrival(is_stale=True)


async def test_a_button_about_an_article_that_is_gone_is_out_of_date(house: House) -> None:
    with pytest.raises(UsageError, match="stale_button"):
        await house.newsroom.open_link.article(ArticleId(99))
