"""One story, seen from several sides: two feeds, an editor's /push, a page that was down for a moment."""

import pytest

from bot.domain.changes import Change, Part
from tests.usecases.house import ANA, ELENA, EN, MK, NEWS, OLD, House, editor
from tests.usecases.web import Item, Page, article_page, rss

LIVE = "https://live.example/blog"
FIRST = Item("snow", NEWS.title, "First words about the snow on the roads.")


async def changes(house: House, slug: str) -> dict[int, list[Change]]:
    """What each revision of an article changed."""
    article = await house.article(slug)
    async with house.world.open_store() as store:
        return {number: list(some) for number, some in (await store.articles.changes(article.id)).items()}


def live_blog(*titles: str) -> Page:
    """Items with one link and guids of their own."""
    items = "".join(
        f"<item><title>{one}</title><link>{LIVE}</link><guid isPermaLink='false'>{one}</guid></item>"
        for one in titles
    )
    return Page(f"<rss version='2.0'><channel><title>L</title>{items}</channel></rss>".encode())


async def test_two_items_with_one_link_and_two_guids_are_two_articles(house: House) -> None:
    house.web.put("/en/feed", live_blog("Old"))
    await house.poll()
    house.web.put("/en/feed", live_blog("It begins here tonight", "It ends here tonight", "Old"))
    await house.poll()
    async with house.world.open_store() as store:
        newest = await store.articles.latest(EN, 10)
    assert {"It begins here tonight", "It ends here tonight", "Old"} <= {one.headline for one in newest}


async def test_an_article_pushed_by_hand_is_not_changed_when_its_feed_brings_it(house: House) -> None:
    house.web.put("/snow", article_page(NEWS.title))
    await house.newsroom.push_article.prepare(f"{house.web.address}/snow", editor())
    await house.publish(EN, NEWS)
    await house.publish(EN, NEWS.dated("Tue, 24 Nov 2026 08:00:00 GMT"))
    assert (await house.article("snow")).revision == 1
    assert await changes(house, "snow") == {}


async def test_two_feeds_that_say_different_things_do_not_take_turns_in_changing_it(house: House) -> None:
    await house.publish(EN, FIRST)
    for number in range(3):
        await house.publish(MK, FIRST.rewritten("Other words for the same snow."), Item(f"{number}", "X"))
        await house.publish(EN, FIRST, Item(f"y{number}", "Y"))
    assert (await house.article("snow")).revision == 1


async def test_the_same_headline_under_another_address_in_another_feed_is_the_same_article(
    house: House,
) -> None:
    second = f"{house.web.address}/en/second"
    house.web.put("/en/second", rss(house.web.address, OLD))
    plan = house.world.paper.feeds[0]
    await house.newsroom.poll_feeds.enrol((plan, type(plan)(url=second, edition=EN, mode=plan.mode)))
    await house.poll()
    await house.publish(EN, NEWS)
    house.web.put("/en/second", rss(house.web.address, Item("elsewhere", f"VIDEO | {NEWS.title}"), OLD))
    await house.poll()
    assert (await house.article("elsewhere")).id == (await house.article("snow")).id
    assert len(await house.pushes("snow")) == 1


async def test_another_edition_is_another_article(house: House) -> None:
    await house.publish(EN, NEWS)
    await house.publish(MK, Item("sneg", NEWS.title))
    assert (await house.article("sneg")).id != (await house.article("snow")).id


async def test_a_change_says_what_it_changed(house: House) -> None:
    await house.publish(EN, NEWS)
    await house.publish(EN, NEWS.rewritten("Four roads, the ministry corrected itself."))
    assert await changes(house, "snow") == {
        2: [Change(Part.TEXT, NEWS.text, "Four roads, the ministry corrected itself.")]
    }


@pytest.mark.parametrize("noise", ["Advertisement", "1,204 views"])
async def test_counters_and_advertisements_are_no_revision(house: House, noise: str) -> None:
    await house.publish(EN, NEWS)
    await house.publish(EN, NEWS.rewritten(f"{NEWS.text}</p><p>{noise}"))
    assert (await house.article("snow")).revision == 1


async def test_another_excerpt_of_an_unchanged_page_is_no_revision(house: House) -> None:
    house.web.put("/snow", article_page(NEWS.title))
    await house.publish(EN, NEWS)
    await house.publish(EN, NEWS.rewritten("The same page, told in another way."))
    assert (await house.article("snow")).revision == 1


async def test_old_news_of_an_auto_feed_waits_for_an_editor(house: House) -> None:
    await house.publish(EN, NEWS.dated("Mon, 02 Nov 2026 08:00:00 GMT"))
    assert await house.pushes("snow") == []
    assert await house.review("snow")


async def test_a_page_that_was_down_for_a_moment_is_read_again(house: House) -> None:
    house.web.put("/snow", Page(b"busy", 503))
    await house.publish(MK, NEWS)
    house.web.put("/snow", article_page(NEWS.title))
    await house.newsroom.read_pages_again()
    assert (await house.article("snow")).body == (NEWS.text,)
    house.clock.advance(minutes=2)
    await house.newsroom.read_pages_again()
    assert (await house.article("snow")).body[-1].endswith("Paragraph 3 says why.")
    assert await changes(house, "snow") == {}


async def test_the_desk_sees_the_completed_card(house: House) -> None:
    await house.subscribe(ANA)
    house.web.put("/snow", Page(b"busy", 503))
    await house.publish(MK, NEWS)
    await house.round()
    house.web.put("/snow", article_page(NEWS.title))
    house.clock.advance(minutes=2)
    await house.newsroom.read_pages_again()
    await house.round()
    assert await house.received(ELENA, NEWS.title) == 2


async def test_a_page_that_says_nothing_else_completes_quietly(house: House) -> None:
    house.web.put("/snow", Page(b"busy", 503))
    await house.publish(MK, NEWS)
    house.web.put("/snow", f"<html><body><article><p>{NEWS.text}</p></article></body>")
    house.clock.advance(minutes=2)
    await house.newsroom.read_pages_again()
    assert (await house.article("snow")).revision == 1


async def test_a_page_that_stays_away_is_given_up(house: House) -> None:
    house.web.put("/snow", Page(b"busy", 503))
    await house.publish(MK, NEWS)
    for _ in range(10):
        house.clock.advance(hours=5)
        await house.newsroom.read_pages_again()
    assert house.web.asked.count("/snow") == 6


async def test_a_whole_text_does_not_give_way_to_an_excerpt(house: House) -> None:
    house.web.put("/snow", article_page(NEWS.title, paragraphs=10))
    await house.publish(EN, NEWS)
    house.web.put("/snow", Page(b"busy", 503))
    await house.publish(EN, NEWS.rewritten("The feed's excerpt was corrected."))
    article = await house.article("snow")
    assert article.revision == 1
    assert article.body[-1].endswith("Paragraph 9 says why.")


async def test_the_correction_comes_with_the_page(house: House) -> None:
    house.web.put("/snow", article_page(NEWS.title, paragraphs=10))
    await house.publish(EN, NEWS)
    house.web.put("/snow", Page(b"busy", 503))
    await house.publish(EN, NEWS.rewritten("The feed's excerpt was corrected."))
    house.web.put("/snow", article_page(NEWS.title, paragraphs=11))
    house.clock.advance(minutes=2)
    await house.newsroom.read_pages_again()
    assert (await house.article("snow")).body[-1].endswith("Paragraph 10 says why.")
