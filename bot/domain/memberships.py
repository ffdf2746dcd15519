"""Memberships: what the paper's site says about one, and until when a reader is a member.

A membership lasts through its last day, `until`, in the paper's zone. Of the payment nothing is known here
but its class, in the site's own words, and the day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.ids import ArticleId, Edition, PushId, SubscriberId
from bot.domain.support_links import Place, Reference
from bot.domain.wall_times import instant_of


class Event(StrEnum):
    """What happened to a membership."""

    CONFIRMED = "confirmed"
    RENEWED = "renewed"
    CANCELLED = "cancelled"
    """It will not be renewed, and lasts to its end."""
    REFUNDED = "refunded"
    """It is over at once."""


class Outcome(StrEnum):
    """What became of what the site said."""

    ACCEPTED = "accepted"
    """A reader's membership is what it says."""
    COUNTED = "counted"
    """It is counted, and no reader hears of it: the reference leads to nobody, or is none of ours."""
    ALREADY_KNOWN = "already_known"
    CONFLICT = "conflict"
    """The same id came before with something else."""
    ENDED = "ended"
    """Its last day is past: nothing is kept."""
    FORGED = "forged"
    STALE = "stale"
    """The site signed it, but not now: nothing is kept."""


class CodeOutcome(StrEnum):
    """What became of a code that somebody brought."""

    ACCEPTED = "accepted"
    YOURS = "yours"
    """They have brought it before."""
    USED = "used"
    """Somebody else has."""
    ENDED = "ended"
    """Its membership is over."""
    WRONG = "wrong"
    TOO_MANY = "too_many"
    """They have tried too often; nothing was looked at."""


@dataclass(frozen=True, kw_only=True)
class Attribution:
    """Where a membership came from, as far as its reference tells."""

    place: Place | None = None
    wording: str | None = None
    push_id: PushId | None = None
    article_id: ArticleId | None = None


def attribution_of(reference: Reference | None) -> Attribution:
    """What is kept of a reference besides its reader."""
    if reference is None:
        return Attribution()
    return Attribution(place=reference.place, wording=reference.wording)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What the site says, checked for form alone: by a callback, a code, or a line of a file."""

    id: str
    """The site's own name for this event; the same id is the same event."""
    event: Event
    amount_class: str = ""
    until: date | None = None
    """There where somebody is a member by it."""
    ref: str = ""
    """The reference with which the reader came to the site."""
    code: str = ""
    """The code that the site showed, as `bot.domain.member_codes` spells it."""


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """A claim on file. Who is erased is in none of them."""

    callback_id: str
    digest: str
    """Of all that the claim said, to know it again."""
    event: Event
    code: str | None = None
    is_open: bool = False
    """Nobody has brought the code yet, and nobody else is known whose it is."""
    subscriber_id: SubscriberId | None = None
    edition: Edition = field(default=Edition(""))
    """What the reader read then; empty where there is none."""
    attribution: Attribution = Attribution()
    amount_class: str
    confirmed_at: datetime
    until: date | None


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody's membership, which may be over."""

    until: date
    is_cancelled: bool = False
    """It will not be renewed."""
    owes_thanks: bool = False
    """Whether we have yet to thank them."""
    reminded: date | None = None
    """The last day of the membership of whose end they were told."""

    def is_on(self, day: date) -> bool:
        """Whether it lasts on this day."""
        return day <= self.until

    def ends_at(self, zone: ZoneInfo) -> datetime:
        """The first moment without it, in UTC."""
        return instant_of(datetime.combine(self.until + timedelta(days=1), time(), zone))


def after(member: Member | None, claim: Claim, today: date) -> Member | None:
    """What a claim makes of somebody's membership; None for no member.

    Claims may come in any order: what lasts longer stays, until it is cancelled or paid back.
    """
    if claim.event is Event.REFUNDED:
        return None
    if claim.event is Event.CANCELLED:
        return _cancelled(member, claim) if member else None
    assert claim.until is not None
    if member is None:
        return Member(until=claim.until, owes_thanks=True)
    return replace(
        member,
        until=max(member.until, claim.until),
        is_cancelled=False,
        owes_thanks=member.owes_thanks or not member.is_on(today),
    )


def _cancelled(member: Member, claim: Claim) -> Member:
    until = min(member.until, claim.until) if claim.until else member.until
    return replace(member, until=until, is_cancelled=True)


Counts = Mapping[tuple[Event, str], int]
"""How many events of which amount class there were."""
