"""Pace: never more sends than the budget in any window, across restarts too."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rate import Pace

START = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
LATER = START + timedelta(minutes=1)
SECOND = timedelta(seconds=1)
NOTHING = timedelta(0)
WISHES = st.lists(
    st.tuples(st.timedeltas(NOTHING, timedelta(seconds=2)), st.integers(1, 40)), min_size=1, max_size=60
)


def send_times(limit: int, wishes: list[tuple[timedelta, int]]) -> list[datetime]:
    """When the sends leave of somebody who pauses, wishes for some, and waits as told."""
    pace, now = Pace(limit, SECOND, START), START
    times: list[datetime] = []
    for pause, at_most in wishes:
        wait, count = pace.reserve(at_most, now + pause)
        now += pause + wait
        times += [now] * count
    return times


@given(limit=st.integers(1, 30), wishes=WISHES)
def test_no_window_holds_more_than_the_limit(limit: int, wishes: list[tuple[timedelta, int]]) -> None:
    times = send_times(limit, wishes)
    assert all(late - early >= SECOND for early, late in zip(times, times[limit:], strict=False))


@given(limit=st.integers(1, 30), wishes=WISHES)
def test_every_wish_is_met_within_a_window_in_part_at_least(
    limit: int, wishes: list[tuple[timedelta, int]]
) -> None:
    pace, now = Pace(limit, SECOND, START), START
    for pause, at_most in wishes:
        wait, count = pace.reserve(at_most, now + pause)
        now += pause + wait
        assert NOTHING <= wait <= SECOND
        assert 1 <= count <= min(at_most, limit)


def test_the_first_window_after_a_start_counts_as_spent() -> None:
    assert Pace(30, SECOND, START).reserve(1, START) == (SECOND, 1)


def test_later_a_whole_budget_goes_at_once_and_no_more() -> None:
    pace = Pace(30, SECOND, START)
    assert pace.reserve(100, LATER) == (NOTHING, 30)
    assert pace.reserve(100, LATER) == (SECOND, 30)


@pytest.mark.parametrize(("number", "seconds"), [(30, 0), (31, 1), (60, 1), (100, 3)])
def test_reservations_made_at_once_queue_up(number: int, seconds: int) -> None:
    pace = Pace(30, SECOND, START)
    waits = [pace.reserve(1, LATER)[0] for _ in range(number)]
    assert waits[-1] == timedelta(seconds=seconds)


def test_what_was_spent_before_comes_back_bit_by_bit() -> None:
    pace, half = Pace(30, SECOND, START), LATER + SECOND / 2
    assert pace.reserve(20, LATER) == (NOTHING, 20)
    assert pace.reserve(20, half) == (NOTHING, 10)
    assert pace.reserve(20, half) == (SECOND / 2, 20)
