"""Every new article finds its keywords, its kin and its story, and the desk is told what was sent of it."""

from bot.domain.ids import StoryId
from tests.usecases.house import ANA, ELENA, EN, FILIP, MK, House, editor, person
from tests.usecases.web import Item, article_page

CLOSED = Item(
    "closed",
    "The Galičnik road is closed",
    "Snow closed the road to Galičnik. The mayor of Mavrovo, Zoran Petkov, asks drivers for patience. "
    "Ploughs from Mavrovo are under way, says Petkov.",
)
OPEN = Item(
    "open",
    "The road to Galičnik is open again",
    "Ploughs have opened the road to Galičnik after two days. It is safe, says mayor Zoran Petkov. "
    "In Mavrovo the snow is two metres deep.",
)
FAIR = Item("fair", "Book fair begins", "Ninety publishers meet in Bitola. The fair lasts until Sunday.")


async def story(house: House, slug: str) -> list[str]:
    """The headlines of the story to which the article under this slug belongs."""
    article = await house.article(slug)
    async with house.world.open_store() as store:
        number = await store.stories.of(article.id)
        return [one.headline for one in await store.stories.articles(number or StoryId(0))]


async def keywords(house: House, slug: str) -> tuple[str, ...]:
    article = await house.article(slug)
    async with house.world.open_store() as store:
        return await store.stories.keywords(article.id)


async def send(house: House, slug: str) -> None:
    article = await house.article(slug)
    await house.newsroom.review_article.send_now(article.id, 1, editor())


async def test_an_article_about_the_same_event_continues_the_story(house: House) -> None:
    await house.publish(MK, CLOSED)
    await house.publish(MK, FAIR, CLOSED)
    await house.publish(MK, OPEN, FAIR, CLOSED)
    assert sorted(await story(house, "open")) == sorted([CLOSED.title, OPEN.title])
    assert await story(house, "fair") == [FAIR.title]


async def test_another_editions_article_is_another_story(house: House) -> None:
    await house.publish(MK, CLOSED)
    await house.publish(EN, OPEN)
    assert await story(house, "open") == [OPEN.title]


async def test_a_new_article_gets_keywords_and_a_corrected_one_new_ones(house: House) -> None:
    await house.publish(MK, CLOSED)
    assert "Petkov" in " ".join(await keywords(house, "closed"))
    await house.publish(MK, CLOSED.rewritten("Closed again, says Jana Ilieva. Drivers and Jana Ilieva wait."))
    assert "Ilieva" in " ".join(await keywords(house, "closed"))


async def test_the_desk_sees_what_readers_got_of_the_same_story(house: House) -> None:
    await house.subscribe(ELENA, language="en")
    await house.publish(MK, CLOSED)
    await send(house, "closed")
    await house.publish(MK, OPEN, CLOSED)
    await house.round()
    assert f"Same story: {CLOSED.title}" in await house.labels(ELENA, OPEN.title)
    assert f"Истата приказна: {CLOSED.title}" in await house.labels(FILIP, OPEN.title)


async def test_what_was_not_sent_is_not_mentioned(house: House) -> None:
    await house.publish(MK, CLOSED)
    await house.publish(MK, OPEN, CLOSED)
    await house.round()
    assert not [label for label in await house.labels(ELENA, OPEN.title) if CLOSED.title in label]


async def test_an_article_pushed_by_its_address_has_its_place_too(house: House) -> None:
    url = house.web.put("/en/fog", article_page("Fog closes the airport"))
    await house.newsroom.push_article.prepare(url, editor())
    assert await story(house, "en/fog") == ["Fog closes the airport"]
    assert "airport" in await keywords(house, "en/fog")


async def test_a_reader_who_finds_little_is_offered_what_is_related(house: House) -> None:
    await house.publish(MK, CLOSED)
    await house.publish(MK, OPEN, CLOSED)
    answer = await house.newsroom.answer_question(person(ANA, language="mk"), "metres")
    assert [one.article.headline for one in answer.found] == [OPEN.title]
    assert [one.headline for one in answer.related] == [CLOSED.title]
