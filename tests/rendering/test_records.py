"""The file with all that is kept about a chat."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.domain.deliveries import DeliveryState
from bot.domain.feedback import Feedback, FeedbackId, FeedbackState
from bot.domain.follows import Follow, FollowKind, Subject
from bot.domain.ids import ChatId, Edition, MessageId, SubscriberId, UserId
from bot.domain.memberships import Attribution, Confirmation, Event, Member
from bot.domain.questions import Question, QuestionId
from bot.domain.records import Moved, Received, Record
from bot.domain.stars import Kind, Payment
from bot.domain.subscribers import ChatKind, Standing, Subscriber
from bot.domain.support_links import Place
from bot.rendering.records import record_file

ANA = ChatId(501)
AT = datetime(2026, 3, 29, 18, 30, tzinfo=UTC)
SAID = "2026-03-29T18:30:00+00:00"
SUBSCRIBER = Subscriber(
    id=SubscriberId(1),
    chat_id=ANA,
    kind=ChatKind.PRIVATE,
    edition=Edition("mk"),
    language="mk",
    standing=Standing.PAUSED,
    joined_at=AT,
)
FEEDBACK = Feedback(
    id=FeedbackId(1),
    chat_id=ANA,
    name="Ана",
    language="mk",
    text="Грешка",
    at=AT,
    state=FeedbackState.DELIVERED,
    answer="Благодариме",
    answered_at=AT,
)
RECEIVED = Received("Буџетот помина", "https://p.example/a", DeliveryState.SENT, AT, MessageId(77))


def test_a_membership_is_told_with_what_the_membership_page_said() -> None:
    until = date(2027, 3, 29)
    said = Confirmation(
        callback_id="order-1",
        digest="",
        event=Event.CONFIRMED,
        attribution=Attribution(place=Place.APPEAL, wording="0a1b2c3d"),
        amount_class="monthly",
        confirmed_at=AT,
        until=until,
    )
    bare = replace(said, event=Event.REFUNDED, attribution=Attribution(), until=None)
    record = Record(chat_id=ANA, member=Member(until=until, reminded=until), confirmed=[said, bare])
    told = json.loads(record_file(record).text)
    assert told["membership"] == {"until": "2027-03-29", "is_cancelled": False, "reminded_of": "2027-03-29"}
    assert told["membership_page_said"] == [
        {
            "event": "confirmed",
            "at": SAID,
            "amount_class": "monthly",
            "until": "2027-03-29",
            "came_from": "appeal",
            "wording": "0a1b2c3d",
        },
        {
            "event": "refunded",
            "at": SAID,
            "amount_class": "monthly",
            "until": None,
            "came_from": None,
            "wording": None,
        },
    ]


def test_an_empty_record_says_so() -> None:
    told = json.loads(record_file(Record(chat_id=ANA)).text)
    assert told == {
        "chat_id": 501,
        "subscription": None,
        "moves": [],
        "deliveries": [],
        "follows": [],
        "preferences": None,
        "digests": [],
        "feedback": [],
        "questions": [],
        "appeals": None,
        "membership": None,
        "membership_page_said": [],
        "groups_and_channels": [],
        "role": None,
        "payments": [],
        "left_alone_until": None,
    }


def told(**parts: Any) -> dict[str, Any]:
    """The file of a record with these parts."""
    answer: dict[str, Any] = json.loads(record_file(Record(chat_id=ANA, **parts)).text)
    return answer


def test_the_last_questions_are_told() -> None:
    asked = Question(QuestionId(1), ANA, "Кога ќе врне?", AT)
    assert told(questions=[asked])["questions"] == [{"text": "Кога ќе врне?", "at": SAID}]


def test_what_is_followed_or_muted_is_told() -> None:
    subject = Subject(FollowKind.AUTHOR, "andonovic", "Андоновиќ")
    file = told(follows=[Follow(subject=subject, since=AT, muted_until=None)])
    told_of_it = {"kind": "author", "subject": "Андоновиќ", "since": SAID, "muted_until": None, "mode": None}
    assert file["follows"] == [told_of_it]


def test_a_subscription_is_told_with_its_history() -> None:
    file = told(subscriber=SUBSCRIBER, moves=[Moved("joined", AT)], left_alone_until=AT)
    settings = {"kind": "private", "edition": "mk", "language": "mk", "standing": "paused"}
    assert file["subscription"] == settings | {"joined_at": SAID, "came_by": None, "last_here": None}
    assert file["moves"] == [{"move": "joined", "at": SAID}]
    assert file["left_alone_until"] == SAID


def test_each_delivery_is_told() -> None:
    (delivery,) = told(subscriber=SUBSCRIBER, received=[RECEIVED])["deliveries"]
    where = {"headline": "Буџетот помина", "url": "https://p.example/a"}
    assert delivery == where | {"state": "sent", "at": SAID, "message_id": 77}


def test_feedback_is_told_with_its_answer() -> None:
    (feedback,) = told(feedback=[FEEDBACK])["feedback"]
    wrote = {"at": SAID, "name": "Ана", "language": "mk", "text": "Грешка", "article": None}
    assert feedback == wrote | {"answer": "Благодариме", "answered_at": SAID}


def test_each_payment_is_told() -> None:
    paid = Payment(charge_id="stx", payer=UserId(501), kind=Kind.ONCE, amount=5, invoice="0", at=AT, until=AT)
    (payment,) = told(payments=[paid])["payments"]
    kept = {"at": SAID, "stars": 5, "kind": "once", "charge": "stx", "supports_until": SAID}
    assert payment == kept | {"refunded_at": None, "ended_at": None}


def test_the_file_is_written_in_its_own_letters() -> None:
    assert "Буџетот помина" in record_file(Record(chat_id=ANA, received=[RECEIVED])).text
