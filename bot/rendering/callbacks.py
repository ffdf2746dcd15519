"""What a button sends back: an action and the id it is about, e.g. `send:17`. At most 64 bytes.

Nothing in it is trusted: role and state are looked up when it is pressed.
"""

import re
from enum import StrEnum

from bot.domain.ids import ChatId

_LONGEST_TAG = 43
"""What of a link's tag any button has room for: the same of it in all, or a campaign is counted twice."""
_FOR_CHAT = re.compile(r"@(-[0-9]{1,15})$")


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
    FOLLOW_DAILY = "video"
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
    DIGEST_ONLY = "digest_only"
    AS_BEFORE = "as_before"
    DIGEST = "digest"
    EDITION = "edition"
    DAILY_DIGEST = "daily"
    SETTINGS = "settings"
    """To a page of the settings, by its name; to the first one without."""
    MODE = "mode"
    CAP = "cap"
    HOUR = "hour"
    DAYS = "days"
    DAY = "day"
    QUIET = "quiet"
    BREAKING = "breaking"
    ZONE = "zone"
    REGION = "region"
    WRITE = "write"
    """A question whose reply we want: the town, the hour, the day."""
    PAUSE = "pause"
    RESUME = "resume"
    ASK_AGAIN = "ask"
    TOPIC = "topic"
    SUPPORT = "support"
    SUPPORT_FROM = "from"
    """The same from under what many get."""
    REST = "rest"
    GIVE_STARS = "stars"
    END_STARS = "stars_end"
    SEND_NOW = "send"
    SKIP = "skip"
    TEST = "test"
    CARD_PAGE = "card"
    HEADLINE = "headline"
    SUMMARY = "summary"
    SENTENCE = "sentence"
    TYPE_SUMMARY = "words"
    SHOW_CARD = "show"
    PICK_PICTURE = "picture"
    UPLOAD = "upload"
    SWITCH_BUTTON = "switch"
    ASKING = "asking"
    UNDO = "undo"
    RESET = "reset"
    EDITIONS = "editions"
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
    KEEP_PUSH = "keep_push"
    RESUME_ALL = "resume_all"
    SEND_HELD = "send_held"
    ASK_DROP = "ask_drop"
    DROP_HELD = "drop_held"
    LOOK_HELD = "held"
    PUSH_NEWEST = "newest"
    MARK_SEEN = "seen"
    REVIEW_EACH = "each"
    SEND_LATE = "send_late"
    DROP_LATE = "drop_late"
    FORGET = "forget"
    ANSWER = "answer"
    CHATS = "chats"
    CHAT = "chat"
    CHAT_EDITION = "chat_ed"
    CHAT_PAUSE = "chat_off"
    CHAT_RESUME = "chat_on"
    CHAT_TOPIC = "chat_to"
    FIX = "fix"
    NOTE = "note"
    SEND_NOTE = "tell"
    IGNORE = "ignore"
    RETRACT = "retract"
    RETRACT_NOW = "recall"
    MISSED = "missed"
    SEND_MISSED = "again"
    PROOF = "proof"
    KEEP = "keep"
    OLDER = "older"
    STATS = "stats"
    CHART = "chart"
    TABLE = "table"
    PEOPLE = "people"
    COLLEAGUE = "colleague"
    INVITE = "invite"
    MAKE_EDITOR = "editor"
    MAKE_ADMIN = "admin"
    TAKE_ROLE = "dismiss"
    FEEDS = "feeds"
    FEED = "feed"
    FEED_ASK = "feed_ask"
    FEED_DO = "feed_do"
    FEED_TOPIC = "feed_topic"
    NEW_FEED = "feed_new"
    FEED_LOOK = "feed_look"
    FEED_ADD = "feed_add"
    APPEALS = "appeals"
    APPEAL_SAMPLE = "sample"
    PAUSE_APPEALS = "ask_off"
    RESUME_APPEALS = "ask_on"
    SCHEDULE = "when"
    AT = "at"
    AT_ANYWAY = "at_full"
    WRITE_WHEN = "write_at"
    NOT_NOW = "not_now"
    SEND_ANYWAY = "send_full"
    ALERTS = "alerts"
    AUDIENCE = "who"
    NARROW = "narrow"
    USE_AUDIENCE = "whom"
    WRITE_AUDIENCE = "write_who"
    QUEUE = "queue"
    QUEUED = "queued"
    SETTLED = "settled"
    """A button that only says what was decided."""


