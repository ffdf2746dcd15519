"""*Remind me later* brings one reminder, and no history whatever makes it break a cap."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.appeals import History, Rest, decide
from bot.domain.reminders import Reminding, remind, reminder_due, reminder_promised
from tests.domain.test_appeals import DAY, KEEN, MOMENT, NOW, RULES, around, lived, lives

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


def test_who_supports_the_paper_by_then_is_not_reminded_even_when_that_ends() -> None:
    until = NOW + DAY
    for moment in (replace(MOMENT, member_until=until), replace(MOMENT, supports_until=until)):
        assert remind(RULES, WANTED, moment) == Reminding(comes=False, history=History())


def test_being_asked_is_the_reminder_too() -> None:
    asked = decide(RULES, replace(KEEN, rest=WANTED.rest, rests_until=WANTED.rests_until), MOMENT)
    assert asked.wording
    assert reminder_due(RULES, WANTED.shown(asked.wording, NOW)) is None


OWED = {"rest": Rest.LATER, "rests_for": timedelta(0)}


@given(lives, st.none() | st.just(NOW + DAY), st.none() | around(DAY))
@settings(max_examples=800)
def test_a_reminder_breaks_no_cap_and_comes_where_none_stands_against_it(
    life: dict[str, Any], quiet: datetime | None, rests_for: timedelta | None
) -> None:
    owed = OWED if rests_for is None else OWED | {"rests_for": rests_for}
    life = {**life, **({} if life["rest"] else owed), "rules": RULES}
    history, moment = lived(life)
    reminding = remind(RULES, history, moment, quiet)
    assert reminding.comes is (quiet is None and may_remind(life))
    if reminding.comes:
        assert decide(RULES, reminding.history, moment).objection
        assert reminding.history.shown_at == NOW
    elif history.rest is not Rest.LATER:
        assert reminding.history == history


def may_remind(life: dict[str, Any]) -> bool:
    """The caps, said once more."""
    rests_for = life["rests_for"]
    return (
        life["rest"] is Rest.LATER
        and rests_for is not None
        and rests_for <= timedelta(0)
        and (life["shown"] is None or life["shown"] >= timedelta(days=14))
        and life["joined"] is not None
        and life["joined"] >= timedelta(hours=72)
        and life["is_private"]
        and all(life[one] is None or life[one] <= timedelta(0) for one in ("member", "stars"))
        and not (life["is_staff"] or life["is_paused"])
    )
