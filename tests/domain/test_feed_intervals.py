"""Feeds: when to ask again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.feeds import LONGEST_BACKOFF, Feed, FeedPlan, Mode, Validators, after_failure, after_success
from bot.domain.ids import Edition, FeedId

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
EVERY = timedelta(minutes=5)
PLAN = FeedPlan(url="https://paper.example/feed", edition=Edition("mk"), mode=Mode.REVIEW, every=EVERY)
FEED = Feed(id=FeedId(1), plan=PLAN, next_poll_at=NOW)


def test_an_answer_seeds_the_feed_and_clears_its_troubles() -> None:
    troubled = replace(FEED, failures=7, last_problem="gone")
    expected = replace(
        FEED,
        seeded=True,
        validators=Validators(etag='"v2"'),
        last_success_at=NOW,
        next_poll_at=NOW + EVERY,
    )
    assert after_success(troubled, Validators(etag='"v2"'), NOW) == expected


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 5), (1, 10), (2, 20), (5, 160), (9, 24 * 60), (1000, 24 * 60)]
)
def test_each_failure_doubles_the_wait_up_to_a_day(failures: int, minutes: int) -> None:
    after = after_failure(replace(FEED, failures=failures), "no answer", None, NOW)
    assert after.next_poll_at == NOW + timedelta(minutes=minutes)


def test_a_failure_is_counted_and_named_and_forgets_nothing() -> None:
    known = replace(FEED, seeded=True, validators=Validators(etag='"v1"'))
    after = after_failure(known, "no answer", None, NOW)
    assert (after.failures, after.last_problem) == (1, "no answer")
    assert (after.seeded, after.validators) == (True, known.validators)


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        (timedelta(minutes=1), EVERY),
        (timedelta(hours=2), timedelta(hours=2)),
        (timedelta(days=400), LONGEST_BACKOFF),
    ],
)
def test_a_server_may_ask_for_patience_but_for_a_day_at_most(asked: timedelta, waited: timedelta) -> None:
    assert after_failure(FEED, "slow down", asked, NOW).next_poll_at == NOW + waited


@given(failures=st.integers(0, 10**6), seconds=st.none() | st.integers(-(10**6), 10**9))
def test_the_next_look_is_never_sooner_than_usual_nor_later_than_a_day(
    failures: int, seconds: int | None
) -> None:
    retry_after = None if seconds is None else timedelta(seconds=seconds)
    wait = after_failure(replace(FEED, failures=failures), "x", retry_after, NOW).next_poll_at - NOW
    assert EVERY <= wait <= LONGEST_BACKOFF
