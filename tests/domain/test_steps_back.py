"""Clocks that are put back: how far is noticed, and what a wait that is remembered makes of it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.steps_back import lasts, step_back

NOW = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.mark.parametrize("by", [6 * SECOND, HOUR, 24 * HOUR])
def test_a_clock_that_is_put_back_is_noticed(by: timedelta) -> None:
    assert step_back(NOW, NOW - by) == by


@pytest.mark.parametrize("by", [-24 * HOUR, -SECOND, 0 * SECOND, 5 * SECOND])
def test_one_that_goes_on_or_differs_a_little_is_none(by: timedelta) -> None:
    assert step_back(NOW, NOW - by) is None


@pytest.mark.parametrize(
    ("moment", "goes_on"),
    [(NOW, True), (NOW + HOUR - SECOND, True), (NOW + HOUR, False), (NOW - SECOND, False)],
)
def test_a_wait_lasts_from_its_beginning_to_its_end(moment: datetime, goes_on: bool) -> None:
    assert lasts(NOW, NOW + HOUR, moment) is goes_on
