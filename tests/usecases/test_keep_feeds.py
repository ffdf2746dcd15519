"""Feeds that admins choose: what a site offers, what is refused, and two admins at once."""

import pytest

from bot.domain.feed_choices import FeedChange, FeedPart
from bot.domain.feeds import Mode
from bot.domain.ids import Edition, FeedId
from bot.domain.pushes import Card
from bot.domain.subscribers import Role
from bot.errors import UsageError
from bot.feeds.discover import feed_links
from bot.rendering.callbacks import Action, unpack
from tests.usecases.house import ANA, EN, MK, NEWS, OLD, House, person
from tests.usecases.web import Item, Page, article_page, rss

VERA = person(701, name="Vera", role=Role.ADMIN)
MILA = person(702, name="Mila", role=Role.ADMIN)
HOME = '<html><head><link rel="alternate" type="application/rss+xml" href="/sport/"></head></html>'
NONE = Edition("")


def button(card: Card, action: Action, place: int = 0) -> str:
    """What a button of this action carries."""
    pairs = [unpack(one.data or "") for row in card.buttons for one in row]
    return [pair[1] for pair in pairs if pair and pair[0] is action][place]


@pytest.fixture
async def site(house: House) -> House:
    """The house, with a site that has two feeds; Ana reads the English edition."""
    web, address = house.web, house.web.address
    web.put("/", HOME)
    web.put("/sport/", rss(address, NEWS))
    web.put("/feed/", rss(address, Item("fog", "Fog over the valley")))
    web.put("/snow", article_page("Snow closes three mountain roads"))
    await house.subscribe(ANA)
    return await house.restarted(feed_links=feed_links)


async def proposed(house: House, path: str, edition: Edition = NONE) -> tuple[Card, ...]:
    """What is told of an address."""
    url = f"{house.web.address}{path}"
    await house.newsroom.keep_feeds.look(url, VERA)
    return await house.newsroom.keep_feeds.propose(url, edition, VERA)


async def feed_id(house: House) -> FeedId:
    """The English feed."""
    return (await house.feed(EN)).id


async def test_a_site_leads_to_its_feeds_and_a_feed_to_a_sample_and_what_it_will_do(site: House) -> None:
    (offer,) = await proposed(site, "/")
    url, edition = await site.newsroom.keep_feeds.looked_at(button(offer, Action.FEED_LOOK), VERA)
    assert (url, edition) == (f"{site.web.address}/sport/", "")
    sample, page = await proposed(site, "/sport/")
    assert "Snow closes three mountain roads" in sample.html
    assert "the readers of Primer Daily, now 1" in page.html
    assert "now 0" in (await proposed(site, "/sport/", MK))[-1].html


async def test_an_added_feed_is_seeded_silently_and_asked_from_then_on(site: House) -> None:
    page = (await proposed(site, "/sport/"))[-1]
    await site.newsroom.keep_feeds.add(button(page, Action.FEED_ADD, 1), VERA)
    await site.poll()
    assert (await site.feed_at(f"{site.web.address}/sport/")).plan.mode is Mode.AUTO
    assert await site.pushes("snow") == []
    with pytest.raises(UsageError, match=r"feedpage\.known"):
        await proposed(site, "/sport/")


async def test_a_feed_that_is_here_is_known_however_its_address_is_written(site: House) -> None:
    site.web.put("/en/feed/", rss(site.web.address, OLD))
    with pytest.raises(UsageError, match=r"feedpage\.known"):
        await proposed(site, "/en/feed/")


async def test_a_page_that_cannot_be_read_only_lacks_its_sample(site: House) -> None:
    site.web.put("/fog", Page(b"", 500))
    assert len(await proposed(site, "/feed/")) == 1
    bare = rss(site.web.address, OLD).body.replace(b"link>", b"x>").replace(b'isPermaLink="true"', b"")
    site.web.put("/bare/", Page(bare))
    assert len(await proposed(site, "/bare/")) == 1


async def test_an_answer_without_a_look_is_a_stale_button(site: House) -> None:
    with pytest.raises(UsageError, match="stale_button"):
        await site.newsroom.keep_feeds.propose("https://p.example/", NONE, VERA)


async def test_of_two_admins_the_second_is_told_that_somebody_was_there(house: House) -> None:
    keep, feed = house.newsroom.keep_feeds, await feed_id(house)
    change = FeedChange(FeedPart.MODE, "review")
    hers, mine = [await keep.ask(feed, change, one) for one in (VERA, MILA)]
    await keep.change(button(hers, Action.FEED_DO), VERA)
    with pytest.raises(UsageError, match=r"feedpage\.changed"):
        await keep.change(button(mine, Action.FEED_DO), MILA)


async def test_a_removed_feed_leads_back_to_the_list_and_may_be_added_anew(site: House) -> None:
    keep, feed = site.newsroom.keep_feeds, await feed_id(site)
    asked = await keep.ask(feed, FeedChange(FeedPart.STANDING, "removed"), VERA)
    listed = await keep.change(button(asked, Action.FEED_DO), VERA)
    assert "/en/feed" not in listed.html
    page = (await proposed(site, "/en/feed"))[-1]
    await keep.add(button(page, Action.FEED_ADD), VERA)
    assert (await site.feed(EN)).plan.mode is Mode.REVIEW
