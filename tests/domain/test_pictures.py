"""Pictures: one delivery brings a picture to Telegram, the others wait and then name it."""

from dataclasses import replace

import pytest

from bot.domain.deliveries import Ambiguous, Delivery, NotSent, Outcome, Reason, Refused, Sent
from bot.domain.ids import ChatId, MessageId, PushId, SubscriberId
from bot.domain.pictures import Learned, Pictures
from bot.domain.pushes import Action, Card, Lane
from bot.domain.subscribers import ChatKind

PHOTO = "https://paper.example/1.jpg"
FIRST = Delivery(
    push_id=PushId(1),
    subscriber_id=SubscriberId(1),
    chat_id=ChatId(501),
    chat_kind=ChatKind.PRIVATE,
    lane=Lane.INSTANT,
    action=Action.SEND,
    policy=None,
    card=Card(html="<b>News</b>", photo=PHOTO),
    attempts=0,
)
SECOND = FIRST._replace(subscriber_id=SubscriberId(2))
PLAIN = FIRST._replace(card=Card(html="<b>News</b>"))
NAMED = FIRST._replace(card=replace(FIRST.card, photo_id="AgAC"))


def asked() -> Pictures:
    """A picture is on its way with the first delivery."""
    pictures = Pictures()
    assert pictures.ask(FIRST) == FIRST
    return pictures


@pytest.mark.parametrize("delivery", [FIRST, PLAIN, NAMED])
def test_the_first_may_go_and_goes_as_it_is(delivery: Delivery) -> None:
    pictures = Pictures()
    assert pictures.may_go(delivery)
    assert pictures.ask(delivery) == delivery


def test_while_a_picture_is_brought_the_others_wait() -> None:
    assert not asked().may_go(SECOND)


def test_when_the_one_that_was_to_bring_it_stays_another_brings_it() -> None:
    pictures = asked()
    pictures.give_up(PLAIN)
    assert not pictures.may_go(SECOND)
    pictures.give_up(FIRST)
    assert pictures.ask(SECOND) == SECOND


@pytest.mark.parametrize("delivery", [PLAIN, NAMED, FIRST._replace(push_id=PushId(2))])
def test_what_does_not_need_the_picture_does_not_wait(delivery: Delivery) -> None:
    assert asked().may_go(delivery)


def test_afterwards_telegrams_name_is_enough() -> None:
    pictures = asked()
    assert pictures.learn(FIRST, Sent(MessageId(7), photo_id="AgAC")) == Learned(PushId(1), PHOTO, "AgAC")
    assert pictures.may_go(SECOND)
    assert pictures.ask(SECOND).card.photo_id == "AgAC"


def test_a_picture_that_telegram_cannot_use_is_left_out_from_then_on() -> None:
    pictures = asked()
    outcome = Sent(MessageId(7), without_photo=True)
    assert pictures.learn(FIRST, outcome) == Learned(PushId(1), PHOTO, None)
    assert pictures.ask(SECOND).card == PLAIN.card


@pytest.mark.parametrize(
    "outcome", [Refused(Reason.BLOCKED, "blocked"), NotSent("away"), Ambiguous("reset"), Sent(MessageId(7))]
)
def test_when_nothing_was_learned_the_next_one_brings_it(outcome: Outcome) -> None:
    pictures = asked()
    assert pictures.learn(FIRST, outcome) is None
    assert pictures.may_go(SECOND)
    assert pictures.ask(SECOND) == SECOND


@pytest.mark.parametrize("delivery", [PLAIN, NAMED])
def test_a_receipt_without_a_picture_to_learn_teaches_nothing(delivery: Delivery) -> None:
    assert asked().learn(delivery, Sent(MessageId(7), photo_id="AgAC")) is None


def test_what_is_known_is_not_learned_again() -> None:
    pictures = asked()
    pictures.learn(FIRST, Sent(MessageId(7), photo_id="AgAC"))
    assert pictures.learn(FIRST, Sent(MessageId(8), photo_id="other")) is None


def test_a_hundred_pictures_are_kept_and_the_oldest_is_forgotten() -> None:
    pictures = Pictures()
    many = [FIRST._replace(push_id=PushId(number)) for number in range(101)]
    for one in many:
        pictures.ask(one)
        pictures.learn(one, Sent(MessageId(7), photo_id="AgAC"))
    kept = [one for one in many if pictures.ask(one).card.photo_id]
    assert kept == many[1:]


@pytest.mark.parametrize("action", [Action.EDIT, Action.DELETE])
def test_edits_bring_no_picture_and_do_not_wait_for_each_other(action: Action) -> None:
    pictures, edit = Pictures(), FIRST._replace(action=action, message_id=MessageId(7))
    assert pictures.ask(edit) == edit
    assert pictures.may_go(edit._replace(subscriber_id=SubscriberId(2)))
    assert pictures.learn(edit, Sent(MessageId(7))) is None