ON_DESK_CARDS = frozenset(
    {
        Action.SEND_NOW,
        Action.SKIP,
        Action.WITHDRAW,
        Action.PICK_PICTURE,
        Action.CANCEL_PUSH,
        Action.SETTLED,
    }
)
"""What only editors have under an article's card."""

SEALED = frozenset(
    {
        Action.PEOPLE,
        Action.COLLEAGUE,
        Action.INVITE,
        Action.MAKE_EDITOR,
        Action.MAKE_ADMIN,
        Action.TAKE_ROLE,
        Action.FEEDS,
        Action.FEED,
        Action.FEED_ASK,
        Action.FEED_DO,
        Action.FEED_TOPIC,
        Action.NEW_FEED,
        Action.FEED_LOOK,
        Action.FEED_ADD,
        Action.APPEALS,
        Action.APPEAL_SAMPLE,
        Action.PAUSE_APPEALS,
        Action.RESUME_APPEALS,
        Action.SEND_NOW,
        Action.SKIP,
        Action.TEST,
        Action.CARD_PAGE,
        Action.HEADLINE,
        Action.SUMMARY,
        Action.SENTENCE,
        Action.TYPE_SUMMARY,
        Action.SHOW_CARD,
        Action.PICK_PICTURE,
        Action.UPLOAD,
        Action.SWITCH_BUTTON,
        Action.ASKING,
        Action.UNDO,
        Action.RESET,
        Action.EDITIONS,
        Action.WITHDRAW,
        Action.SEND_ANYWAY,
        Action.SCHEDULE,
        Action.AT,
        Action.AT_ANYWAY,
        Action.WRITE_WHEN,
        Action.NOT_NOW,
        Action.AUDIENCE,
        Action.NARROW,
        Action.USE_AUDIENCE,
        Action.WRITE_AUDIENCE,
        Action.QUEUE,
        Action.QUEUED,
        Action.CANCEL_PUSH,
        Action.RESEND_UNKNOWN,
        Action.UNKNOWN_ARRIVED,
        Action.LEAVE_UNKNOWN,
        Action.GO_ON,
        Action.STOP_PUSH,
        Action.PAUSE_PUSH,
        Action.RESUME_PUSH,
        Action.ASK_CANCEL,
        Action.CANCEL_REST,
        Action.KEEP_PUSH,
        Action.RESUME_ALL,
        Action.SEND_HELD,
        Action.ASK_DROP,
        Action.DROP_HELD,
        Action.LOOK_HELD,
        Action.PUSH_NEWEST,
        Action.MARK_SEEN,
        Action.REVIEW_EACH,
        Action.SEND_LATE,
        Action.DROP_LATE,
        Action.ANSWER,
        Action.FIX,
        Action.NOTE,
        Action.SEND_NOTE,
        Action.IGNORE,
        Action.RETRACT,
        Action.RETRACT_NOW,
        Action.MISSED,
        Action.SEND_MISSED,
        Action.PROOF,
        Action.KEEP,
        Action.OLDER,
        Action.STATS,
        Action.CHART,
        Action.TABLE,
        Action.SETTLED,
    }
)
"""The desk's own: a press of these is obeyed only with our seal on it, see bot/domain/seals.py."""


_BY_NAME = {str(action): action for action in Action}


def pack(action: Action, about: object = "") -> str:
    """The data of a button."""
    return f"{action}:{about}"


def tagged(data: str, tag: str | None) -> str:
    """The data of a button that takes along by which link somebody came."""
    return f"{data}~{tag[:_LONGEST_TAG]}" if tag else data


def for_chat(data: str, chat_id: ChatId) -> str:
    """The data of a button in somebody's private chat that speaks for a channel."""
    return f"{data}@{chat_id}"


def unpack_chat(data: str) -> tuple[str, ChatId | None]:
    """The data of a button, and the channel it speaks for, if any."""
    found = _FOR_CHAT.search(data)
    return (data[: found.start()], ChatId(int(found[1]))) if found else (data, None)


def unpack(data: str) -> tuple[Action, str] | None:
    """Action and subject, or None for what no button of ours can have sent."""
    name, _, about = data.partition(":")
    action = _BY_NAME.get(name)
    return None if action is None else (action, about)
