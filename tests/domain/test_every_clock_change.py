"""The proof: through every change of the clocks, and through clocks that jump, every slot exactly once.

*Exactly once* means: of the slots from when the plan stands to the last look at the clock, each is used one
time, at or after its instant and before it expires by the clock that was looked at. A slot nobody could use,
because no look at the clock fell into its time, is expired instead: exactly one time, too, and never used.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.schedules import Plan, Schedule, Slot, SlotState, due, next_slot
from tests.domain.clock_changes import DAY, HOUR, MINUTE, ZONES, Change, changes, plan_of

JUMPS = (HOUR, -HOUR, DAY, -DAY)
AROUND = 2 * DAY + 6 * HOUR
"""How long before and after a change it is looked at: two slots on either side, and its own."""
TICK = timedelta(hours=5, minutes=53)
FRESH = timedelta(hours=12)
"""How long a slot can be made up for."""
RIGHT = timedelta(0)


@dataclass
class Played:
    """What a schedule did while somebody looked at the clock again and again."""

    used: Counter[date] = field(default_factory=Counter)
    expired: Counter[date] = field(default_factory=Counter)


def play(plan: Plan, since: datetime, readings: Iterable[datetime]) -> Played:
    """Do what is due at each reading of the clock and keep the record, as the database does."""
    schedule, played = Schedule(plan=plan, since=since), Played()
    for now in readings:
        decided = due(schedule, now)
        played.expired.update(slot.day for slot in decided.expired)
        record = {slot.day: SlotState.EXPIRED for slot in decided.expired}
        if decided.use:
            assert decided.use.due_at <= now < decided.use.expires_at
            played.used[decided.use.day] += 1
            record[decided.use.day] = SlotState.USED
        schedule = replace(schedule, slots={**schedule.slots, **record})
    return played


def looks(change: Change, begin: timedelta, end: timedelta, jump: timedelta = RIGHT) -> list[datetime]:
    """What a clock shows from `begin` to `end`, both relative to a change, when it is wrong by `jump`."""
    return [change.at + begin + n * TICK + jump for n in range(-((begin - end) // TICK))]


def instants(change: Change, wall: datetime) -> dict[date, datetime]:
    """The slots around a change and after it, and when each is due."""
    others = [wall + n * DAY for n in range(-2, 5)]
    found = {one.date(): one.replace(tzinfo=change.zone).astimezone(UTC) for one in others}
    return found | {wall.date(): change.instant(wall)}


def expect_each_slot_once(change: Change, wall: datetime, seen: list[datetime]) -> Played:
    """`seen` is what the clock showed, look by look."""
    played = play(plan_of(wall, change.zone), change.at - AROUND, seen)
    for day, instant in instants(change, wall).items():
        ever_came = instant <= max(seen)
        could_be_used = any(instant <= now < instant + FRESH for now in seen)
        context = (change, wall, day)
        assert played.used[day] == could_be_used, context
        assert played.expired[day] == 1 if ever_came and not could_be_used else played.expired[day] <= 1, (
            context
        )
        assert ever_came or not played.expired[day], context
    assert played.used.keys() | played.expired.keys() <= instants(change, wall).keys()
    return played


def test_twenty_zones_change_their_clocks_about_four_hundred_times() -> None:
    found = {zone: len(changes(zone)) for zone in ZONES}
    assert len(found) == 20
    # Exactly 402 by the rules of 2026; a government may change its mind.
    assert min(found.values()) >= 2, found
    assert sum(found.values()) > 350


@pytest.mark.parametrize("zone", ZONES)
def test_every_slot_is_due_when_the_clocks_first_show_it_or_right_after_the_gap(zone: str) -> None:
    for change in changes(zone):
        for wall in change.walls():
            slot = Slot(wall.date(), change.instant(wall))
            assert next_slot(plan_of(wall, change.zone), slot.due_at - MINUTE) == slot


@pytest.mark.parametrize("zone", ZONES)
def test_a_right_clock_uses_every_slot_once_and_lets_none_expire(zone: str) -> None:
    for change in changes(zone):
        for wall in change.walls():
            played = expect_each_slot_once(change, wall, looks(change, -AROUND, AROUND))
            assert (played.used.total(), played.expired.total()) == (5, 0)


@pytest.mark.parametrize("jump", JUMPS, ids=str)
@pytest.mark.parametrize("zone", ZONES)
def test_a_clock_that_jumps_and_is_put_right_in_time_uses_every_slot_once(zone: str, jump: timedelta) -> None:
    """A day ahead, it lets the change's own slot expire, and uses it when it is back."""
    for change in changes(zone):
        for wall in change.walls()[1:4]:
            before, after = looks(change, -AROUND, -HOUR), looks(change, 5 * HOUR, AROUND)
            wrong = looks(change, -HOUR, 5 * HOUR, jump)
            played = expect_each_slot_once(change, wall, [*before, *wrong, *after])
            assert played.used.total() == 5


@pytest.mark.parametrize("jump", JUMPS, ids=str)
@pytest.mark.parametrize("zone", ZONES)
def test_a_clock_that_jumps_and_stays_wrong_uses_every_slot_once_but_those_it_skips(
    zone: str, jump: timedelta
) -> None:
    for change in changes(zone):
        before, wrong = looks(change, -AROUND, -HOUR), looks(change, -HOUR, AROUND, jump)
        played = expect_each_slot_once(change, change.walls()[2], [*before, *wrong])
        assert played.expired.total() <= (jump == DAY)


@pytest.mark.parametrize(("hours", "expired"), [(1, 0), (9, 0), (16, 1), (40, 2)])
@pytest.mark.parametrize("zone", ZONES)
def test_after_a_standstill_the_newest_slot_is_made_up_for_while_it_is_fresh(
    zone: str, hours: int, expired: int
) -> None:
    for change in changes(zone):
        before, after = looks(change, -AROUND, -2 * HOUR), looks(change, hours * HOUR, AROUND)
        played = expect_each_slot_once(change, change.walls()[2], [*before, *after])
        assert played.expired.total() == expired
