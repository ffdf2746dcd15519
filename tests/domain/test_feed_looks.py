"""A look at a feed: what it tells of itself before it is enrolled."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.entries import Entry, ParsedFeed
from bot.domain.feed_looks import FeedLook
from bot.domain.feeds import Notice, Validators

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
URL = "https://paper.example/feed"


def look(*entries: Entry, notice: Notice | None = None, wish: timedelta | None = None) -> FeedLook:
    return FeedLook(
        url=URL,
        parsed=ParsedFeed(entries=entries, wish=wish),
        validators=Validators(),
        notice=notice or Notice(),
        wire_bytes=10,
        body_bytes=20,
        seen_at=NOW,
    )


def test_it_tells_when_the_poller_would_ask_again() -> None:
    assert timedelta(minutes=5) <= look(Entry(published=NOW)).asked_again_after(NOW) < timedelta(minutes=6)
    assert look(wish=timedelta(hours=1)).asked_again_after(NOW) >= timedelta(minutes=10)


@pytest.mark.parametrize(
    ("entries", "twins", "articles"),
    [
        ([Entry(guid="1", url=f"{URL}/1"), Entry(guid="2", url=f"{URL}/2"), Entry(title="a")], 0, 3),
        ([Entry(guid="1", url=URL, title="a"), Entry(guid="2", url=URL, title="b")], 2, 2),
        ([Entry(guid="1", url=URL), Entry(guid="1", url=URL)], 2, 1),
        ([], 0, 0),
    ],
)
def test_it_counts_entries_with_twins_and_articles(entries: list[Entry], twins: int, articles: int) -> None:
    assert (look(*entries).twins(), look(*entries).articles()) == (twins, articles)


@pytest.mark.parametrize(("ahead", "seconds"), [(None, 0), (90, 90), (-5, -5)])
def test_it_tells_how_far_the_servers_clock_is_ahead(ahead: int | None, seconds: int) -> None:
    told = None if ahead is None else NOW + timedelta(seconds=ahead)
    assert look(notice=Notice(server_time=told)).skew_seconds() == seconds


def test_it_tells_how_often_something_comes() -> None:
    dates = [NOW - timedelta(hours=hours) for hours in (2, 5, 8, 11, 14)]
    habit = look(*(Entry(guid=str(date), published=date) for date in dates)).habit()
    assert (habit.last_new_at, habit.usual_gap) == (dates[0], timedelta(hours=3))
    assert look().habit().usual_gap is None
