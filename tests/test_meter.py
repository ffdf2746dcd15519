"""The process's counters: plain sums, read without being touched."""

import pytest

from bot.domain.measures import BUCKETS, POLLS, TICKS, Figure, Times
from bot.meter import Meter


def test_what_never_happened_is_not_there() -> None:
    assert Meter().figures() == []


def test_what_happens_is_counted_by_its_labels() -> None:
    meter = Meter()
    meter.count(POLLS, "read")
    meter.count(POLLS, "failed", by=2)
    meter.count(POLLS, "read")
    assert meter.figures() == [Figure(POLLS, ("read",), 2), Figure(POLLS, ("failed",), 2)]


def test_a_time_falls_into_the_first_bucket_that_holds_it() -> None:
    meter = Meter()
    for seconds in (0.0, BUCKETS[0], 0.3, 99.0):
        meter.time(TICKS, seconds, "poll_feeds")
    (figure,) = meter.figures()
    assert isinstance(figure.value, Times)
    assert (figure.value.counts[0], figure.value.counts[6], figure.value.counts[-1]) == (2, 1, 1)
    assert figure.value.seconds == pytest.approx(99.3 + BUCKETS[0])


def test_readings_are_of_their_moment() -> None:
    meter = Meter()
    meter.time(TICKS, 1.0, "poll_feeds")
    before = meter.figures()
    meter.time(TICKS, 1.0, "poll_feeds")
    assert before != meter.figures()
