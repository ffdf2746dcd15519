"""What the membership page says, as it comes: signed bodies of calls, and the fields of a claim.

A call is signed over its time and its body: `HMAC-SHA256(secret, timestamp + "." + body)`.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.domain.member_codes import MemberCodes
from bot.domain.memberships import Claim, Event
from bot.errors import ClaimRefused

SKEW = timedelta(minutes=5)
"""So far the site's clock may be from ours, in either direction."""
FIELDS = ("id", "event", "ref", "code", "amount_class", "until")
LASTS = frozenset({Event.CONFIRMED, Event.RENEWED})
"""Events by which somebody is a member, until a day that must be named."""
_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_CLASS = re.compile(r"[A-Za-z0-9._-]{0,32}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NO_DAY = "is no day like 2027-11-26"
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNED = "sha256="
_LONGEST_REFERENCE = 200
_LAST_DAY = date(2199, 12, 31)


class Seal(StrEnum):
    """What the signature of a call is worth."""

    GOOD = "good"
    FORGED = "forged"
    STALE = "stale"
    """It is the site's, of a time too far from ours: a call played again, or a clock that is wrong."""


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What stands in the header of a call."""
    signed = timestamp.encode("utf-8", "surrogatepass") + b"." + body
    return _SIGNED + hmac.digest(secret.encode(), signed, "sha256").hex()


def seal_of(secret: str, timestamp: str, body: bytes, given: str, now: datetime) -> Seal:
    """Whether a call is the site's, and of now."""
    made = signature(secret, timestamp, body)
    is_same = hmac.compare_digest(made.encode(), given.encode("utf-8", "surrogatepass"))
    if not is_same or not _TIMESTAMP.fullmatch(timestamp):
        return Seal.FORGED
    off = abs(int(timestamp) - now.timestamp())
    return Seal.GOOD if off <= SKEW.total_seconds() else Seal.STALE


def fields_of(body: bytes) -> Mapping[str, Any]:
    """The JSON object of a call. Raises ClaimRefused."""
    try:
        told = json.loads(body, object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        raise ClaimRefused(field="body", problem="is no JSON object with each field once") from None
    if not isinstance(told, dict):
        raise ClaimRefused(field="body", problem="is no JSON object")
    return told


def read_claim(fields: Mapping[str, Any], codes: MemberCodes | None) -> Claim:
    """A claim of these fields, empty ones as if they were not there. Raises ClaimRefused naming the field."""
    given = {name: _text(name, value) for name, value in fields.items() if value not in (None, "")}
    if unknown := sorted(given.keys() - set(FIELDS)):
        raise ClaimRefused(field=unknown[0][:40], problem="is unknown; nothing else is kept of a payment")
    event = given.get("event", "")
    if event not in set(Event):
        raise ClaimRefused(field="event", problem=f"is none of {', '.join(Event)}")
    until = _day(given.get("until"))
    if until is None and Event(event) in LASTS:
        raise ClaimRefused(field="until", problem="is missing")
    ref = given.get("ref", "")
    if len(ref) > _LONGEST_REFERENCE:
        raise ClaimRefused(field="ref", problem="is too long")
    return Claim(
        id=_like(_ID, "id", given.get("id", ""), "is no id of 1 to 64 letters, digits and . _ : -"),
        event=Event(event),
        amount_class=_like(
            _CLASS, "amount_class", given.get("amount_class", ""), "is no word of letters, digits and . _ -"
        ),
        until=until,
        ref=ref,
        code=_code(given.get("code"), codes),
    )


def digest_of(claim: Claim) -> str:
    """The same for the same claim, but for its id."""
    said = (claim.event, claim.ref, claim.code, claim.amount_class, str(claim.until))
    return hashlib.sha256("\n".join(said).encode("utf-8", "replace")).hexdigest()


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        raise ValueError("a field is there twice")
    return told


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ClaimRefused(field=name[:40], problem="is no text")
    return value.strip()


def _like(pattern: re.Pattern[str], field: str, text: str, problem: str) -> str:
    if not pattern.fullmatch(text):
        raise ClaimRefused(field=field, problem=problem)
    return text


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(_like(_DAY, "until", text, _NO_DAY))
    except ValueError:
        raise ClaimRefused(field="until", problem=_NO_DAY) from None
    if day > _LAST_DAY:
        raise ClaimRefused(field="until", problem=f"is after {_LAST_DAY}")
    return day


def _code(text: str | None, codes: MemberCodes | None) -> str:
    if text is None:
        return ""
    code = codes.read(text) if codes else None
    if code is None:
        raise ClaimRefused(field="code", problem="is no code made with our secret")
    return code.spelling
