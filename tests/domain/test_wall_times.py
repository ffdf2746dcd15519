"""Wall time in the paper's zone, through every change of the clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.wall_times import next_wall_time
from bot.errors import BadTime

SKOPJE = ZoneInfo("Europe/Skopje")
HOUR = timedelta(hours=1)


def change_nights(year: int) -> list[datetime]:
    """The instants of a year at which Skopje's clocks jump."""
    hours = [datetime(year, 1, 1, tzinfo=UTC) + HOUR * n for n in range(365 * 24)]
    return [one for one in hours if offset(one) != offset(one - HOUR)]


def offset(moment: datetime) -> timedelta:
    return moment.astimezone(SKOPJE).utcoffset() or timedelta(0)


CHANGES = [night for year in range(2026, 2036) for night in change_nights(year)]


def shown(moment: datetime) -> str:
    return f"{moment.astimezone(SKOPJE):%H:%M}"


def expects_wall_time_or_end_of_gap(moment: datetime, text: str) -> None:
    """`moment` shows `text`, or is the first valid minute after a gap that swallowed `text`."""
    jumped = offset(moment) > offset(moment - timedelta(minutes=1))
    wall_before = shown(moment - timedelta(minutes=1))
    assert shown(moment) == text or (jumped and wall_before < text < shown(moment))


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        ("2026-11-23T16:00", "18:30", "2026-11-23T17:30"),
        ("2026-11-23T17:29", "18:30", "2026-11-23T17:30"),
        ("2026-11-23T17:30", "18:30", "2026-11-24T17:30"),
        ("2026-11-23T23:30", "0:15", "2026-11-24T23:15"),
        ("2026-07-01T10:00", " 8.05 ", "2026-07-02T06:05"),
        ("2026-12-31T22:30", "00:00", "2026-12-31T23:00"),
    ],
)
def test_it_is_the_next_moment_that_the_papers_clocks_show(now: str, text: str, expected: str) -> None:
    moment = next_wall_time(text, SKOPJE, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert moment == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert moment.tzinfo is UTC


@pytest.mark.parametrize(
    "text", ["", "half six", "24:00", "18:60", "18", "1830", "-1:30", "18:30:00", "118:30"]
)
def test_what_is_no_time_of_day_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadTime) as caught:
        next_wall_time(text, SKOPJE, datetime(2026, 11, 23, tzinfo=UTC))
    assert caught.value.args_ == {"text": text}


def test_a_time_inside_the_spring_gap_means_its_end() -> None:
    evening = datetime(2026, 3, 28, 20, tzinfo=UTC)
    assert next_wall_time("02:30", SKOPJE, evening) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_of_autumns_doubled_hour_the_first_counts() -> None:
    evening = datetime(2026, 10, 24, 20, tzinfo=UTC)
    assert next_wall_time("02:30", SKOPJE, evening) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_once_the_first_of_the_doubled_hour_is_over_it_is_tomorrow() -> None:
    between = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    assert next_wall_time("02:30", SKOPJE, between) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_a_day_that_a_zone_skips_means_the_one_after() -> None:
    before = datetime(2011, 12, 30, 8, tzinfo=UTC)
    moment = next_wall_time("00:30", ZoneInfo("Pacific/Apia"), before)
    assert moment.astimezone(ZoneInfo("Pacific/Apia")).date().isoformat() == "2011-12-31"


def test_skopje_changes_its_clocks_twice_a_year() -> None:
    assert len(CHANGES) == 20


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change:%Y-%m-%d}")
def test_around_every_change_of_the_clocks_it_is_ahead_and_right(change: datetime) -> None:
    for now in (change + timedelta(minutes=15 * n) for n in range(-12, 13)):
        for text in (f"{hour:02}:{minute:02}" for hour in range(5) for minute in (0, 1, 30, 59)):
            moment = next_wall_time(text, SKOPJE, now)
            assert now < moment <= now + timedelta(hours=25, minutes=30)
            expects_wall_time_or_end_of_gap(moment, text)


@given(
    after=st.timedeltas(timedelta(0), timedelta(days=3650)),
    minutes=st.integers(0, 24 * 60 - 1),
)
def test_at_any_time_of_any_day_it_is_ahead_and_right(after: timedelta, minutes: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + after
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    moment = next_wall_time(text, SKOPJE, now)
    assert moment > now
    expects_wall_time_or_end_of_gap(moment, text)
