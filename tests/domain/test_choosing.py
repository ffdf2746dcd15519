"""What one tap in the settings makes of what was chosen before."""

from datetime import time

import pytest

from bot.domain.choosing import (
    MOST_HOURS,
    Step,
    capped_at,
    digest_at,
    digest_day,
    digest_on,
    in_mode,
    in_zone,
    only_breaking,
    quiet_between,
)
from bot.domain.preferences import Mode, Preferences, QuietHours
from bot.errors import UsageError

USUAL = Preferences(zone="Europe/Skopje")
NIGHT = QuietHours(start=time(22), end=time(7))


@pytest.mark.parametrize(
    ("step", "field", "value"),
    [
        (in_mode(Mode.DIGEST), "mode", Mode.DIGEST),
        (capped_at(None), "daily_cap", None),
        (only_breaking, "only_breaking", True),
        (quiet_between(NIGHT), "quiet", NIGHT),
        (in_zone("Europe/London"), "zone", "Europe/London"),
        (digest_on(frozenset({5, 6})), "digest_days", frozenset({5, 6})),
        (digest_at(time(6), on=True), "digest_times", (time(6), time(7, 30))),
        (digest_day(6, on=False), "digest_days", frozenset(range(6))),
    ],
)
def test_a_tap_changes_one_thing_and_twice_is_once(step: Step, field: str, value: object) -> None:
    once = step(USUAL)
    assert getattr(once, field) == value
    assert step(once) == once


def test_there_is_one_way_at_a_time() -> None:
    assert in_mode(Mode.INSTANT)(only_breaking(USUAL)) == USUAL
    assert only_breaking(in_mode(Mode.DIGEST)(USUAL)) == only_breaking(USUAL)


def test_an_hour_and_a_day_are_taken_back() -> None:
    assert digest_at(time(6), on=False)(digest_at(time(6), on=True)(USUAL)) == USUAL
    assert digest_day(6, on=True)(digest_day(6, on=False)(USUAL)) == USUAL


@pytest.mark.parametrize(
    "step",
    [
        digest_at(time(7, 30), on=False),
        lambda chosen: digest_day(3, on=False)(digest_on(frozenset({3}))(chosen)),
    ],
)
def test_the_last_hour_and_the_last_day_stay(step: Step) -> None:
    with pytest.raises(UsageError, match="last"):
        step(USUAL)


def test_there_are_only_so_many_hours() -> None:
    chosen = USUAL
    for hour in range(8, 8 + MOST_HOURS - 1):
        chosen = digest_at(time(hour), on=True)(chosen)
    assert digest_at(time(8), on=True)(chosen) == chosen
    with pytest.raises(UsageError, match="too_many_hours"):
        digest_at(time(23), on=True)(chosen)
