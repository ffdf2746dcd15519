"""Measures: what the database and the budget tell, as figures; no address keeps its key."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.deliveries import (
    Ambiguous,
    DeliveryState,
    Moved,
    NotSent,
    Outcome,
    Reason,
    Refused,
    Sent,
    Throttled,
)
from bot.domain.ids import ChatId, FeedId, MessageId
from bot.domain.measures import (
    DELIVERIES,
    FEED_AGE,
    FEED_FAILURES,
    MEASURES,
    QUEUE_AGE,
    WAITING,
    FeedStanding,
    Kind,
    Measure,
    OnFile,
    Queue,
    Times,
    named,
    of_database,
)
from bot.domain.pushes import Lane

NOW = datetime(2026, 3, 29, 18, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def told(on_file: OnFile, measure: Measure) -> dict[tuple[str, ...], float | Times]:
    """The values of one measure by its labels."""
    figures = [one for one in of_database(on_file, NOW) if one.measure is measure]
    return {one.labels: one.value for one in figures}


@pytest.mark.parametrize(
    ("outcome", "name"),
    [
        (Sent(MessageId(1)), "sent"),
        (Refused(Reason.BLOCKED, "Forbidden: bot was blocked by the user"), "blocked"),
        (Moved(ChatId(-1002)), "moved"),
        (Throttled(timedelta(seconds=3)), "throttled"),
        (NotSent("held up"), "not_sent"),
        (Ambiguous("ServerDisconnectedError"), "unknown"),
    ],
)
def test_every_outcome_has_a_word(outcome: Outcome, name: str) -> None:
    assert named(outcome) == name


def test_a_lane_without_a_queue_is_told_to_be_empty() -> None:
    on_file = OnFile(queues={Lane.INSTANT: Queue(7, NOW - HOUR)})
    assert told(on_file, WAITING) == {("breaking",): 0, ("instant",): 7, ("digest",): 0}
    assert told(on_file, QUEUE_AGE) == {("breaking",): 0, ("instant",): 3600, ("digest",): 0}


def test_a_push_that_is_due_later_has_no_age() -> None:
    assert told(OnFile(queues={Lane.DIGEST: Queue(1, NOW + HOUR)}), QUEUE_AGE)[("digest",)] == 0


def test_deliveries_are_told_by_lane_and_state() -> None:
    on_file = OnFile(ended={(Lane.BREAKING, DeliveryState.SENT): 9})
    assert told(on_file, DELIVERIES) == {("breaking", "sent"): 9}


def test_a_feeds_address_is_told_without_what_may_be_a_key_to_it() -> None:
    feed = FeedStanding(FeedId(3), "https://paper:secret@a.mk/feed?key=secret#secret", 2, NOW - HOUR)
    assert told(OnFile(feeds=[feed]), FEED_AGE) == {("3", "https://a.mk/feed"): 3600}
    assert told(OnFile(feeds=[feed]), FEED_FAILURES) == {("3", "https://a.mk/feed"): 2}


def test_a_feed_that_was_never_read_has_no_age() -> None:
    assert told(OnFile(feeds=[FeedStanding(FeedId(3), "https://a.mk/feed", 1, None)]), FEED_AGE) == {}


def test_names_are_as_prometheus_likes_them_and_no_label_names_a_person() -> None:
    assert all(one.name.endswith("_total") == (one.kind is Kind.COUNT) for one in MEASURES)
    labels = {label for one in MEASURES for label in one.labels}
    assert not labels & {"chat", "user", "reader", "subscriber"}
