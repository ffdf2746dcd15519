"""Schedules: which slot is due, which went by, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import Edition
from bot.domain.schedules import (
    EVERY_DAY,
    REMEMBERED_DAYS,
    Plan,
    Schedule,
    ScheduleKind,
    Slot,
    SlotState,
    due,
    next_slot,
    oldest_remembered,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = date(2026, 11, 23)
SEVEN = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
"""Monday's slot: seven in the evening in Skopje."""


def plan(at: str = "19:00", zone: str = "Europe/Skopje", weekdays: frozenset[int] = EVERY_DAY) -> Plan:
    return Plan(
        kind=ScheduleKind.VIDEO_OF_THE_DAY,
        edition=Edition("mk"),
        at=time.fromisoformat(at),
        zone=ZoneInfo(zone),
        weekdays=weekdays,
    )


def schedule(
    slots: dict[date, SlotState] | None = None, *, since: datetime = SEVEN - HOUR, of: Plan | None = None
) -> Schedule:
    return Schedule(plan=of or plan(), since=since, slots=slots or {})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def used(schedule: Schedule, now: datetime) -> date | None:
    slot = due(schedule, now).use
    return slot.day if slot else None


def expired(schedule: Schedule, now: datetime) -> list[date]:
    return [slot.day for slot in due(schedule, now).expired]


def test_a_schedule_is_named_by_what_it_sends_and_to_whom() -> None:
    assert plan().schedule == plan("07:00").schedule == "video_of_the_day/mk"


def test_a_slot_is_due_at_its_minute_and_not_before() -> None:
    assert used(schedule(), SEVEN - timedelta(seconds=1)) is None
    assert used(schedule(), SEVEN) == MONDAY


def test_a_used_slot_is_not_due_again() -> None:
    assert due(schedule({MONDAY: SlotState.USED}), SEVEN + HOUR) == due(schedule(), SEVEN - HOUR)


def test_a_slot_that_was_missed_is_made_up_for_until_it_expires() -> None:
    slot = due(schedule(), SEVEN + HOUR).use
    assert slot
    assert used(schedule(), slot.expires_at - timedelta(seconds=1)) == MONDAY
    assert used(schedule(), slot.expires_at) is None
    assert expired(schedule(), slot.expires_at) == [MONDAY]


def test_of_several_missed_ones_only_the_newest_is_made_up_for() -> None:
    long_ago = schedule(since=SEVEN - 3 * DAY)
    assert used(long_ago, SEVEN + HOUR) == MONDAY
    assert expired(long_ago, SEVEN + HOUR) == [MONDAY - n * DAY for n in (1, 2, 3)]


def test_what_expired_is_reported_once() -> None:
    on_record = {MONDAY: SlotState.EXPIRED}
    assert due(schedule(on_record), SEVEN + 13 * HOUR) == due(schedule(), SEVEN - HOUR)


def test_what_expired_while_the_clock_was_ahead_is_used_when_it_comes_back() -> None:
    on_record = {MONDAY: SlotState.EXPIRED, MONDAY + DAY: SlotState.USED}
    assert used(schedule(on_record), SEVEN) == MONDAY


def test_a_clock_that_is_put_back_repeats_nothing() -> None:
    on_record = {MONDAY - DAY: SlotState.USED, MONDAY: SlotState.USED}
    assert used(schedule(on_record, since=SEVEN - 2 * DAY), SEVEN - HOUR) is None
    assert used(schedule(on_record, since=SEVEN - 2 * DAY), SEVEN) is None


def test_a_clock_that_was_years_ahead_silences_nothing() -> None:
    far = {date(2099, 1, 1): SlotState.USED}
    assert used(schedule(far), SEVEN) == MONDAY


def test_a_plan_does_not_count_for_slots_before_it_was_made() -> None:
    new = schedule(since=SEVEN + HOUR)
    assert due(new, SEVEN + 2 * HOUR) == due(schedule(), SEVEN - HOUR)


def test_after_a_long_standstill_the_last_month_is_reported() -> None:
    years_ago = schedule(since=utc("2020-01-01T00:00"))
    days = expired(years_ago, SEVEN + 20 * HOUR)
    assert days[0] == MONDAY
    assert REMEMBERED_DAYS - 2 <= len(days) <= REMEMBERED_DAYS
    assert min(days) >= oldest_remembered(SEVEN + 20 * HOUR)


def test_only_the_planned_weekdays_have_slots() -> None:
    weekend = plan(weekdays=frozenset({5, 6}))
    weekly = schedule(of=weekend, since=SEVEN - 7 * DAY)
    assert used(weekly, SEVEN) is None
    assert expired(weekly, SEVEN) == [MONDAY - DAY, MONDAY - 2 * DAY]
    assert next_slot(weekend, SEVEN).day == date(2026, 11, 28)


@pytest.mark.parametrize("weekday", range(7))
def test_the_next_slot_is_a_week_away_at_most(weekday: int) -> None:
    once_a_week = plan(weekdays=frozenset({weekday}))
    slot = next_slot(once_a_week, SEVEN)
    assert SEVEN < slot.due_at <= SEVEN + 7 * DAY
    assert slot.day.weekday() == weekday


@pytest.mark.parametrize(
    ("zone", "at", "day", "expected"),
    [
        ("Europe/Skopje", "02:30", "2026-03-29", "2026-03-29T01:00"),
        ("Europe/Skopje", "02:30", "2026-10-25", "2026-10-25T00:30"),
        ("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03T15:30"),
        ("Australia/Lord_Howe", "01:45", "2026-04-05", "2026-04-04T14:45"),
        # Saturday's 23:30 is jumped over: its slot comes with Sunday's first minute.
        ("America/Nuuk", "23:30", "2026-03-28", "2026-03-29T01:00"),
        ("America/Nuuk", "23:30", "2026-10-24", "2026-10-25T00:30"),
        # The whole 30th of December does not exist.
        ("Pacific/Apia", "19:00", "2011-12-30", "2011-12-30T10:00"),
    ],
)
def test_a_slots_instant_is_right_where_clocks_jump(zone: str, at: str, day: str, expected: str) -> None:
    planned = Slot(date.fromisoformat(day), utc(expected))
    assert next_slot(plan(at, zone), planned.due_at - timedelta(minutes=1)) == planned
    asked = schedule(of=plan(at, zone), since=planned.due_at - HOUR)
    assert due(asked, planned.due_at).use == planned


def test_a_slot_stays_due_when_clocks_go_back_over_midnight() -> None:
    """At 00:01 in St John's they went back to 23:01: Sunday's slot was there before Saturday's last hour."""
    newfoundland = plan("00:00", "America/St_Johns")
    midnight = utc("2010-11-07T02:30")
    back_on_saturday = midnight + timedelta(minutes=30)
    assert back_on_saturday.astimezone(newfoundland.zone).date() == date(2010, 11, 6)
    assert used(schedule(of=newfoundland, since=midnight - HOUR), back_on_saturday) == date(2010, 11, 7)


def test_a_day_that_does_not_exist_gives_way_to_the_one_after() -> None:
    """In Apia midnight of the 30th and of the 31st of December 2011 were the same instant."""
    apia = schedule(of=plan("00:00", "Pacific/Apia"), since=utc("2011-12-30T09:00"))
    both = utc("2011-12-30T10:00")
    assert used(apia, both) == date(2011, 12, 31)
    assert expired(apia, both) == [date(2011, 12, 30)]
