"""Deliveries: what an outcome makes of one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.deliveries import (
    LONGEST_RETRY,
    Ambiguous,
    Delivery,
    DeliveryState,
    Moved,
    NotSent,
    Outcome,
    Policy,
    Reason,
    Refused,
    Sent,
    Settlement,
    Throttled,
    policy_for,
    retry_delay,
    settle,
)
from bot.domain.ids import ChatId, DeliveryId, MessageId, PushId, SubscriberId
from bot.domain.pushes import Card
from bot.domain.subscribers import ChatKind

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
DELIVERY = Delivery(
    id=DeliveryId(1),
    push_id=PushId(2),
    subscriber_id=SubscriberId(3),
    chat_id=ChatId(501),
    chat_kind=ChatKind.PRIVATE,
    card=Card(html="<b>News</b>"),
    attempts=1,
    risk=0,
)
FINAL = {DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNKNOWN}
OUTCOMES = st.one_of(
    st.builds(Sent, st.integers(1)),
    st.builds(Refused, st.sampled_from(Reason), st.text()),
    st.builds(Moved, st.integers(max_value=-1)),
    st.builds(Throttled, st.timedeltas(timedelta(0), timedelta(days=30))),
    st.builds(NotSent, st.text()),
    st.builds(Ambiguous, st.text()),
)
DELIVERIES = st.builds(
    lambda kind, attempts: replace(DELIVERY, chat_kind=kind, attempts=attempts),
    st.sampled_from(ChatKind),
    st.integers(0, 10**6),
)


def settled(outcome: Outcome, **others: object) -> Settlement:
    return settle(replace(DELIVERY, **others), outcome, NOW)  # type: ignore[arg-type]


@given(delivery=DELIVERIES, outcome=OUTCOMES)
def test_no_outcome_loses_a_delivery(delivery: Delivery, outcome: Outcome) -> None:
    """Every outcome ends it for good, or sets a time not in the past for the next attempt."""
    after = settle(delivery, outcome, NOW)
    assert (after.delivery_id, after.subscriber_id) == (delivery.id, delivery.subscriber_id)
    waits = after.state is DeliveryState.PENDING and after.not_before is not None and after.not_before >= NOW
    assert waits or (after.state in FINAL and after.not_before is None)


@given(delivery=DELIVERIES, outcome=OUTCOMES)
def test_only_a_lost_answer_can_double_a_message(delivery: Delivery, outcome: Outcome) -> None:
    after = settle(delivery, outcome, NOW)
    resent = isinstance(outcome, Ambiguous) and after.state is DeliveryState.PENDING
    assert after.at_risk is resent


def test_a_taken_message_is_sent_and_keeps_its_receipt() -> None:
    after = settled(Sent(MessageId(77)))
    assert (after.state, after.message_id) == (DeliveryState.SENT, 77)


@pytest.mark.parametrize(
    ("reason", "lost"),
    [
        (Reason.BLOCKED, True),
        (Reason.DEACTIVATED, True),
        (Reason.UNREACHABLE, True),
        (Reason.REJECTED, False),
    ],
)
def test_a_refusal_fails_and_only_one_about_the_chat_loses_the_reader(reason: Reason, lost: bool) -> None:
    after = settled(Refused(reason, "what Telegram said"))
    assert after.state is DeliveryState.FAILED
    assert (after.lost_chat, after.detail) == (lost, "what Telegram said")


def test_a_moved_group_gets_it_at_its_new_address_at_once() -> None:
    after = settled(Moved(ChatId(-1002)))
    assert (after.state, after.not_before, after.new_chat_id) == (DeliveryState.PENDING, NOW, -1002)


def test_a_throttled_one_waits_as_long_as_told() -> None:
    after = settled(Throttled(timedelta(hours=12)))
    assert (after.state, after.not_before) == (DeliveryState.PENDING, NOW + timedelta(hours=12))


def test_one_that_never_left_is_tried_again_without_risk() -> None:
    after = settled(NotSent("not sent (ClientConnectorError)"), attempts=3)
    assert (after.state, after.not_before) == (DeliveryState.PENDING, NOW + timedelta(seconds=8))
    assert after.detail == "not sent (ClientConnectorError)"


def test_a_lost_answer_is_sent_again_to_a_reader_with_the_risk_recorded() -> None:
    after = settled(Ambiguous("no usable answer"))
    assert (after.state, after.at_risk) == (DeliveryState.PENDING, True)
    assert after.not_before == NOW + timedelta(seconds=2)


@pytest.mark.parametrize("kind", [ChatKind.GROUP, ChatKind.CHANNEL])
def test_a_lost_answer_is_held_for_an_editor_where_many_read(kind: ChatKind) -> None:
    after = settled(Ambiguous("no usable answer"), chat_kind=kind)
    assert (after.state, after.at_risk) == (DeliveryState.UNKNOWN, False)


@pytest.mark.parametrize(
    ("kind", "policy"),
    [
        (ChatKind.PRIVATE, Policy.RESEND),
        (ChatKind.GROUP, Policy.HOLD),
        (ChatKind.CHANNEL, Policy.HOLD),
    ],
)
def test_only_private_chats_are_sent_to_again(kind: ChatKind, policy: Policy) -> None:
    assert policy_for(kind) is policy


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 1), (1, 2), (4, 16), (8, 256), (9, 300), (10**6, 300)])
def test_retries_wait_twice_as_long_each_time_up_to_five_minutes(attempts: int, seconds: int) -> None:
    assert retry_delay(replace(DELIVERY, attempts=attempts)) == timedelta(seconds=seconds) <= LONGEST_RETRY
