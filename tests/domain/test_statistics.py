"""Periods, weeks and rates of the figures."""

from datetime import date

import pytest

from bot.domain.statistics import Facet, JoinWeek, Period, monday_of, per_thousand

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("period", "first", "since"),
    [
        (Period.WEEK, None, date(2026, 11, 20)),
        (Period.MONTH, date(2020, 1, 1), date(2026, 10, 28)),
        (Period.ALL, date(2020, 1, 1), date(2020, 1, 1)),
        (Period.ALL, None, TODAY),
        (Period.ALL, date(2027, 1, 1), TODAY),
    ],
)
def test_a_period_ends_today(period: Period, first: date | None, since: date) -> None:
    assert period.since(TODAY, first) == since


def test_who_stayed_is_told_of_enough_people_when_it_is_known() -> None:
    week = JoinWeek(date(2026, 11, 2), 20, {7: 15, 30: None})
    assert (week.share(7), week.share(30), week.share(90)) == (0.75, None, None)
    assert JoinWeek(week.monday, 9, {7: 9}).share(7) is None


def test_a_rate_needs_messages() -> None:
    assert (per_thousand(5, 2000), per_thousand(5, 0)) == (2.5, None)


def test_weeks_begin_on_monday() -> None:
    assert monday_of(TODAY) == date(2026, 11, 23)


def test_only_follows_do_not_add_up_to_everybody() -> None:
    assert {one for one in Facet if not one.is_of_one_whole} == {Facet.TOPIC, Facet.AUTHOR}
