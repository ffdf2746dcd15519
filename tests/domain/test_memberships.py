"""What the site's claims make of a membership, in whatever order they come."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.memberships import Attribution, Claim, Event, Member, after, attribution_of
from bot.domain.support_links import Place, Reference

TODAY = date(2026, 11, 26)
SOON, LATE = TODAY + timedelta(days=30), TODAY + timedelta(days=365)
CONFIRMED = Claim(id="1", event=Event.CONFIRMED, until=LATE)
RENEWED = replace(CONFIRMED, event=Event.RENEWED)
CANCELLED = Claim(id="2", event=Event.CANCELLED)
REFUNDED = Claim(id="3", event=Event.REFUNDED)
THANKED = Member(until=SOON)


def test_who_becomes_a_member_is_owed_thanks() -> None:
    assert after(None, CONFIRMED, TODAY) == Member(until=LATE, owes_thanks=True)
    assert after(None, RENEWED, TODAY) == Member(until=LATE, owes_thanks=True)


def test_who_is_one_already_is_not_thanked_again() -> None:
    assert after(THANKED, RENEWED, TODAY) == Member(until=LATE)


def test_who_comes_back_after_the_end_is_thanked_anew() -> None:
    over = Member(until=TODAY - timedelta(days=1), reminded=TODAY - timedelta(days=1))
    assert after(over, CONFIRMED, TODAY) == replace(over, until=LATE, owes_thanks=True)


def test_thanks_that_are_owed_stay_owed() -> None:
    owed = Member(until=SOON, owes_thanks=True)
    assert after(owed, RENEWED, TODAY) == Member(until=LATE, owes_thanks=True)


def test_what_comes_late_shortens_nothing() -> None:
    assert after(Member(until=LATE), replace(CONFIRMED, until=SOON), TODAY) == Member(until=LATE)


def test_who_cancels_is_a_member_to_the_end() -> None:
    assert after(THANKED, CANCELLED, TODAY) == Member(until=SOON, is_cancelled=True)
    assert after(THANKED, replace(CANCELLED, until=TODAY), TODAY) == Member(until=TODAY, is_cancelled=True)
    assert after(THANKED, replace(CANCELLED, until=LATE), TODAY) == Member(until=SOON, is_cancelled=True)
    assert after(None, CANCELLED, TODAY) is None


def test_who_renews_after_all_has_not_cancelled() -> None:
    assert after(Member(until=SOON, is_cancelled=True), RENEWED, TODAY) == Member(until=LATE)


def test_who_got_the_money_back_is_no_member() -> None:
    assert after(THANKED, REFUNDED, TODAY) is None


def test_a_membership_lasts_through_its_last_day_in_the_papers_zone() -> None:
    assert THANKED.is_on(SOON)
    assert not THANKED.is_on(SOON + timedelta(days=1))
    # Midnight in Skopje is 23:00 UTC in winter.
    end = Member(until=date(2026, 12, 31)).ends_at(ZoneInfo("Europe/Skopje"))
    assert end == datetime(2026, 12, 31, 23, tzinfo=UTC)


def test_a_reference_tells_place_and_wording() -> None:
    reference = Reference(place=Place.APPEAL, reader=7, day=TODAY, wording="0a1b2c3d")
    assert attribution_of(reference) == Attribution(place=Place.APPEAL, wording="0a1b2c3d")
    assert attribution_of(None) == Attribution()
