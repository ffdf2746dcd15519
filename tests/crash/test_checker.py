"""The checker sees every broken promise, and none where all held."""

from dataclasses import replace

from bot.domain.deliveries import DeliveryState
from bot.domain.pushes import Policy
from tests.crash.checker import Accepted, Evidence, Row, check

SENT = Row(1, 501, DeliveryState.SENT, message_id=9)
TAKEN = Accepted(1, 501, 9, at=100.0)
CLEAN = Evidence(
    policy=Policy.RESEND,
    concurrency=2,
    per_second=2,
    due=frozenset({(1, 501)}),
    rows=(SENT,),
    accepted=(TAKEN,),
    crashes=(1,),
    ambiguous=0,
    tallies={(1, DeliveryState.SENT): 1},
)
HELD = replace(
    CLEAN,
    policy=Policy.HOLD,
    rows=(Row(1, 501, DeliveryState.UNKNOWN),),
    tallies={(1, DeliveryState.UNKNOWN): 1},
)
COPY = Accepted(1, 501, 8, at=90.0)


def broken(evidence: Evidence) -> str:
    """All that the checker has to say."""
    return "; ".join(check(evidence).broken)


def test_a_message_that_came_once_keeps_every_promise() -> None:
    assert check(CLEAN).ok


def test_a_push_that_is_not_on_file_is_lost() -> None:
    assert check(replace(CLEAN, rows=(), tallies={})).lost == 1


def test_what_still_waits_at_the_end_is_lost() -> None:
    waiting = replace(SENT, state=DeliveryState.PENDING)
    assert broken(replace(CLEAN, rows=(waiting,), tallies={})) == "lost: (1, 501) is pending"


def test_what_never_reached_telegram_is_both_lost_and_falsely_sent() -> None:
    verdict = check(replace(CLEAN, accepted=()))
    assert (verdict.lost, verdict.false_sent) == (1, 1)


def test_a_receipt_of_another_message_is_false() -> None:
    assert check(replace(CLEAN, accepted=(replace(TAKEN, message_id=8),))).false_sent == 1


def test_an_unknown_is_no_loss_on_hold() -> None:
    assert check(HELD).ok


def test_an_unknown_is_a_loss_where_it_should_be_resent() -> None:
    assert check(replace(HELD, policy=Policy.RESEND)).lost == 1


def test_a_copy_needs_a_recorded_risk() -> None:
    doubled = replace(CLEAN, accepted=(COPY, TAKEN))
    assert "unrecorded copy" in broken(doubled)
    assert check(replace(doubled, rows=(replace(SENT, risk=1),))).ok


def test_a_copy_is_never_right_on_hold() -> None:
    doubled = replace(HELD, accepted=(COPY, TAKEN), rows=(replace(SENT, risk=1),), tallies=CLEAN.tallies)
    assert "doubled on hold" in broken(doubled)


def test_a_message_nobody_is_owed_is_told() -> None:
    assert "nobody asked for" in broken(replace(CLEAN, accepted=(TAKEN, replace(TAKEN, chat_id=502))))


def test_a_crash_cuts_off_no_more_than_may_be_under_way() -> None:
    assert broken(replace(CLEAN, crashes=(3,))) == "crash 1 cut off 3 intents of 2 allowed"


def test_more_risks_than_requests_without_an_answer_are_too_many() -> None:
    risky = replace(CLEAN, rows=(replace(SENT, risk=2),))
    assert "2 risks and unknowns, but only 1 requests" in broken(risky)
    assert check(replace(risky, ambiguous=1)).ok


def test_a_second_holds_no_more_messages_than_the_bot_may_send() -> None:
    many = tuple(Accepted(1, chat, chat, at=100 + chat / 1_000) for chat in (501, 502, 503))
    rows = tuple(Row(1, one.chat_id, DeliveryState.SENT, one.message_id) for one in many)
    due = frozenset(row.key for row in rows)
    evidence = replace(CLEAN, accepted=many, rows=rows, due=due, tallies={(1, DeliveryState.SENT): 3})
    assert broken(evidence) == "3 messages within 0.002 s"


def test_a_chat_gets_one_message_a_second() -> None:
    pair = (replace(TAKEN, message_id=8, at=99.5), TAKEN)
    assert "chat 501 got two" in broken(replace(CLEAN, accepted=pair, rows=(replace(SENT, risk=1),)))


def test_the_books_must_be_whole_and_add_up() -> None:
    assert broken(replace(CLEAN, integrity="row 7 missing")) == "integrity: row 7 missing"
    assert "tallies" in broken(replace(CLEAN, tallies={}))
