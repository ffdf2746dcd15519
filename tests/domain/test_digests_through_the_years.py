"""Every digest comes once, at its wall time, through every change of the clocks from 2026 to 2035."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.digests import DigestClock, due_slot
from bot.domain.preferences import QuietHours, hours_of, quiet_until
from tests.domain.clock_changes import DAY, MINUTE, ZONES, Change, changes

TICK = timedelta(minutes=37)


def used(clock: DigestClock, begin: datetime, end: datetime) -> dict[date, datetime]:
    """When each day's slot is used by somebody who looks at the clock again and again."""
    found: dict[date, datetime] = {}
    now = begin
    while now < end:
        if slot := due_slot(clock, now):
            assert slot.day not in found
            assert slot.due_at <= now
            found[slot.day] = now
            clock = replace(clock, used=slot.day)
        now += TICK
    return found


def clock_time(wall: datetime) -> time:
    """What somebody chooses: not which of two such minutes."""
    return time(wall.hour, wall.minute)


def instants(change: Change, wall: datetime) -> dict[date, datetime]:
    """The slots around a change and after it, and when each is due."""
    others = [wall + n * DAY for n in range(-1, 3)]
    found = {one.date(): one.replace(tzinfo=change.zone).astimezone(UTC) for one in others}
    return found | {wall.date(): change.instant(wall)}


@pytest.mark.parametrize("zone", ZONES)
def test_each_day_has_one_digest_through_every_change(zone: str) -> None:
    for change in changes(zone):
        for wall in change.walls():
            since = change.at - 3 * DAY
            clock = DigestClock(zone=zone, at=clock_time(wall), since=since)
            begin, end = change.at - DAY - 6 * timedelta(hours=1), change.at + DAY + timedelta(hours=6)
            found = used(clock, begin, end)
            expected = {
                day: due
                for day, due in instants(change, wall).items()
                if begin - timedelta(hours=11) < due < end - TICK
            }
            late = {day: found[day] - max(due, begin) for day, due in expected.items()}
            assert all(timedelta(0) <= one < TICK for one in late.values())


@pytest.mark.parametrize("zone", ZONES)
def test_quiet_hours_end_at_their_time_through_every_change(zone: str) -> None:
    for change in changes(zone):
        for wall in change.walls():
            quiet = QuietHours(start=time((wall.hour + 12) % 24, 0), end=clock_time(wall))
            for n in range(-40, 40):
                now = change.at + n * 20 * MINUTE
                until = quiet_until(quiet, change.zone, now)
                if until is None:
                    continue
                assert now < until <= now + DAY
                assert quiet_until(quiet, change.zone, until) is None


@pytest.mark.parametrize("zone", ZONES)
def test_every_moment_is_in_one_day_through_every_change(zone: str) -> None:
    for change in changes(zone):
        for n in range(-60, 60):
            now = change.at + n * 31 * MINUTE
            hours = hours_of(zone, None, now)
            assert hours.day_begins <= now < hours.day_ends
            assert hours.day_ends - hours.day_begins <= timedelta(hours=26)


def test_days_and_quiet_hours_of_an_ordinary_evening() -> None:
    quiet = QuietHours(start=time(22), end=time(7))
    now = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    hours = hours_of("Europe/Skopje", quiet, now)
    assert hours.not_before == datetime(2026, 11, 25, 6, tzinfo=UTC)
    assert (hours.day_begins, hours.day_ends) == (
        datetime(2026, 11, 24, 23, tzinfo=UTC),
        datetime(2026, 11, 25, 23, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("start", "end", "quiet"),
    [
        (time(22), time(7), [0, 1, 6, 22, 23]),
        (time(13), time(15), [13, 14]),
        (time(0), time(1), [0]),
        (time(23), time(0), [23]),
    ],
)
def test_quiet_hours_hold_from_their_start_until_before_their_end(
    start: time, end: time, quiet: list[int]
) -> None:
    zone = ZoneInfo("Europe/Skopje")
    hours = [0, 1, 6, 7, 12, 13, 14, 15, 21, 22, 23]
    nights = [datetime(2026, 11, 24, hour, tzinfo=zone) for hour in hours]
    found = Counter(
        one.hour for one in nights if quiet_until(QuietHours(start=start, end=end), zone, one.astimezone(UTC))
    )
    assert list(found) == quiet
