"""A wording is called better only when the numbers say so, however often somebody looks."""

import random

import pytest

from bot.domain.intervals import Share
from bot.domain.wording_tests import Comparison, Funnel, Verdict, compared


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ((0, 0), (0, 0), Verdict.NOT_ENOUGH),
        ((9, 9), (0, 9), Verdict.NOT_ENOUGH),
        ((14, 200), (5, 200), Verdict.NOT_ENOUGH),
        ((60, 1000), (30, 1000), Verdict.FIRST),
        ((30, 1000), (60, 1000), Verdict.SECOND),
        ((36, 1000), (30, 1000), Verdict.ALIKE),
        ((41, 1000), (24, 1000), Verdict.NOT_ENOUGH),
        ((101, 2000), (98, 2000), Verdict.ALIKE),
        ((980, 1000), (940, 1000), Verdict.FIRST),
    ],
)
def test_what_may_be_said(first: tuple[int, int], second: tuple[int, int], verdict: Verdict) -> None:
    """The seventh differs by the interval of 95 %: too much for alike, too little for a winner."""
    assert Comparison(Share(*first), Share(*second)).verdict is verdict


def test_both_ends_of_the_funnel_are_compared() -> None:
    taps, members = compared(Funnel(1000, 60, 3), Funnel(1000, 30, 2))
    assert (taps.verdict, members.verdict) == (Verdict.FIRST, Verdict.NOT_ENOUGH)


def test_a_tap_that_is_counted_on_another_day_than_its_showing_breaks_nothing() -> None:
    funnel = Funnel(shown=1, tapped=2, confirmed=2)
    assert (funnel.taps, funnel.members) == (Share(1, 1), Share(1, 1))
    assert funnel.sure_taps == funnel.sure_members


def test_who_looks_at_two_equal_wordings_every_day_of_a_quarter_seldom_sees_a_winner() -> None:
    """25 showings of each a day, 6 % tapped. Of 1,000 such quarters 7 % have one; by the interval of 95 % it
    would be 27 %."""
    chance = random.Random(10)
    seen = sum(_sees_a_winner(chance) for _ in range(100))
    assert seen / 100 <= 0.15


def _sees_a_winner(chance: random.Random) -> bool:
    first = second = Share(0, 0)
    for _ in range(90):
        first, second = _a_day_later(first, chance), _a_day_later(second, chance)
        if Comparison(first, second).verdict in (Verdict.FIRST, Verdict.SECOND):
            return True
    return False


def _a_day_later(share: Share, chance: random.Random) -> Share:
    return Share(share.hits + sum(chance.random() < 0.06 for _ in range(25)), share.of + 25)
