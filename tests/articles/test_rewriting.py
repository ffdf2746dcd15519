"""A reading whose summary somebody else writes, and what happens when that goes wrong."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.articles.checks import NAME
from bot.articles.rewriting import UNAVAILABLE, RewrittenReader
from bot.clock import SystemClock
from bot.domain.articles import Draft, Reading
from bot.domain.entries import Entry
from bot.domain.ids import Edition
from bot.errors import FetchError
from tests.reading import reader_here

EN = Edition("en")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TEXT = "The council of Skopje voted for 300 buses. The price is too high, says the opposition. " * 9
ENTRY = Entry(url="https://x.mk/a", title="Buses", html=f"<p>{TEXT}</p>", published=NOON)
GOOD = "Skopje voted for\n300 buses."


class NoonClock(SystemClock):
    later = timedelta(0)

    def now(self) -> datetime:
        return NOON + self.later


class Writer:
    """Answers what a test tells it to."""

    def __init__(self, *answers: str | None) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def __call__(self, draft: Draft) -> str:
        self.asked += 1
        answer = self.answers.pop(0)
        if answer is None:
            raise FetchError("error.fetch.timeout", url="http://model", seconds=20)
        return answer


async def read(writer: Writer, entry: Entry = ENTRY, clock: NoonClock | None = None) -> Reading:
    return await RewrittenReader(reader_here(), writer, clock or NoonClock())(
        entry, None, edition=EN, topic=None
    )


async def own(entry: Entry = ENTRY) -> Reading:
    return await reader_here()(entry, None, edition=EN, topic=None)


async def test_a_summary_that_passes_is_the_articles() -> None:
    reading = await read(Writer(GOOD))
    assert (reading.draft.summary, reading.problems) == ("Skopje voted for 300 buses.", ())
    assert replace(reading.draft, summary="") == replace((await own()).draft, summary="")


async def test_one_that_is_refused_gives_way_to_the_articles_sentences_and_says_why() -> None:
    reading = await read(Writer("Zaev voted for 300 buses in Skopje."))
    assert reading == replace(await own(), problems=(NAME,))


async def test_so_does_one_that_never_came() -> None:
    assert await read(Writer(None)) == replace(await own(), problems=(UNAVAILABLE,))


async def test_a_writer_who_failed_rests_for_five_minutes() -> None:
    writer, clock = Writer(None, GOOD), NoonClock()
    reader = RewrittenReader(reader_here(), writer, clock)
    for later, asked in ((0, 1), (4, 1), (6, 2)):
        clock.later = timedelta(minutes=later)
        reading = await reader(ENTRY, None, edition=EN, topic=None)
        assert writer.asked == asked
    assert reading.problems == ()


@pytest.mark.parametrize(
    "entry",
    [
        replace(ENTRY, html="<p>Skopje voted for 300 buses.</p>"),
        replace(ENTRY, published=NOON - timedelta(days=3)),
        replace(
            ENTRY,
            title="Three reasons why buses are late",
            html=f"<p>There are three reasons.</p><p>First, {TEXT}</p><p>Second, {TEXT}</p><p>Third, {TEXT}",
        ),
    ],
    ids=["short", "old", "list"],
)
async def test_nobody_is_asked_about_short_articles_old_ones_and_lists(entry: Entry) -> None:
    writer = Writer()
    assert await read(writer, entry) == await own(entry)
    assert writer.asked == 0
