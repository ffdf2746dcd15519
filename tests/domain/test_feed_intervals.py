"""Feeds: when to ask again, and what is remembered of their servers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.feeds import (
    LONGEST_BACKOFF,
    Answer,
    Failure,
    Feed,
    FeedPlan,
    Mode,
    Notice,
    Tally,
    Validators,
    after_answer,
    after_failure,
)
from bot.domain.habits import Found, Habit
from bot.domain.ids import Edition, FeedId
from bot.domain.troubles import Trouble

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
EVERY = timedelta(minutes=5)
PLAN = FeedPlan(url="https://paper.example/feed", edition=Edition("mk"), mode=Mode.REVIEW, every=EVERY)
FEED = Feed(id=FeedId(1), plan=PLAN, next_poll_at=NOW)
KNOWN = replace(FEED, seeded=True, validators=Validators(etag='"v1"'))
MOVED = replace(KNOWN, moved_to="https://new.example/feed")


def answered(feed: Feed = KNOWN, found: Found | None = None, *, wire: int = 0, **told: object) -> Feed:
    notice = Notice(**told)  # type: ignore[arg-type]
    answer = Answer(validators=Validators(etag='"v2"'), notice=notice, found=found, wire_bytes=wire)
    return after_answer(feed, answer, NOW)


def failed(feed: Feed = KNOWN, trouble: Trouble = Trouble.FAILING, wait: timedelta | None = None) -> Feed:
    return after_failure(feed, Failure(problem="no answer", trouble=trouble, retry_after=wait), NOW)


def minutes(feed: Feed) -> float:
    return (feed.next_poll_at - NOW).total_seconds() / 60


def test_an_answer_seeds_the_feed_and_clears_its_troubles() -> None:
    troubled = replace(FEED, failures=7, last_problem="gone", troubles=frozenset({Trouble.FAILING}))
    after = answered(troubled, Found())
    assert (after.seeded, after.failures, after.last_problem, after.troubles) == (True, 0, None, frozenset())
    assert (after.validators, after.last_success_at) == (Validators(etag='"v2"'), NOW)


@given(number=st.integers(1, 10**6), seconds=st.integers(0, 10**6))
def test_the_next_look_comes_after_the_interval_and_at_most_a_tenth_later(number: int, seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    feed = replace(KNOWN, id=FeedId(number))
    wait = after_answer(feed, Answer(validators=Validators()), now).next_poll_at - now
    assert EVERY <= wait <= EVERY * 1.1


def test_feeds_that_are_asked_together_do_not_stay_together() -> None:
    waits = {answered(replace(KNOWN, id=FeedId(number))).next_poll_at for number in range(100)}
    assert len(waits) > 80


@pytest.mark.parametrize(
    ("wish", "fresh", "least"),
    [
        (None, None, 5),
        (timedelta(minutes=8), None, 8),
        (timedelta(hours=1), None, 10),  # what WordPress writes into every feed counts little
        (None, timedelta(minutes=15), 15),
        (None, timedelta(days=3), 60),
        (timedelta(minutes=1), timedelta(minutes=1), 5),
    ],
)
def test_documents_and_caches_may_lengthen_the_interval(
    wish: timedelta | None, fresh: timedelta | None, least: int
) -> None:
    after = answered(replace(KNOWN, wish=wish), fresh_for=fresh)
    assert least <= minutes(after) <= least * 1.1


@pytest.mark.parametrize(("gap", "least"), [(30, 5), (120, 10), (60 * 24 * 7, 15)])
def test_a_feed_that_seldom_brings_something_is_asked_more_rarely(gap: int, least: int) -> None:
    quiet = replace(KNOWN, habit=Habit(usual_gap=timedelta(minutes=gap)))
    assert least <= minutes(answered(quiet)) <= least * 1.1


def test_what_the_document_wished_is_remembered_on_the_days_without_one() -> None:
    after = answered(KNOWN, Found(wish=timedelta(minutes=9), hub="https://hub.example/"))
    assert (answered(after).wish, answered(after).hub) == (timedelta(minutes=9), "https://hub.example/")


def test_a_hub_and_the_address_it_knows_come_from_the_same_mouth() -> None:
    found = Found(hub="https://hub.example/", topic="https://paper.example/self")
    after = answered(KNOWN, found, hub="https://other.example/", topic="https://paper.example/x")
    assert (after.hub, after.topic) == (found.hub, found.topic)
    moved = answered(after, Found(topic="https://paper.example/alone"), hub="https://other.example/")
    assert (moved.hub, moved.topic) == ("https://other.example/", None)


def test_a_permanent_move_is_remembered_and_told() -> None:
    after = answered(moved_to="https://new.example/feed")
    assert after.troubles == {Trouble.MOVED}
    assert answered(after).address == "https://new.example/feed"
    assert FEED.address == PLAN.url


def test_a_server_whose_clock_is_wrong_is_told() -> None:
    assert answered(server_time=NOW - timedelta(hours=1)).troubles == {Trouble.CLOCK}
    assert answered(server_time=NOW - timedelta(minutes=1)).troubles == frozenset()


def test_answers_are_counted_by_their_kind() -> None:
    feed = answered(answered(answered(), wire=10), Found(), wire=30)
    assert failed(feed).tally == Tally(asked=4, not_modified=1, same_body=1, failed=1, wire_bytes=40)


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 5), (1, 10), (2, 20), (5, 160), (9, 24 * 60), (1000, 24 * 60)]
)
def test_each_failure_doubles_the_wait_up_to_a_day(failures: int, minutes: int) -> None:
    after = failed(replace(FEED, failures=failures))
    assert after.next_poll_at == NOW + timedelta(minutes=minutes)


def test_a_feed_that_recovers_is_asked_as_usual() -> None:
    assert minutes(answered(replace(KNOWN, failures=12))) < 6


def test_a_failure_is_counted_and_named_and_forgets_nothing() -> None:
    after = failed()
    assert (after.failures, after.last_problem) == (1, "no answer")
    assert (after.seeded, after.validators) == (True, KNOWN.validators)


def test_the_third_failure_in_a_row_is_told_and_a_bad_certificate_at_once() -> None:
    assert [failed(replace(KNOWN, failures=n)).troubles for n in (0, 1)] == [frozenset()] * 2
    assert failed(replace(KNOWN, failures=2)).troubles == {Trouble.FAILING}
    assert failed(trouble=Trouble.CERTIFICATE).troubles == {Trouble.CERTIFICATE}


def test_a_feed_that_is_gone_stops() -> None:
    after = failed(trouble=Trouble.GONE)
    assert after.stopped
    assert after.troubles == {Trouble.GONE}


@pytest.mark.parametrize(("failures", "trouble"), [(2, Trouble.FAILING), (0, Trouble.GONE)])
def test_one_that_moved_and_fails_there_is_asked_at_its_old_address(failures: int, trouble: Trouble) -> None:
    after = failed(replace(MOVED, failures=failures), trouble)
    assert (after.address, after.stopped) == (PLAN.url, False)


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        (timedelta(minutes=1), EVERY),
        (timedelta(hours=2), timedelta(hours=2)),
        (timedelta(days=400), LONGEST_BACKOFF),
    ],
)
def test_a_server_may_ask_for_patience_but_for_a_day_at_most(asked: timedelta, waited: timedelta) -> None:
    assert failed(wait=asked).next_poll_at == NOW + waited


@given(failures=st.integers(0, 10**6), seconds=st.none() | st.integers(-(10**6), 10**9))
def test_after_a_failure_the_wait_is_never_shorter_than_usual_nor_longer_than_a_day(
    failures: int, seconds: int | None
) -> None:
    retry_after = None if seconds is None else timedelta(seconds=seconds)
    wait = failed(replace(FEED, failures=failures), wait=retry_after).next_poll_at - NOW
    assert EVERY <= wait <= LONGEST_BACKOFF
