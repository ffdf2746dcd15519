"""Reading in another process: the same result, and a poorer one where the process gives up."""

from datetime import UTC, datetime

from bot.articles import PageReader
from bot.articles.read import read_page
from bot.domain.entries import Entry
from bot.domain.ids import Edition

EN = Edition("en")
ENTRY = Entry(
    url="https://x.mk/a",
    title="EXTRA | Snow",
    html="<p>Feed.</p>",
    published=datetime(2026, 1, 1, tzinfo=UTC),
)
PAGE = ("<article>" + "<p>The council voted on Monday, and the budget passed.</p>" * 9).encode()
POST = b'{"title": {"rendered": "Snow"}, "content": {"rendered": "<p>The post.</p>"}}'


async def test_the_process_reads_as_we_would() -> None:
    async with PageReader({"EXTRA"}) as read:
        often = frozenset({"0"})
        for page, post in ((None, None), (PAGE, None), (PAGE, POST)):
            here = read_page(ENTRY, page, edition=EN, topic="t", post=post, often=often, kickers={"EXTRA"})
            assert await read(ENTRY, page, edition=EN, topic="t", post=post, often=often) == here


async def test_a_page_that_takes_too_long_gives_way_to_what_the_entry_says() -> None:
    async with PageReader(seconds=0.0) as read:
        reading = await read(ENTRY, PAGE, edition=EN, topic=None)
    assert (reading.draft.headline, reading.draft.published_at) == ("EXTRA | Snow", ENTRY.published)
    assert reading.problems == ("preview.unreadable", "preview.only_headline")


async def test_of_an_endless_page_the_beginning_is_tried_again() -> None:
    async with PageReader(seconds=0.0) as read:
        reading = await read(ENTRY, PAGE * 2000, edition=EN, topic=None)
    assert reading.problems == ("preview.unreadable", "preview.only_headline")
