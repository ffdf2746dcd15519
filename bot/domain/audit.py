"""What the desk decided: who, when, about what, and how it was before and after. Kept for good."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import ArticleId, PushId, UserId
from bot.domain.subscribers import Person


class Deed(StrEnum):
    """What was decided; each has its text `deed.…`. One that is on file somewhere keeps its name for ever."""

    SEND_NOW = "send_now"
    SKIP = "skip"
    STOP = "stop"
    PAUSE_ALL = "pause_all"
    RESUME_ALL = "resume_all"
    PUSH_NEWEST = "push_newest"
    MARK_SEEN = "mark_seen"
    REVIEW_EACH = "review_each"
    SCHEDULE = "schedule"
    BREAKING = "breaking"
    ANNOUNCE = "announce"
    AUDIENCE = "audience"
    CANCEL = "cancel"
    PAUSE = "pause"
    RESUME = "resume"
    RESEND_UNKNOWN = "resend_unknown"
    UNKNOWN_ARRIVED = "unknown_arrived"
    LEAVE_UNKNOWN = "leave_unknown"
    ANSWER = "answer"
    FIX = "fix"
    CORRECT = "correct"
    IGNORE_CHANGE = "ignore_change"
    RETRACT = "retract"
    RESEND_MISSED = "resend_missed"
    PROOF = "proof"
    SEND_LATE = "send_late"
    DROP_LATE = "drop_late"
    INVITE = "invite"
    CHANGE_ROLE = "change_role"
    CLAIM = "claim"
    MOVE_IN = "move_in"
    ADD_FEED = "add_feed"
    CHANGE_FEED = "change_feed"
    ASKING = "asking"
    PAUSE_APPEALS = "pause_appeals"
    RESUME_APPEALS = "resume_appeals"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One decision of an editor."""

    deed: Deed
    by: UserId
    name: str
    """The editor's first name at that time."""
    at: datetime
    about: str = ""
    """The headline, or what else names it, as it was at that time."""
    article_id: ArticleId | None = None
    push_id: PushId | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Logged:
    """A decision on file, under its number."""

    number: int
    decision: Decision


def decided(
    deed: Deed,
    editor: Person,
    at: datetime,
    *,
    about: str = "",
    article_id: ArticleId | None = None,
    push_id: PushId | None = None,
    before: str = "",
    after: str = "",
) -> Decision:
    """A decision that this editor takes now."""
    return Decision(
        deed=deed,
        by=editor.id,
        name=editor.name,
        at=at,
        about=about,
        article_id=article_id,
        push_id=push_id,
        before=before,
        after=after,
    )
