"""What a button sends back: an action and the id it is about, e.g. `send:17`. At most 64 bytes.

Nothing in it is trusted: role and state are looked up when it is pressed.
"""

from enum import StrEnum


class Action(StrEnum):
    """Every button that talks to us."""

    SUBSCRIBE = "subscribe"
    TOP_STORIES = "top"
    TOPICS = "topics"
    TOGGLE = "toggle"
    FOLLOWING = "following"
    DROP = "drop"
    FOLLOW = "follow"
    END_FOLLOW = "end"
    FOLLOW_TOPIC = "want"
    BEGIN_STORY = "story"
    READ_HERE = "here"
    TURN_PAGE = "page"
    LESS = "less"
    WHY = "why"
    MUTE = "mute"
    UNMUTE = "unmute"
    UNFOLLOW = "unfollow"
    REFOLLOW = "refollow"
    FOLLOW_STORY = "on"
    REPORT = "report"
    BACK = "back"
    EDITION = "edition"
    PAUSE = "pause"
    RESUME = "resume"
    ASK_AGAIN = "ask"
    TOPIC = "topic"
    SEND_NOW = "send"
    SKIP = "skip"
    WITHDRAW = "withdraw"
    CANCEL_PUSH = "cancel"
    RESEND_UNKNOWN = "resend"
    UNKNOWN_ARRIVED = "arrived"
    LEAVE_UNKNOWN = "leave"
    GO_ON = "go_on"
    STOP_PUSH = "stop"
    PAUSE_PUSH = "halt"
    RESUME_PUSH = "resume_push"
    ASK_CANCEL = "ask_cancel"
    CANCEL_REST = "cancel_rest"
    KEEP_PUSH = "keep"
    RESUME_ALL = "resume_all"
    SEND_HELD = "send_held"
    ASK_DROP = "ask_drop"
    DROP_HELD = "drop_held"
    LOOK_HELD = "held"
    PUSH_NEWEST = "newest"
    MARK_SEEN = "seen"
    REVIEW_EACH = "each"
    FORGET = "forget"
    ANSWER = "answer"
    SETTLED = "settled"
    """A button that only says what was decided."""


ON_DESK_CARDS = frozenset({Action.SEND_NOW, Action.SKIP, Action.WITHDRAW, Action.CANCEL_PUSH, Action.SETTLED})
"""What only editors have under an article's card."""


def pack(action: Action, about: object = "") -> str:
    """The data of a button."""
    return f"{action}:{about}"


def unpack(data: str) -> tuple[Action, str] | None:
    """Action and subject, or None for what no button of ours can have sent."""
    name, _, about = data.partition(":")
    return (Action(name), about) if name in set(Action) else None
