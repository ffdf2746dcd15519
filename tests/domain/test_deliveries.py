"""Deliveries: what an outcome makes of one."""

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
    Reason,
    Refused,
    Sent,
    Settlement,
    Tally,
    Throttled,
    not_left,
    policy_for,
    policy_of,
    put_off,
    retry_delay,
    settle,
)
from bot.domain.ids import ChatId, MessageId, PushId, SubscriberId
from bot.domain.pushes import Action, Card, Lane, Policy
from bot.domain.subscribers import ChatKind

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
DELIVERY = Delivery(
    push_id=PushId(2),
    subscriber_id=SubscriberId(3),
    chat_id=ChatId(501),
    chat_kind=ChatKind.PRIVATE,
    lane=Lane.INSTANT,
    action=Action.SEND,
    policy=None,
    card=Card(html="<b>News</b>"),
    attempts=1,
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
    lambda **others: DELIVERY._replace(**others),
    chat_kind=st.sampled_from(ChatKind),
    attempts=st.integers(0, 10**6),
    action=st.sampled_from(Action),
    policy=st.sampled_from([None, *Policy]),
    message_id=st.none() | st.integers(1),
)


def settled(outcome: Outcome, **others: object) -> Settlement:
    return settle(DELIVERY._replace(**others), outcome, NOW)  # type: ignore[arg-type]


@given(delivery=DELIVERIES, outcome=OUTCOMES)
def test_no_outcome_loses_a_delivery(delivery: Delivery, outcome: Outcome) -> None:
    """Every outcome ends it for good, or sets a time not in the past for the next attempt."""
    after = settle(delivery, outcome, NOW)
    assert (after.push_id, after.subscriber_id) == (delivery.push_id, delivery.subscriber_id)
    waits = after.state is DeliveryState.PENDING and after.not_before is not None and after.not_before >= NOW
    assert waits or (after.state in FINAL and after.not_before is None)


@given(delivery=DELIVERIES, outcome=OUTCOMES)
def test_only_a_lost_answer_can_double_a_message(delivery: Delivery, outcome: Outcome) -> None:
    after = settle(delivery, outcome, NOW)
    resent = isinstance(outcome, Ambiguous) and after.state is DeliveryState.PENDING
    assert after.at_risk is (resent and delivery.action is Action.SEND)


@given(delivery=DELIVERIES, outcome=OUTCOMES)
def test_what_is_edited_stays_known(delivery: Delivery, outcome: Outcome) -> None:
    """However often it is tried, the message to edit or delete is the same one."""
    after = settle(delivery, outcome, NOW)
    receipt = outcome.message_id if isinstance(outcome, Sent) else None
    assert after.message_id == (receipt or delivery.message_id)


def test_a_taken_message_is_sent_and_keeps_its_receipt() -> None:
    after = settled(Sent(MessageId(77)))
    assert (after.state, after.message_id) == (DeliveryState.SENT, 77)


@pytest.mark.parametrize("reason", Reason)
def test_a_refusal_fails_for_its_reason_in_telegrams_words(reason: Reason) -> None:
    after = settled(Refused(reason, "what Telegram said"))
    assert (after.state, after.reason, after.detail) == (DeliveryState.FAILED, reason, "what Telegram said")


def test_only_a_refusal_about_the_chat_loses_the_reader() -> None:
    lost = {reason for reason in Reason if reason.loses_the_chat}
    assert lost == {Reason.BLOCKED, Reason.DEACTIVATED, Reason.UNREACHABLE}


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
    assert retry_delay(DELIVERY._replace(attempts=attempts)) == timedelta(seconds=seconds) <= LONGEST_RETRY


@pytest.mark.parametrize("kind", ChatKind)
@pytest.mark.parametrize("policy", Policy)
def test_a_push_may_choose_for_every_kind_of_chat(kind: ChatKind, policy: Policy) -> None:
    assert policy_of(DELIVERY._replace(chat_kind=kind, policy=policy)) is policy


@pytest.mark.parametrize("action", [Action.EDIT, Action.DELETE])
@pytest.mark.parametrize("policy", [None, *Policy])
def test_editing_and_deleting_are_always_tried_again_without_risk(
    action: Action, policy: Policy | None
) -> None:
    after = settled(Ambiguous("reset"), action=action, policy=policy, chat_kind=ChatKind.CHANNEL)
    assert (after.state, after.at_risk) == (DeliveryState.PENDING, False)


def test_a_push_that_resends_doubles_even_in_a_channel_and_says_so() -> None:
    after = settled(Ambiguous("reset"), policy=Policy.RESEND, chat_kind=ChatKind.CHANNEL)
    assert (after.state, after.at_risk) == (DeliveryState.PENDING, True)


def test_a_push_that_holds_leaves_even_a_reader_to_the_editor() -> None:
    assert settled(Ambiguous("reset"), policy=Policy.HOLD).state is DeliveryState.UNKNOWN


def test_what_is_put_off_waits_until_then_without_a_word() -> None:
    after = put_off(DELIVERY, NOW + timedelta(seconds=3))
    assert (after.state, after.not_before) == (DeliveryState.PENDING, NOW + timedelta(seconds=3))
    assert (after.detail, after.at_risk) == (None, False)


def test_what_was_never_recorded_waits_from_now_on_without_risk() -> None:
    after = not_left(DELIVERY, NOW)
    assert (after.state, after.not_before, after.at_risk) == (DeliveryState.PENDING, NOW, False)


def test_a_tally_tells_the_lost_and_the_open() -> None:
    failed = DeliveryState.FAILED
    tally = Tally(20, {(failed, one): 1 for one in Reason} | {(DeliveryState.SENT, None): 4})
    assert (tally.of(failed), tally.of(DeliveryState.SENT), tally.lost, tally.open) == (6, 4, 3, 10)


def test_a_tally_of_nothing_is_all_open() -> None:
    assert (Tally(3).of(DeliveryState.SENT), Tally(3).lost, Tally(3).open) == (0, 0, 3)
