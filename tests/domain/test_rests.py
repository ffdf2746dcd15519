"""Rests: a chat that gave no clear answer is left alone for a while."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.deliveries import Ambiguous, NotSent, Outcome, Reason, Refused, Sent, Throttled
from bot.domain.ids import ChatId, MessageId
from bot.domain.rests import Rests

NOW = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
DESK, OTHER = ChatId(901), ChatId(902)


@pytest.mark.parametrize("outcome", [Sent(MessageId(1)), Refused(Reason.BLOCKED, "blocked")])
def test_a_clear_answer_settles_it_and_needs_no_rest(outcome: Outcome) -> None:
    rests = Rests()
    assert rests.is_settled(DESK, outcome, NOW)
    assert rests.may_ask(DESK, NOW)


@pytest.mark.parametrize(
    ("outcome", "seconds"),
    [(Ambiguous("lost"), 60), (NotSent("refused"), 60), (Throttled(timedelta(seconds=7)), 7)],
)
def test_an_unclear_one_lets_that_chat_rest_and_no_other(outcome: Outcome, seconds: int) -> None:
    rests, over = Rests(), NOW + timedelta(seconds=seconds)
    assert not rests.is_settled(DESK, outcome, NOW)
    assert not rests.may_ask(DESK, over - timedelta(milliseconds=1))
    assert rests.may_ask(DESK, over)
    assert rests.may_ask(OTHER, NOW)


def test_a_clock_that_is_put_back_ends_a_rest() -> None:
    rests = Rests()
    rests.is_settled(DESK, Ambiguous("lost"), NOW)
    assert rests.may_ask(DESK, NOW - timedelta(hours=1))
