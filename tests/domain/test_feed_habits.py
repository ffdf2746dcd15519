"""A feed's habits, and when silence or a surge is unusual for it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.entries import Compared, Comparison, Entry, Met, New, Same
from bot.domain.feeds import Feed, FeedPlan, Mode
from bot.domain.habits import Found, Habit, learned
from bot.domain.ids import ArticleId, Edition, FeedId
from bot.domain.surges import Surprise, is_old_news, surprise
from bot.domain.troubles import Trouble, clock_is_wrong, is_silent, turns

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PLAN = FeedPlan(url="https://paper.example/feed", edition=Edition("mk"), mode=Mode.AUTO)
FEED = Feed(id=FeedId(1), plan=PLAN, next_poll_at=NOW, seeded=True, last_success_at=NOW)


def hours_ago(*hours: float) -> tuple[datetime, ...]:
    return tuple(NOW - HOUR * one for one in hours)


def compared(*, new: int = 0, same: int = 0, renamed: int = 0) -> list[Compared]:
    kinds: list[tuple[Comparison, bool]] = [(New(), False)] * new
    kinds += [(Same(ArticleId(1)), False)] * same + [(Met(ArticleId(1)), True)] * renamed
    return [
        Compared(entry=Entry(), keys=(), fingerprint="", result=result, is_renamed=is_renamed)
        for result, is_renamed in kinds
    ]


def test_the_first_fetch_tells_of_the_past_by_its_dates() -> None:
    habit = learned(Habit(), Found(dates=hours_ago(30, 20, 10, 8, 6, 4)), NOW, is_first=True)
    assert habit == Habit(
        last_new_at=NOW - 4 * HOUR, usual_gap=2 * HOUR, longest_silence=10 * HOUR, usual_burst=0.0
    )


def test_few_or_future_dates_tell_nothing() -> None:
    assert learned(Habit(), Found(dates=hours_ago(3, -3)), NOW, is_first=True) == Habit(
        last_new_at=NOW - 3 * HOUR
    )
    assert learned(Habit(), Found(), NOW, is_first=True) == Habit(last_new_at=NOW)


def test_an_archives_old_gaps_count_as_a_week_at_most() -> None:
    years = tuple(NOW - DAY * 400 * number for number in range(6))
    assert learned(Habit(), Found(dates=years), NOW, is_first=True).longest_silence == 7 * DAY


def test_what_brings_nothing_new_teaches_nothing() -> None:
    habit = Habit(last_new_at=NOW - HOUR)
    assert learned(habit, Found(), NOW, is_first=False) == habit


def test_gaps_and_bursts_are_learned_and_long_silences_fade() -> None:
    habit = learned(Habit(), Found(new=4), NOW - 30 * DAY, is_first=False)
    assert (habit.usual_gap, habit.usual_burst) == (None, 4)
    habit = learned(habit, Found(new=9), NOW - 28 * DAY, is_first=False)
    assert (habit.usual_gap, habit.longest_silence, habit.usual_burst) == (2 * DAY, 2 * DAY, 5)
    habit = learned(habit, Found(new=5), NOW, is_first=False)
    later = learned(habit, Found(new=5), NOW + 14 * DAY, is_first=False)
    assert habit.longest_silence == 28 * DAY
    assert later.longest_silence == 14 * DAY


@pytest.mark.parametrize(
    ("habit", "silent"),
    [
        (Habit(), False),
        (Habit(last_new_at=NOW - 90 * DAY), False),
        (Habit(last_new_at=NOW - 5 * HOUR, longest_silence=HOUR), False),
        (Habit(last_new_at=NOW - 7 * HOUR, longest_silence=HOUR), True),
        (Habit(last_new_at=NOW - 13 * HOUR, longest_silence=9 * HOUR), False),
        (Habit(last_new_at=NOW - 14 * HOUR, longest_silence=9 * HOUR), True),
    ],
)
def test_silence_is_measured_by_the_feeds_own_habit(habit: Habit, silent: bool) -> None:
    assert is_silent(habit, NOW) is silent


def test_a_server_that_does_not_tell_the_time_is_not_wrong() -> None:
    assert not clock_is_wrong(None, NOW)
    assert clock_is_wrong(NOW + HOUR, NOW)


def test_a_trouble_is_told_when_it_begins_and_when_it_is_over() -> None:
    failing, silent = frozenset({Trouble.FAILING}), frozenset({Trouble.SILENT})
    assert turns(frozenset(), failing) == ((Trouble.FAILING, False),)
    assert turns(failing, failing) == ()
    assert turns(failing, silent) == ((Trouble.SILENT, False), (Trouble.FAILING, True))


def test_a_move_that_is_taken_back_is_no_news() -> None:
    assert turns(frozenset({Trouble.MOVED}), frozenset()) == ()


@pytest.mark.parametrize(
    ("entries", "held"),
    [
        (compared(same=10), None),
        (compared(new=5, same=5), None),
        (compared(new=6, same=5), Surprise.FLOOD),
        (compared(new=1, renamed=2, same=1), Surprise.GUIDS),
        (compared(new=1, renamed=1, same=1), None),
        (compared(new=1, renamed=1, same=2), None),
        (compared(new=2), Surprise.GUIDS),
        (compared(new=1), None),
        (compared(), None),
    ],
)
def test_floods_and_renamed_entries_are_surprising(entries: list[Compared], held: Surprise | None) -> None:
    assert surprise(FEED, entries, 5) is held


def test_a_new_feed_surprises_nobody() -> None:
    assert surprise(replace(FEED, seeded=False), compared(new=100), 5) is None


def test_what_usually_comes_together_is_no_flood() -> None:
    busy = replace(FEED, habit=Habit(usual_burst=10))
    assert surprise(busy, compared(new=20, same=1), 5) is None
    assert surprise(busy, compared(new=21, same=1), 5) is Surprise.FLOOD


@pytest.mark.parametrize(
    ("published", "old"), [(NOW, False), (NOW - 6 * DAY, False), (NOW - 8 * DAY, True), (None, False)]
)
def test_what_was_published_long_before_the_last_look_is_old_news(
    published: datetime | None, old: bool
) -> None:
    assert is_old_news(FEED, Entry(published=published)) is old
    assert not is_old_news(replace(FEED, last_success_at=None), Entry(published=published))
