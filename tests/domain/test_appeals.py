"""Whether a reader is asked: every rule, every reason, and no history whatever that breaks a cap."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.appeals import (
    AppealRules,
    Form,
    History,
    Moment,
    Objection,
    Occasion,
    Rest,
    WhyNot,
    Wording,
    assigned,
    decide,
    next_wording,
    objections,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)
A, B = Wording("Everything is free.", "❤"), Wording("Readers pay for this.")
RULES = AppealRules(not_about=("црна хроника", "killed"))
KEEN = History(days=((TODAY - DAY, 3), (TODAY, 2)))
MOMENT = Moment(
    now=NOW, reader=7, wordings=(A, B), joined_at=NOW - 4 * DAY, occasion=Occasion.READING, about=("Sport",)
)


def why(history: History = KEEN, **otherwise: Any) -> WhyNot | None:
    """The first reason why not."""
    objection = decide(RULES, history, replace(MOMENT, **otherwise)).objection
    return objection.why if objection else None


def test_a_reader_of_some_days_who_did_enough_is_asked() -> None:
    decision = decide(RULES, KEEN, MOMENT)
    assert (decision.wording in (A, B), decision.form, decision.objection) == (True, Form.MESSAGE, None)


def test_after_a_search_it_is_a_button_and_asked_about_in_general_a_message() -> None:
    assert decide(RULES, KEEN, replace(MOMENT, occasion=Occasion.SEARCH)).form is Form.BUTTON
    assert decide(RULES, KEEN, replace(MOMENT, occasion=None)).form is Form.MESSAGE


def test_a_paper_without_rules_asks_nobody() -> None:
    assert decide(None, KEEN, MOMENT).objection == Objection(WhyNot.OFF)


@pytest.mark.parametrize(
    ("otherwise", "reason"),
    [
        ({"is_private": False}, WhyNot.GROUP),
        ({"is_staff": True}, WhyNot.STAFF),
        ({"supports_until": NOW + DAY}, WhyNot.SUPPORTER),
        ({"joined_at": None}, WhyNot.STRANGER),
        ({"joined_at": NOW - timedelta(hours=71)}, WhyNot.NEWCOMER),
        ({"joined_at": NOW + DAY}, WhyNot.NEWCOMER),
        ({"is_breaking": True}, WhyNot.BREAKING),
        ({"about": ("Three KILLED in a crash",)}, WhyNot.TOPIC),
        ({"about": ("Sport", "Crna hronika")}, WhyNot.TOPIC),
        ({"about": ("Skilled workers",)}, None),
        ({"wordings": ()}, WhyNot.SAME_WORDING),
    ],
)
def test_some_moments_are_not_for_asking(otherwise: dict[str, Any], reason: WhyNot | None) -> None:
    assert why(**otherwise) is reason


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        (((TODAY, 4),), WhyNot.FEW_ACTIONS),
        (((TODAY - 29 * DAY, 5),), None),
        (((TODAY - 30 * DAY, 5),), WhyNot.FEW_ACTIONS),
        (((TODAY + DAY, 5),), WhyNot.FEW_ACTIONS),
    ],
)
def test_only_actions_of_the_last_days_count(days: Any, reason: WhyNot | None) -> None:
    assert why(History(days=days)) is reason


@pytest.mark.parametrize(
    ("rest", "days"), [(Rest.LATER, 7), (Rest.NOT_NOW, 60), (Rest.MEMBER, 365), (Rest.NEVER, 36_500)]
)
def test_what_a_reader_says_holds_its_time(rest: Rest, days: int) -> None:
    rested = KEEN.rested(rest, RULES, NOW - days * DAY + timedelta(seconds=1))
    assert why(rested) is WhyNot(rest.value)
    over = KEEN.rested(rest, RULES, NOW - days * DAY)
    assert why(over) is (WhyNot.NEVER if rest is Rest.NEVER else None)


def test_the_paper_may_not_ask_after_some_answers() -> None:
    rules = replace(RULES, forms={Occasion.READING: Form.NONE, Occasion.SEARCH: Form.BUTTON})
    assert decide(rules, KEEN, MOMENT).objection == Objection(WhyNot.OCCASION)


def test_every_reason_is_told_with_the_time_that_ends_it() -> None:
    history = History(shown_at=NOW - DAY, wording=A.key).rested(Rest.NOT_NOW, RULES, NOW)
    moment = replace(MOMENT, joined_at=NOW - DAY, wordings=(A,))
    assert list(objections(RULES, history, moment)) == [
        Objection(WhyNot.NEWCOMER, NOW + 2 * DAY),
        Objection(WhyNot.NOT_NOW, NOW + 60 * DAY),
        Objection(WhyNot.FEW_ACTIONS),
        Objection(WhyNot.RECENT, NOW + 13 * DAY),
        Objection(WhyNot.SAME_WORDING),
    ]


def test_nobody_sees_the_same_words_twice_in_a_row() -> None:
    first = next_wording((A, B), 7, None)
    second = next_wording((A, B), 7, first.key if first else None)
    assert {first, second} == {A, B}
    assert next_wording((A,), 7, A.key) is None


def test_which_words_come_first_is_always_the_same_and_even_among_readers() -> None:
    firsts = [assigned((A, B), reader) for reader in range(2000)]
    assert firsts == [assigned((A, B), reader) for reader in range(2000)]
    assert 900 < sum(firsts) < 1100


def test_other_words_are_dealt_out_anew() -> None:
    other = (A, Wording("Help with the next one."))
    assert [assigned((A, B), one) for one in range(64)] != [assigned(other, one) for one in range(64)]


def test_days_that_no_longer_count_are_forgotten() -> None:
    old = History(days=((TODAY - 30 * DAY, 9), (TODAY - DAY, 1), (TODAY + 40 * DAY, 2)))
    assert old.acted(TODAY, RULES.within).days == ((TODAY - DAY, 1), (TODAY, 1))


moments = st.integers(-60 * 24, 30 * 24).map(lambda hours: NOW + timedelta(hours=hours))
some_days = st.lists(st.tuples(st.integers(-40, 3).map(lambda days: TODAY + days * DAY), st.integers(0, 9)))
histories = st.builds(
    History,
    days=some_days.map(lambda pairs: tuple(sorted(dict(pairs).items()))),
    shown_at=st.none() | moments,
    wording=st.sampled_from([None, A.key, B.key, "deadbeef"]),
    is_tapped=st.booleans(),
    rest=st.none() | st.sampled_from(Rest),
    rests_until=st.none() | moments,
)


@given(
    history=histories,
    now=moments,
    joined=st.none() | moments,
    sombre=st.booleans(),
    member=st.none() | moments,
)
@settings(max_examples=400)
def test_no_history_whatever_breaks_a_rule(
    history: History, now: datetime, joined: datetime | None, sombre: bool, member: datetime | None
) -> None:
    about = ("Three killed",) if sombre else ()
    moment = replace(MOMENT, now=now, joined_at=joined, about=about, member_until=member)
    decision = decide(RULES, history, moment)
    if decision.wording is None:
        assert decision.objection
        return
    assert joined
    assert now - joined >= RULES.newcomers
    assert history.shown_at is None or now - history.shown_at >= RULES.every
    assert history.rest is None or (history.rests_until and history.rests_until <= now)
    counted = [count for day, count in history.days if now.date() - RULES.within < day <= now.date()]
    assert sum(counted) >= RULES.actions
    assert decision.wording.key != history.wording
    assert not sombre
    assert member is None or member <= now


sayings = st.sampled_from([*(None,) * 4, Rest.LATER, Rest.NOT_NOW, *Rest])
steps = st.tuples(st.floats(-20, 40, allow_nan=False), sayings, st.integers(1, 6))


@given(st.lists(steps, max_size=60), histories)
def test_whatever_the_clock_does_and_however_often_it_is_replayed_the_caps_hold(
    lived: list[tuple[float, Rest | None, int]], history: History
) -> None:
    """Days forward or back, something said or not, and some updates handled several times."""
    now, asked = NOW, list[tuple[datetime, str]]()
    never = False
    for days, said, often in lived:
        now += days * DAY
        for _ in range(often):
            history = history.acted(now.date(), RULES.within)
            decision = decide(RULES, history, replace(MOMENT, now=now, joined_at=NOW - 999 * DAY))
            if decision.wording:
                assert not never
                asked.append((now, decision.wording.key))
                history = history.shown(decision.wording, now)
        if said:
            before, history = history, history.rested(said, RULES, now)
            assert history.rests_until is None or not before.rest or before.rests_until
            never = never or said is Rest.NEVER
    for (earlier, before_key), (later, key) in pairwise(asked):
        assert later - earlier >= RULES.every
        assert key != before_key


@given(histories, st.sampled_from(Rest), moments)
def test_what_was_said_is_never_cut_short(history: History, rest: Rest, now: datetime) -> None:
    rested = history.rested(rest, RULES, now)
    if history.rest and history.rests_until is None:
        assert rested == history
    elif history.rest and history.rests_until and rested.rests_until:
        assert rested.rests_until >= history.rests_until
