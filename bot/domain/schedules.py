"""Schedules: what the paper sends by the clock. One slot for each of its days, each used once.

What is due follows from the time and from the slots that are on record, and from nothing else: no "next
run" is kept that a clock which jumps could leave in the far future or in the past.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.ids import Edition
from bot.domain.pushes import expiry
from bot.domain.wall_times import instant_of

EVERY_DAY = frozenset(range(7))
REMEMBERED_DAYS = 31
"""How far back slots are looked for; a longer standstill reports the last month's."""

_DAY = timedelta(days=1)


class ScheduleKind(StrEnum):
    """What a schedule sends."""

    VIDEO_OF_THE_DAY = "video_of_the_day"
    DIGEST_OF_THE_DAY = "digest_of_the_day"


class SlotState(StrEnum):
    """What became of a slot."""

    USED = "used"
    """Its turn came: something went out, or there was nothing to send."""
    EXPIRED = "expired"
    """Nobody was there while it could be used; a clock that is put back into its time revives it."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A wall time on some weekdays (0 is Monday) for the readers of an edition."""

    kind: ScheduleKind
    edition: Edition
    at: time
    zone: ZoneInfo
    weekdays: frozenset[int] = EVERY_DAY

    @property
    def schedule(self) -> str:
        """The name of its schedule, which stays when the plan changes."""
        return f"{self.kind}/{self.edition}"


@dataclass(frozen=True)
class Slot:
    """One turn of a schedule. `day`, the date that was planned, names it for all time; where the clocks
    jump over midnight, its instant is on another date."""

    day: date
    due_at: datetime

    @property
    def expires_at(self) -> datetime:
        """From then on it is too late."""
        return expiry(self.due_at)


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """A plan at work: since when, and what became of its last slots."""

    plan: Plan
    since: datetime
    """Slots before that are nobody's: a plan made at eight does not run for seven o'clock."""
    slots: Mapping[date, SlotState] = field(default_factory=dict)


@dataclass(frozen=True)
class Due:
    """What is to be done now: the slot to use, and those that went by unused, the newest first."""

    use: Slot | None = None
    expired: tuple[Slot, ...] = ()


def due(schedule: Schedule, now: datetime) -> Due:
    """Only the newest slot can be used, and only before it expires; what else has no record went by."""
    past = list(_past(schedule, now))
    newest = past[0] if past else None
    is_open = newest and now < newest.expires_at and schedule.slots.get(newest.day) is not SlotState.USED
    use = newest if is_open else None
    return Due(use, tuple(slot for slot in past if slot is not use and slot.day not in schedule.slots))


def next_slot(plan: Plan, now: datetime) -> Slot:
    """The first slot after `now`."""
    today = now.astimezone(plan.zone).date()
    coming = (slot for n in range(-1, 9) if (slot := _slot(plan, today + n * _DAY)))
    return next(slot for slot in coming if slot.due_at > now)


def oldest_remembered(now: datetime) -> date:
    """The first day whose slot still matters, in any zone."""
    return now.date() - (REMEMBERED_DAYS + 2) * _DAY


def _past(schedule: Schedule, now: datetime) -> Iterator[Slot]:
    """Slots whose time has come since the plan stands, the newest first."""
    # Where clocks go back over midnight, tomorrow's slot can be older than today's time.
    tomorrow = now.astimezone(schedule.plan.zone).date() + _DAY
    for n in range(REMEMBERED_DAYS):
        slot = _slot(schedule.plan, tomorrow - n * _DAY)
        if slot and slot.due_at < schedule.since:
            return
        if slot and slot.due_at <= now:
            yield slot


def _slot(plan: Plan, day: date) -> Slot | None:
    if day.weekday() not in plan.weekdays:
        return None
    return Slot(day, instant_of(datetime.combine(day, plan.at, plan.zone)))
