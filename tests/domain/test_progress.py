"""Progress: the figures of a push under way, and the decision to pause it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.deliveries import (
    Ambiguous,
    DeliveryState,
    Moved,
    NotSent,
    Outcome,
    Reason,
    Refused,
    Sent,
    Tally,
)
from bot.domain.deliveries import Throttled as Busy
from bot.domain.ids import ChatId, MessageId
from bot.domain.progress import WINDOW, Progress, Reading, Stop, progress, should_stop

START = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SENT = Sent(MessageId(1))
REJECTED = Refused(Reason.REJECTED, "can't parse entities")
SILENT: Sequence[Outcome] = (
    *(Refused(one, "gone") for one in Reason if one is not Reason.REJECTED),
    Moved(ChatId(-1)),
    Busy(SECOND),
    NotSent("refused"),
    Ambiguous("reset"),
)
S = DeliveryState
BEGUN = Reading(START, Tally(100))
HALFWAY = Reading(
    START + 10 * SECOND,
    Tally(
        100,
        {
            (S.SENT, None): 40,
            (S.FAILED, Reason.REJECTED): 3,
            (S.FAILED, Reason.BLOCKED): 4,
            (S.FAILED, Reason.UNREACHABLE): 1,
            (S.UNKNOWN, None): 2,
            (S.EXPIRED, None): 3,
            (S.CANCELLED, None): 7,
        },
    ),
)


def test_the_figures_add_up_and_the_pace_tells_the_end() -> None:
    assert progress(BEGUN, HALFWAY, HALFWAY.at) == Progress(
        planned=100,
        sent=40,
        failed=3,
        blocked=5,
        unknown=2,
        expired=3,
        cancelled=7,
        per_second=5.0,
        eta=HALFWAY.at + 8 * SECOND,
    )


def test_an_end_that_should_have_come_is_now() -> None:
    late = HALFWAY.at + 60 * SECOND
    assert progress(BEGUN, HALFWAY, late).eta == late


def test_where_nothing_waits_no_end_is_foretold() -> None:
    done = Reading(START + SECOND, Tally(100, {(S.SENT, None): 100}))
    assert progress(BEGUN, done, done.at).eta is None


def test_nobody_knows_the_end_of_what_is_still_being_planned() -> None:
    growing = replace(HALFWAY, tally=replace(HALFWAY.tally, is_growing=True))
    assert progress(BEGUN, growing, growing.at).eta is None


@pytest.mark.parametrize("moved", [0 * SECOND, -3600 * SECOND])
def test_without_time_between_the_readings_there_is_no_pace(moved: timedelta) -> None:
    shown = progress(BEGUN, replace(HALFWAY, at=START + moved), START)
    assert (shown.per_second, shown.eta) == (0.0, None)


def test_unknown_ones_that_go_again_make_no_negative_pace() -> None:
    again = Reading(HALFWAY.at + SECOND, Tally(100, {(S.SENT, None): 40}))
    assert progress(HALFWAY, again, again.at).per_second == 0.0


def test_a_text_that_telegram_refuses_five_times_of_five_stops_with_telegrams_words() -> None:
    assert should_stop([REJECTED] * 5) == Stop(5, 5, "can't parse entities")


def test_four_refusals_are_not_enough() -> None:
    assert should_stop([REJECTED] * 4) is None


def test_one_success_among_the_first_lets_it_go_on() -> None:
    assert should_stop([REJECTED] * 5 + [SENT]) is None


@pytest.mark.parametrize(
    ("rejected", "sent", "stops"), [(4, 16, False), (5, 15, True), (20, 80, False), (21, 79, True)]
)
def test_later_it_stops_when_more_than_a_fifth_are_refused(rejected: int, sent: int, stops: bool) -> None:
    assert (should_stop([REJECTED] * rejected + [SENT] * sent) is not None) is stops


@given(st.lists(st.sampled_from([SENT, *SILENT]), max_size=WINDOW))
def test_readers_and_networks_never_stop_a_push(window: list[Outcome]) -> None:
    assert should_stop(window) is None


@given(st.lists(st.sampled_from([SENT, REJECTED]), max_size=WINDOW), st.sampled_from(SILENT))
def test_readers_and_networks_never_hide_a_bad_text(window: list[Outcome], silent: Outcome) -> None:
    assert should_stop([*window, *[silent] * 50]) == should_stop(window)
