"""Finding the feeds of a site: what its page says, then where the usual systems have them, each once."""

import pytest

from bot.errors import FeedError, FetchError
from bot.feeds.discover import feed_links
from bot.usecases.check_feed import CheckFeed
from tests.usecases.house import NEWS, OLD, House
from tests.usecases.web import Item, Page, rss

HOME = """<!doctype html><html><head>
<link rel="alternate" type="application/rss+xml" title="Daily" href="/feed/">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">
<link rel="alternate" hreflang="en" href="/en/">
<link rel="alternate" type="text/html" href="/print">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
</head><body><a href="/category/sport/feed/">RSS</a> <a href="https://other.example/feed">other</a>
<a href="/about">About</a></body></html>"""


def titled(page: Page, title: str) -> Page:
    return Page(page.body.replace(b"Daily", title.encode(), 1), content_type=page.content_type)


@pytest.fixture
def check(new_house: House) -> CheckFeed:
    """The finder, on a site that has a home page, a feed, a section's feed and an English one."""
    web, address = new_house.web, new_house.web.address
    web.put("/", HOME)
    web.put("/feed/", rss(address, NEWS))
    web.put("/rss", rss(address, NEWS))
    web.put("/category/sport/feed/", titled(rss(address, OLD), "Sport – Daily"))
    web.put("/en/feed/", rss(address, Item("fog", "Fog")))
    return CheckFeed(
        fetch=new_house.world.fetch, parse_feed=new_house.world.parse_feed, feed_links=feed_links
    )


async def test_a_feed_is_found_at_its_own_address(new_house: House, check: CheckFeed) -> None:
    (found,) = await check.find(f"{new_house.web.address}/feed/")
    assert (found.title, found.topic, len(found.entries)) == ("Daily", None, 1)


async def test_a_home_page_leads_to_all_feeds_each_once(new_house: House, check: CheckFeed) -> None:
    found = await check.find(f"{new_house.web.address}/")
    paths = [one.url.removeprefix(new_house.web.address) for one in found]
    assert paths == ["/feed/", "/category/sport/feed/", "/en/feed/"]


async def test_a_sections_feed_is_a_topic(new_house: House, check: CheckFeed) -> None:
    found = await check.find(f"{new_house.web.address}/")
    assert [one.topic for one in found] == [None, "Sport", None]


async def test_a_page_without_feeds_is_named_as_what_it_is(new_house: House, check: CheckFeed) -> None:
    for path in ("/feed/", "/rss", "/category/sport/feed/", "/en/feed/"):
        new_house.web.put(path, Page(b"nothing", 404))
    with pytest.raises(FeedError, match=r"error\.feed\.html"):
        await check.find(f"{new_house.web.address}/")


async def test_without_a_way_to_find_links_a_page_is_no_feed(new_house: House, check: CheckFeed) -> None:
    plain = CheckFeed(fetch=new_house.world.fetch, parse_feed=new_house.world.parse_feed)
    with pytest.raises(FeedError, match=r"error\.feed\.html"):
        await plain.find(f"{new_house.web.address}/")


async def test_a_site_out_of_reach_is_named(check: CheckFeed) -> None:
    with pytest.raises(FetchError):
        await check.find("http://127.0.0.1:9/")


async def test_a_look_tells_what_the_server_says(new_house: House, check: CheckFeed) -> None:
    web = new_house.web
    page = rss(web.address, NEWS, etag='"one"')
    url = web.put("/told", Page(page.body, headers=(*page.headers, ("Cache-Control", "max-age=600"))))
    web.put("/old", Page(b"", 301, headers=(("Location", url),)))
    look = await check.look(f"{web.address}/old")
    assert (look.url, look.notice.moved_to, look.validators.etag) == (url, url, '"one"')
    assert look.notice.fresh_for
    assert look.body_bytes == look.wire_bytes == len(page.body)
