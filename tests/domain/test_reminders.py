"""*Remind me later* brings one reminder, and no history whatever makes it break a cap."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.appeals import History, Rest, decide
from bot.domain.reminders import Reminding, remind, reminder_due, reminder_promised
from tests.domain.test_appeals import DAY, KEEN, MOMENT, NOW, RULES, histories, moments

WANTED = History().rested(Rest.LATER, RULES, NOW - 7 * DAY)


def test_it_comes_when_it_is_time_whatever_they_did_here() -> None:
    assert remind(RULES, WANTED, MOMENT) == Reminding(comes=True, history=History(shown_at=NOW))
    early = replace(MOMENT, now=NOW - timedelta(minutes=1))
    assert remind(RULES, WANTED, early) == Reminding(comes=False, history=WANTED)


def test_it_comes_once() -> None:
    after = remind(RULES, WANTED, MOMENT).history
    assert reminder_due(RULES, after) is None
    assert not remind(RULES, after, replace(MOMENT, now=NOW + 99 * DAY)).comes


def test_it_waits_for_the_time_between_two_appeals_and_says_so_beforehand() -> None:
    asked = replace(WANTED, shown_at=NOW - 3 * DAY)
    assert reminder_due(RULES, asked) == NOW + 11 * DAY
    waiting = remind(RULES, asked, MOMENT).history
    assert waiting.rests_until == NOW + 11 * DAY
    assert remind(RULES, waiting, replace(MOMENT, now=NOW + 11 * DAY)).comes


def test_it_waits_for_the_end_of_quiet_hours() -> None:
    morning = NOW + timedelta(hours=9)
    assert remind(RULES, WANTED, MOMENT, morning).history.rests_until == morning


def test_it_waits_while_all_appeals_are_off() -> None:
    assert remind(RULES, WANTED, replace(MOMENT, is_paused=True)) == Reminding(comes=False, history=WANTED)


def test_who_has_left_or_works_for_the_paper_is_not_reminded_nor_promised_it() -> None:
    for other in (replace(MOMENT, joined_at=None), replace(MOMENT, is_staff=True)):
        assert remind(RULES, WANTED, other) == Reminding(comes=False, history=History())
        assert reminder_promised(RULES, WANTED, other) is None
    assert reminder_promised(RULES, WANTED, MOMENT) == NOW


def test_being_asked_is_the_reminder_too() -> None:
    asked = decide(RULES, replace(KEEN, rest=WANTED.rest, rests_until=WANTED.rests_until), MOMENT)
    assert asked.wording
    assert reminder_due(RULES, WANTED.shown(asked.wording, NOW)) is None


@given(history=histories, now=moments, joined=st.none() | moments, quiet=st.none() | moments)
@settings(max_examples=400)
def test_no_history_whatever_makes_a_reminder_break_a_cap(
    history: History, now: datetime, joined: datetime | None, quiet: datetime | None
) -> None:
    quiet = quiet if quiet and quiet > now else None
    moment = replace(MOMENT, now=now, joined_at=joined)
    reminding = remind(RULES, history, moment, quiet)
    if not reminding.comes:
        assert reminding.history.shown_at == history.shown_at
        return
    assert quiet is None
    assert joined
    assert now - joined >= RULES.newcomers
    assert history.shown_at is None or now - history.shown_at >= RULES.every
    assert history.rest is Rest.LATER
    assert history.rests_until
    assert history.rests_until <= now
    assert decide(RULES, reminding.history, moment).wording is None
