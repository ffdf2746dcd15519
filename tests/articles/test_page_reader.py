"""Reading in another process: the same result, and a poorer one where the process gives up."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

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
TIME = '<meta property="article:modified_time" content="2026-05-08T09:30:00">'
PAGE = (TIME + "<article>" + "<p>The council voted on Monday, and the budget passed.</p>" * 9).encode()
POST = b'{"title": {"rendered": "Snow"}, "content": {"rendered": "<p>The post.</p>"}}'


async def test_the_process_reads_as_we_would() -> None:
    skopje = ZoneInfo("Europe/Skopje")
    async with PageReader({"EXTRA"}, skopje) as read:
        often = frozenset({"0"})
        for page, post in ((None, None), (PAGE, None), (PAGE, POST)):
            here = read_page(
                ENTRY, page, edition=EN, topic="t", post=post, often=often, kickers={"EXTRA"}, zone=skopje
            )
            assert await read(ENTRY, page, edition=EN, topic="t", post=post, often=often) == here
            assert here.draft.updated_at == (datetime(2026, 5, 8, 7, 30, tzinfo=UTC) if page else None)


async def test_a_page_that_takes_too_long_gives_way_to_what_the_entry_says() -> None:
    async with PageReader(seconds=0.0) as read:
        reading = await read(ENTRY, PAGE, edition=EN, topic=None)
    assert (reading.draft.headline, reading.draft.published_at) == ("EXTRA | Snow", ENTRY.published)
    assert reading.problems == ("preview.unreadable", "preview.only_headline")


async def test_of_an_endless_page_the_beginning_is_tried_again() -> None:
    async with PageReader(seconds=0.0) as read:
        reading = await read(ENTRY, PAGE * 2000, edition=EN, topic=None)
    assert reading.problems == ("preview.unreadable", "preview.only_headline")
