"""A year of readers that nobody is: the same for the same seed, and within the rules."""

from datetime import timedelta

from bot.domain.appeal_simulation import Habits, simulate
from bot.domain.appeals import AppealRules, Effect, WhyNot, Wording

WORDINGS = (Wording("Everything is free."), Wording("Readers pay for this."))
RULES = AppealRules(not_about=("killed",))


def test_a_year_keeps_to_the_rules_and_can_be_told_again() -> None:
    outcome = simulate(RULES, WORDINGS, readers=60, seed=3)
    assert outcome == simulate(RULES, WORDINGS, readers=60, seed=3)
    assert sum(outcome.per_reader.values()) == 60
    assert outcome.shortest_gap
    assert outcome.shortest_gap >= RULES.every
    assert max(outcome.per_reader) <= 365 / 14 + 1
    assert outcome.appeals - outcome.reminders == sum(outcome.shown)
    assert sum(outcome.shown) + sum(outcome.refused.values()) == outcome.actions


def test_both_wordings_are_shown_about_as_often() -> None:
    first, second = simulate(RULES, WORDINGS, readers=150).shown
    assert abs(first - second) < 0.1 * (first + second)


def test_with_one_wording_nobody_is_asked_twice_except_by_a_reminder() -> None:
    outcome = simulate(RULES, WORDINGS[:1], readers=40)
    assert sum(outcome.shown) <= 40
    assert max(outcome.per_reader) <= 2
    assert outcome.refused[WhyNot.SAME_WORDING]


def test_who_always_wants_to_be_reminded_later_is_asked_and_reminded_in_turn() -> None:
    habits = Habits(median_days_a_month=30, spread=0, answers={Effect.LATER: 1})
    outcome = simulate(RULES, WORDINGS, readers=5, habits=habits)
    assert outcome.shortest_gap == RULES.every
    assert abs(outcome.reminders - sum(outcome.shown)) <= 5


def test_who_hardly_comes_is_hardly_asked() -> None:
    rare = simulate(RULES, WORDINGS, readers=40, habits=Habits(median_days_a_month=0.2, spread=0.1), days=200)
    assert rare.per_reader[0] >= 36
    assert rare.shortest_gap is None or rare.shortest_gap >= timedelta(days=14)
