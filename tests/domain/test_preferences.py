"""What a subscriber can choose, and what means nothing."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from bot.domain.preferences import Preferences, QuietHours, tidy
from bot.errors import UsageError

CHOSEN = Preferences(zone="Europe/Skopje")


def test_times_come_in_order_and_each_once() -> None:
    chosen = replace(CHOSEN, digest_times=(time(18), time(7, 30), time(18)))
    assert tidy(chosen).digest_times == (time(7, 30), time(18))


def test_no_cap_and_quiet_hours_over_midnight_mean_something() -> None:
    chosen = replace(CHOSEN, daily_cap=None, quiet=QuietHours(start=time(22), end=time(7)))
    assert tidy(chosen) == chosen


@pytest.mark.parametrize(
    "change",
    [
        {"digest_times": ()},
        {"digest_days": frozenset()},
        {"digest_days": frozenset({7})},
        {"daily_cap": 0},
        {"quiet": QuietHours(start=time(7), end=time(7))},
        {"zone": "Europe/Nowhere"},
        {"zone": "../etc"},
    ],
)
def test_what_means_nothing_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        tidy(replace(CHOSEN, **change))
