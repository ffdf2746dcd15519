"""When a push goes out, on the paper's clocks and around their changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.paper import DeskRules
from bot.domain.pauses import Day
from bot.domain.timing import Choice, Load, at_day, at_wall, check_ahead, load, next_free, offers
from bot.errors import BadTime, UsageError

SKOPJE = ZoneInfo("Europe/Skopje")
NOON = datetime(2026, 11, 23, 11, 2, 30, tzinfo=UTC)
RULES = DeskRules()
TWO_A_DAY = DeskRules(daily_cap=2)


def skopje(text: str) -> datetime:
    """What the paper's clocks show, as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=SKOPJE).astimezone(UTC)


def test_the_quick_choices_are_told_with_their_times() -> None:
    assert dict(offers([], RULES, SKOPJE, NOON)) == {
        Choice.HALF_HOUR: skopje("2026-11-23T12:32"),
        Choice.HOUR: skopje("2026-11-23T13:02"),
        Choice.EVENING: skopje("2026-11-23T19:00"),
        Choice.MORNING: skopje("2026-11-24T08:00"),
        Choice.FREE: skopje("2026-11-23T12:05"),
    }


def test_this_evening_is_not_offered_once_it_is_over() -> None:
    assert Choice.EVENING not in dict(offers([], RULES, SKOPJE, skopje("2026-11-23T19:00")))


@pytest.mark.parametrize("day", ["2026-03-28", "2026-10-24"])
def test_tomorrow_at_eight_is_eight_after_the_clocks_change(day: str) -> None:
    morning = dict(offers([], RULES, SKOPJE, skopje(f"{day}T21:00")))[Choice.MORNING]
    assert morning.astimezone(SKOPJE).time() == time(8)
    assert morning.astimezone(SKOPJE).date() == date.fromisoformat(day) + timedelta(days=1)


def test_a_free_slot_keeps_its_distance_to_what_went_and_what_will_go() -> None:
    taken = [skopje("2026-11-23T12:01"), skopje("2026-11-23T12:50")]
    assert next_free(taken, RULES, SKOPJE, NOON) == skopje("2026-11-23T13:20")


def test_a_free_slot_between_two_others_is_taken() -> None:
    taken = [skopje("2026-11-23T12:00"), skopje("2026-11-23T13:00")]
    assert next_free(taken, RULES, SKOPJE, NOON) == skopje("2026-11-23T12:30")


def test_on_a_full_day_the_next_free_slot_is_tomorrow_morning() -> None:
    taken = [skopje("2026-11-23T09:00"), skopje("2026-11-23T20:00"), skopje("2026-11-24T08:10")]
    assert next_free(taken, TWO_A_DAY, SKOPJE, NOON) == skopje("2026-11-24T08:40")


def test_a_day_is_that_of_the_papers_clocks() -> None:
    taken = [skopje("2026-11-23T00:10"), skopje("2026-11-23T23:50")]
    assert load(taken, TWO_A_DAY, SKOPJE, NOON).is_full
    assert load(taken, TWO_A_DAY, SKOPJE, skopje("2026-11-24T00:10")) == Load(0, 2)


def test_without_a_cap_no_day_is_full() -> None:
    assert not load([NOON] * 100, RULES, SKOPJE, NOON).is_full


def test_a_named_day_of_this_year_or_the_next() -> None:
    assert at_day(Day(15, 12), time(8), SKOPJE, NOON) == skopje("2026-12-15T08:00")
    assert at_day(Day(2, 1), time(8), SKOPJE, NOON) == skopje("2027-01-02T08:00")
    assert at_day(Day(23, 11), time(19), SKOPJE, NOON) == skopje("2026-11-23T19:00")


@pytest.mark.parametrize("day", [Day(23, 11), Day(30, 2), Day(1, 1, 2026), Day(1, 1, 2029)])
def test_a_day_that_is_over_or_never_comes_is_refused(day: Day) -> None:
    with pytest.raises(BadTime, match="when_over"):
        at_day(day, time(8), SKOPJE, NOON)


def test_a_time_in_the_spring_gap_is_its_end() -> None:
    assert at_wall(date(2026, 3, 29), time(2, 30), SKOPJE) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_the_minute_that_runs_is_not_over() -> None:
    check_ahead(NOON.replace(second=0), NOON)
    with pytest.raises(UsageError, match="when_over"):
        check_ahead(NOON - timedelta(minutes=1), NOON)
