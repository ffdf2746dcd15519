"""All that is kept about a chat as a file that people and programs can read."""

import json
from datetime import datetime
from typing import Any

from bot.domain.appeals import History
from bot.domain.feedback import Feedback
from bot.domain.follows import Follow
from bot.domain.memberships import Confirmation, Member
from bot.domain.people import Colleague
from bot.domain.preferences import Preferences
from bot.domain.pushes import Document
from bot.domain.records import Record
from bot.domain.stars import Payment
from bot.domain.subscribers import Subscriber

FILE_NAME = "my-data.json"


def record_file(record: Record) -> Document:
    """The file. Times are ISO 8601 in UTC; what is not kept is null or an empty list."""
    told = {
        "chat_id": record.chat_id,
        "subscription": _subscription(record.subscriber),
        "moves": [{"move": one.move, "at": _time(one.at)} for one in record.moves],
        "deliveries": [
            {
                "headline": one.headline,
                "url": one.url,
                "state": one.state.name.lower(),
                "at": _time(one.at),
                "message_id": one.message_id,
            }
            for one in record.received
        ],
        "follows": [_follow(one) for one in record.follows],
        "preferences": _preferences(record.preferences),
        "digests": [list(one) for one in record.digests],
        "feedback": [_feedback(one) for one in record.feedback],
        "questions": [{"text": one.text, "at": _time(one.asked_at)} for one in record.questions],
        "appeals": _appeals(record.appeals),
        "membership": _membership(record.member),
        "membership_page_said": [_confirmed(one) for one in record.confirmed],
        "groups_and_channels": [_kept(one) for one in record.keeps],
        "role": _role(record.colleague),
        "payments": [_payment(one) for one in record.payments],
        "left_alone_until": _time(record.left_alone_until),
    }
    return Document(FILE_NAME, json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def _subscription(subscriber: Subscriber | None) -> dict[str, Any] | None:
    if subscriber is None:
        return None
    return {
        "kind": subscriber.kind,
        "edition": subscriber.edition,
        "language": subscriber.language,
        "standing": subscriber.standing,
        "joined_at": _time(subscriber.joined_at),
        "came_by": subscriber.source,
        "last_here": subscriber.seen_on.isoformat() if subscriber.seen_on else None,
    }


def _appeals(history: History | None) -> dict[str, Any] | None:
    if history is None:
        return None
    return {
        "actions": {day.isoformat(): count for day, count in history.days},
        "asked_at": _time(history.shown_at),
        "asked_with": history.wording,
        "opened": history.is_tapped,
        "said": history.rest,
        "rests_until": _time(history.rests_until),
    }


def _payment(payment: Payment) -> dict[str, Any]:
    return {
        "at": _time(payment.at),
        "stars": payment.amount,
        "kind": payment.kind,
        "charge": payment.charge_id,
        "supports_until": _time(payment.until),
        "refunded_at": _time(payment.refunded_at),
        "ended_at": _time(payment.ended_at),
    }


def _membership(member: Member | None) -> dict[str, Any] | None:
    if member is None:
        return None
    return {
        "until": member.until.isoformat(),
        "is_cancelled": member.is_cancelled,
        "reminded_of": member.reminded.isoformat() if member.reminded else None,
    }


def _confirmed(confirmation: Confirmation) -> dict[str, Any]:
    came = confirmation.attribution
    return {
        "event": confirmation.event,
        "at": _time(confirmation.confirmed_at),
        "amount_class": confirmation.amount_class,
        "until": confirmation.until.isoformat() if confirmation.until else None,
        "came_from": came.place.name.lower() if came.place else None,
        "wording": came.wording,
    }


def _role(colleague: Colleague | None) -> dict[str, Any] | None:
    if colleague is None:
        return None
    role, since = colleague.role.name.lower(), _time(colleague.since)
    return {"role": role, "name": colleague.name, "since": since, "given_by": colleague.given_by}


def _kept(subscriber: Subscriber) -> dict[str, Any]:
    return {"kind": subscriber.kind, "chat_id": subscriber.chat_id, "title": subscriber.title}


def _follow(follow: Follow) -> dict[str, Any]:
    return {
        "kind": follow.subject.kind,
        "subject": follow.subject.label,
        "since": _time(follow.since),
        "muted_until": _time(follow.muted_until),
        "mode": follow.mode,
    }


def _preferences(chosen: Preferences | None) -> dict[str, Any] | None:
    if chosen is None:
        return None
    quiet = chosen.quiet
    return {
        "zone": chosen.zone,
        "mode": chosen.mode,
        "digest_times": [f"{one:%H:%M}" for one in chosen.digest_times],
        "digest_weekdays": sorted(chosen.digest_days),
        "daily_cap": chosen.daily_cap,
        "quiet_hours": f"{quiet.start:%H:%M}-{quiet.end:%H:%M}" if quiet else None,
        "only_breaking": chosen.only_breaking,
        "paused_until": _time(chosen.paused_until),
    }


def _feedback(feedback: Feedback) -> dict[str, Any]:
    return {
        "at": _time(feedback.at),
        "name": feedback.name,
        "language": feedback.language,
        "text": feedback.text,
        "article": feedback.article.url if feedback.article else None,
        "answer": feedback.answer,
        "answered_at": _time(feedback.answered_at),
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
