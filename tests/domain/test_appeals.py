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


def around(limit: timedelta) -> st.SearchStrategy[timedelta]:
    """Time spans on both sides of a limit, and the odd one far away; negative where a clock was put back."""
    tick = timedelta(seconds=1)
    return st.sampled_from([-limit, 0 * limit, limit / 2, limit - tick, limit, limit + tick, 2 * limit])


FINE: dict[str, Any] = {
    "rules": RULES, "days": ((0, 5),), "shown": None, "worded": None, "rest": None, "rests_for": None,
    "joined": 4 * DAY, "occasion": Occasion.READING, "about": ("Sport",), "wordings": (A, B),
    "is_breaking": False, "is_forbidden": False, "is_paused": False, "is_staff": False, "is_private": True,
    "member": None, "stars": None,
}  # fmt: skip
"""A reader who is asked."""
ODD: dict[str, st.SearchStrategy[Any]] = {
    "rules": st.sampled_from([None, replace(RULES, forms=dict.fromkeys(Occasion, Form.NONE))]),
    "days": st.lists(
        st.tuples(st.sampled_from([-1, 0, 29, 30, 40]), st.sampled_from([1, 4, 5])),
        max_size=2,
        unique_by=lambda one: one[0],
    ),
    "shown": around(RULES.every),
    "worded": st.sampled_from([A.key, B.key, "deadbeef"]),
    "rest": st.sampled_from(Rest),
    "rests_for": around(7 * DAY),
    "joined": st.none() | around(RULES.newcomers),
    "occasion": st.sampled_from([None, Occasion.SEARCH]),
    "about": st.sampled_from([(), ("Three killed",), ("Sport", "Црна хроника")]),
    "wordings": st.sampled_from([(), (A,)]),
    "member": around(7 * DAY),
    "stars": around(7 * DAY),
    **{name: st.just(not FINE[name]) for name in FINE if name.startswith("is_")},
}
lives = (
    st.lists(st.sampled_from(sorted(ODD)), max_size=3, unique=True)
    .flatmap(lambda names: st.fixed_dictionaries({name: ODD[name] for name in names}))
    .map(lambda odd: FINE | odd)
)
"""Readers and moments with up to three things that may stand against asking, each about its limit."""


def lived(life: dict[str, Any]) -> tuple[History, Moment]:
    """What is kept of this reader, and the moment."""
    ago = life["shown"], life["joined"]
    shown_at, joined_at = (None if one is None else NOW - one for one in ago)
    history = History(
        days=tuple(sorted((TODAY - ago * DAY, count) for ago, count in life["days"])),
        shown_at=shown_at,
        wording=life["worded"],
        rest=life["rest"],
        rests_until=None if life["rests_for"] is None else NOW + life["rests_for"],
    )
    of_moment = ("occasion", "about", "wordings")
    seen = {name: life[name] for name in FINE if name in of_moment or name.startswith("is_")}
    until = life["member"], life["stars"]
    member, stars = (None if one is None else NOW + one for one in until)
    return history, replace(MOMENT, joined_at=joined_at, member_until=member, supports_until=stars, **seen)


def may_ask(life: dict[str, Any]) -> bool:
    """The caps, said once more."""
    rules, rests_for = life["rules"], life["rests_for"]
    counted = sum(count for ago, count in life["days"] if 0 <= ago < 30)
    return (
        rules is not None
        and (life["occasion"] is None or rules.forms[life["occasion"]] is not Form.NONE)
        and not (life["is_breaking"] or life["is_forbidden"] or life["is_paused"] or life["is_staff"])
        and life["is_private"]
        and all(life[one] is None or life[one] <= timedelta(0) for one in ("member", "stars"))
        and life["about"] in ((), ("Sport",))
        and counted >= 5
        and (life["shown"] is None or life["shown"] >= timedelta(days=14))
        and life["joined"] is not None
        and life["joined"] >= timedelta(hours=72)
        and (life["rest"] is None or (rests_for is not None and rests_for <= timedelta(0)))
        and any(one.key != life["worded"] for one in life["wordings"])
    )


@given(lives)
@settings(max_examples=800)
def test_who_is_asked_is_asked_within_every_cap_and_who_may_be_is(life: dict[str, Any]) -> None:
    history, moment = lived(life)
    decision = decide(life["rules"], history, moment)
    assert (decision.wording is not None) is may_ask(life)
    assert (decision.objection is None) is may_ask(life)
    assert decision.wording is None or decision.wording.key != history.wording


def test_being_asked_ends_no_rest_but_the_one_that_ends_in_a_reminder() -> None:
    for rest in set(Rest) - {Rest.LATER}:
        assert History(rest=rest).shown(A, NOW).rest is rest
    assert History(rest=Rest.LATER, rests_until=NOW).shown(A, NOW).rest is None


sayings = st.sampled_from([*(None,) * 4, Rest.LATER, Rest.NOT_NOW, *Rest])
days_lived = st.tuples(st.floats(-20, 40, allow_nan=False), sayings, st.integers(1, 6))


@given(st.lists(days_lived, max_size=60), histories)
def test_whatever_the_clock_does_and_however_often_it_is_replayed_the_caps_hold(
    steps: list[tuple[float, Rest | None, int]], history: History
) -> None:
    """Days forward or back, something said or not, and some updates handled several times."""
    now, asked = NOW, list[tuple[datetime, str]]()
    never = False
    for days, said, often in steps:
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
