"""What becomes of an answer, outcome by outcome."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.answers import Again, Answer, Attempt, Over, Way, after
from bot.domain.deliveries import Ambiguous, Moved, NotSent, Outcome, Reason, Refused, Sent, Throttled
from bot.domain.ids import ChatId, MessageId
from bot.domain.pushes import Button, Card

BARE = Card(html="<b>Hello</b>")
CARD = replace(BARE, photo="https://paper.example/a.jpg", buttons=((Button("Press", data="x"),),))
NEW = Attempt(Answer(chat_id=ChatId(501), card=CARD))
EDIT = Attempt(replace(NEW.answer, way=Way.EDIT, message_id=MessageId(7)))
BUTTONS = Attempt(replace(EDIT.answer, way=Way.BUTTONS))
TEXT_ALONE = Attempt(replace(NEW.answer, card=BARE))
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("attempt", [NEW, EDIT, BUTTONS])
def test_what_telegram_took_is_over(attempt: Attempt) -> None:
    assert after(attempt, Sent(MessageId(8))) == Over()


def test_too_fast_waits_as_long_as_telegram_says() -> None:
    assert after(NEW, Throttled(7 * SECOND)) == Again(NEW, 7 * SECOND)


def test_a_group_that_moved_is_answered_where_it_is_now() -> None:
    moved = Attempt(replace(NEW.answer, chat_id=ChatId(-100501)))
    assert after(NEW, Moved(ChatId(-100501))) == Again(moved)


@pytest.mark.parametrize(("failures", "seconds"), [(0, 1), (1, 2), (4, 16), (5, 30), (1_000, 30)])
def test_what_did_not_leave_is_tried_again_ever_more_slowly(failures: int, seconds: int) -> None:
    before = replace(NEW, failures=failures)
    expected = Again(replace(NEW, failures=failures + 1), seconds * SECOND)
    assert after(before, NotSent("no route")) == expected


def test_what_may_have_arrived_goes_once_more_and_no_more() -> None:
    doubted = replace(NEW, doubts=1)
    assert after(NEW, Ambiguous("reset")) == Again(doubted, SECOND)
    assert after(doubted, Ambiguous("reset")) == Over("reset")


@pytest.mark.parametrize("reason", [Reason.BLOCKED, Reason.DEACTIVATED, Reason.UNREACHABLE])
def test_a_chat_that_put_us_out_is_lost(reason: Reason) -> None:
    assert after(NEW, Refused(reason, "Forbidden")) == Over("Forbidden", lost_chat=True)


@pytest.mark.parametrize("reason", [Reason.GONE, Reason.TOO_OLD, Reason.REJECTED])
def test_what_cannot_be_edited_is_said_below(reason: Reason) -> None:
    assert after(EDIT, Refused(reason, "can't be edited")) == Again(NEW)


@pytest.mark.parametrize(
    ("attempt", "outcome", "step"),
    [
        (NEW, Refused(Reason.REJECTED, "BUTTON_URL_INVALID"), Again(TEXT_ALONE)),
        (TEXT_ALONE, Refused(Reason.REJECTED, "no"), Over("no")),
        (BUTTONS, Refused(Reason.TOO_OLD, "can't be edited"), Over("can't be edited")),
    ],
)
def test_what_telegram_dislikes_comes_as_text_alone_or_not_at_all(
    attempt: Attempt, outcome: Outcome, step: Again | Over
) -> None:
    assert after(attempt, outcome) == step
