"""Reading: what is new starts on its way, what changed is a revision, everything else is left alone."""

import json

from bot.domain.reviews import ReviewState
from tests.usecases.house import ANA, BORIS, EN, MK, NEWS, OLD, House, person
from tests.usecases.web import Item, Page, article_page

FLOOD = [Item(f"flood-{number}", f"Flood {number}") for number in range(4)]
WHOLE = "The council voted on Monday, and this is the whole article. " * 12


async def test_news_of_an_auto_feed_reaches_the_reader_once(house: House) -> None:
    await house.subscribe(ANA)
    for _ in range(2):
        await house.publish(EN, NEWS)
        await house.round()
    assert await house.received(ANA, NEWS.title) == 1


async def test_news_of_an_auto_feed_reaches_those_whose_words_it_holds(house: House) -> None:
    await house.newsroom.follow.find(person(ANA), "snow -rain")
    await house.newsroom.follow.find(person(BORIS), "rain -snow")
    await house.publish(EN, NEWS)
    await house.round()
    assert [await house.received(reader, NEWS.title) for reader in (ANA, BORIS)] == [1, 0]


async def test_news_of_a_review_feed_waits_for_an_editor(house: House) -> None:
    await house.publish(MK, NEWS)
    review = await house.review("snow")
    assert review
    assert review.state is ReviewState.WAITING
    assert await house.pushes("snow") == []


async def test_a_corrected_item_is_a_revision_and_no_second_push(house: House) -> None:
    await house.publish(EN, NEWS)
    await house.publish(EN, NEWS.rewritten("Four roads, the ministry corrected itself."))
    article = await house.article("snow")
    assert article.revision == 2
    assert article.body == ("Four roads, the ministry corrected itself.",)
    assert len(await house.pushes("snow")) == 1


async def test_an_item_under_a_new_date_is_the_same_item(house: House) -> None:
    await house.publish(EN, NEWS)
    await house.publish(EN, NEWS.dated("Tue, 24 Nov 2026 07:00:00 GMT"))
    assert (await house.article("snow")).revision == 1


async def test_an_item_that_left_the_feed_stays_on_file(house: House) -> None:
    await house.publish(EN, NEWS)
    await house.publish(EN)
    assert (await house.article("snow")).revision == 1
    assert len(await house.pushes("snow")) == 1


async def test_a_flood_of_new_items_is_held_even_where_pushes_go_out_at_once(house: House) -> None:
    await house.publish(EN, *FLOOD)
    assert not any([await house.review(one.slug) for one in FLOOD])
    assert not any([await house.pushes(one.slug) for one in FLOOD])


async def test_as_many_new_items_as_the_paper_allows_go_out_at_once(house: House) -> None:
    await house.publish(EN, *FLOOD[:3])
    assert all([await house.pushes(one.slug) for one in FLOOD[:3]])


async def test_older_news_goes_out_first(house: House) -> None:
    await house.publish(EN, *FLOOD[:3])
    pushes = [(await house.pushes(one.slug))[0].id for one in FLOOD[:3]]
    assert pushes == sorted(pushes, reverse=True)


async def test_an_item_that_the_feed_holds_twice_is_one_article(house: House) -> None:
    await house.publish(EN, NEWS, NEWS.rewritten("The same again, in other words."))
    assert (await house.article("snow")).revision == 1


async def test_an_article_that_stands_in_two_feeds_is_one_article(house: House) -> None:
    await house.publish(EN, NEWS)
    await house.publish(MK, NEWS)
    assert await house.review("snow") is None


async def test_the_page_tells_what_the_feed_leaves_out(house: House) -> None:
    house.web.put("/snow", article_page(NEWS.title))
    await house.publish(EN, NEWS)
    assert (await house.article("snow")).body[-1].endswith("Paragraph 3 says why.")


async def test_a_page_that_cannot_be_read_leaves_the_entrys_own_words(house: House) -> None:
    house.web.put("/snow", Page(b"broken", 500))
    await house.publish(EN, NEWS)
    assert (await house.article("snow")).body == (NEWS.text,)


async def test_an_item_without_a_picture_has_its_page_read_however_long_it_is(house: House) -> None:
    await house.publish(EN, NEWS.rewritten(WHOLE))
    assert "/snow" in house.web.asked


async def test_an_item_without_an_address_is_read_from_the_feed_alone(house: House) -> None:
    feed = (
        f"<rss version='2.0'><channel><title>D</title><item><title>Fog</title><guid>fog</guid>"
        f"<description>{NEWS.text}</description></item></channel></rss>"
    )
    house.web.put("/en/feed", Page(feed.encode(), content_type="application/rss+xml"))
    await house.poll()
    assert (await house.newsroom.answer_question.latest(person(ANA))).articles[0].headline == "Fog"


async def test_known_items_are_left_alone(house: House) -> None:
    await house.publish(EN)
    assert (await house.article(OLD.slug)).revision == 1


def linked_page(post: str) -> Page:
    """An article's page that names the WordPress post behind it."""
    whole = article_page("Snow")
    link = f'<link rel="alternate" type="application/json" href="{post}">'.encode()
    return Page(whole.body.replace(b"<head>", b"<head>" + link))


async def test_the_post_behind_a_wordpress_page_is_asked_for(house: House) -> None:
    text = "".join(f"<p>{WHOLE} {number}.</p>" for number in range(5))
    post = {"title": {"rendered": "Snow"}, "content": {"rendered": text}}
    house.web.put("/snow", linked_page("/wp-json/wp/v2/posts/17"))
    house.web.put("/wp-json/wp/v2/posts/17", json.dumps(post))
    await house.publish(EN, NEWS)
    assert (await house.article("snow")).body[0].endswith("whole article. 0.")


async def test_a_post_that_cannot_be_had_is_done_without(house: House) -> None:
    house.web.put("/snow", linked_page("/wp-json/wp/v2/posts/18"))
    await house.publish(EN, NEWS)
    assert len((await house.article("snow")).body) == 4


async def test_a_paragraph_that_the_feed_repeats_leaves_the_next_article(house: House) -> None:
    appeal = "Whoever gives us a coin a month keeps the lamps in this office burning."
    for number in range(4):
        item = Item(f"n{number}", f"News {number}")
        await house.publish(EN, item.rewritten(f"Number {number} came today.</p><p>{appeal}"))
    assert appeal in (await house.article("n2")).body
    assert appeal not in (await house.article("n3")).body
