"""A pause ends when the reader's clocks say so."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.pauses import Day, after_days, until_day
from bot.errors import UsageError

SKOPJE = ZoneInfo("Europe/Skopje")
NOW = datetime(2026, 11, 26, 13, 5, 40, tzinfo=UTC)
"""14:05 in Skopje."""


def on_the_wall(moment: datetime) -> str:
    """What the clocks of Skopje show then."""
    return f"{moment.astimezone(SKOPJE):%Y-%m-%d %H:%M:%S}"


def test_a_day_ends_at_the_same_time_tomorrow() -> None:
    assert on_the_wall(after_days(1, SKOPJE, NOW)) == "2026-11-27 14:05:00"


def test_a_pause_over_a_clock_change_ends_at_the_same_time_too() -> None:
    before = datetime(2026, 10, 24, 12, 5, tzinfo=UTC)
    assert on_the_wall(after_days(7, SKOPJE, before)) == "2026-10-31 14:05:00"


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_pause_of_no_day_or_of_more_than_a_year_is_none(days: int) -> None:
    with pytest.raises(UsageError):
        after_days(days, SKOPJE, NOW)


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (Day(15, 12), "2026-12-15 00:00:00"),
        (Day(27, 11), "2026-11-27 00:00:00"),
        (Day(26, 11), "2027-11-26 00:00:00"),
        (Day(1, 2), "2027-02-01 00:00:00"),
        (Day(1, 3, 2027), "2027-03-01 00:00:00"),
    ],
)
def test_until_a_day_means_its_beginning_and_without_a_year_the_next_one(day: Day, ends: str) -> None:
    assert on_the_wall(until_day(day, SKOPJE, NOW)) == ends


@pytest.mark.parametrize(
    "day", [Day(31, 6), Day(29, 2), Day(0, 1), Day(1, 13), Day(1, 3, 2026), Day(1, 3, 2028)]
)
def test_a_day_that_is_over_never_is_or_is_far_off_is_refused(day: Day) -> None:
    with pytest.raises(UsageError):
        until_day(day, SKOPJE, NOW)
