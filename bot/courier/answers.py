"""What Telegram's answer says about the message. The status decides; texts only say which kind of refusal.

A 4xx that is no JSON of Telegram's comes from something in between, which did not pass the request on: it
tells nothing about the chat or the message.
"""

from datetime import timedelta
from typing import Any

import orjson

from bot.domain.deliveries import Ambiguous, Moved, NotSent, Outcome, Reason, Refused, Sent, Throttled
from bot.domain.ids import ChatId, MessageId, UserId
from bot.redaction import redact

TOO_LARGE = "request entity too large"
_PICTURE_TROUBLE = (
    TOO_LARGE,
    "wrong file identifier",
    "wrong remote file identifier",
    "can't use file of type",
    "failed to get http url content",
    "wrong type of the web page content",
    "invalid file http url",
    "wrong http url",
    "file is too big",
    "file must be non-empty",
    "photo_",
    "unsupported extension",
    "image_process_failed",
    "webpage_media_empty",
    "webpage_curl_failed",
    "not enough rights to send photos",
    "chat_send_photos_forbidden",
)
_REASONS = (
    (Reason.BLOCKED, ("blocked by the user", "user_is_blocked")),
    (Reason.DEACTIVATED, ("deactivated",)),
    (Reason.GONE, ("message to edit not found", "message_id_invalid")),
    (Reason.TOO_OLD, ("message can't be edited", "message can't be deleted")),
    (
        Reason.UNREACHABLE,
        (
            "chat not found",
            "have no write access",
            "need administrator rights",
            "not enough rights to send",
            "chat_write_forbidden",
            "chat_restricted",
            "channel_private",
            "peer_id_invalid",
            "topic",
            "message thread not found",
        ),
    ),
)
_ALREADY_SO = ("message is not modified", "message to delete not found")
_MARKUP_TROUBLE = ("can't parse entities",)
_OTHER_KIND = ("no text in the message to edit", "no caption in the message to edit")
_WITHOUT_A_WORD = timedelta(seconds=5)
"""How long to wait when a 429 does not say."""
_LONGEST_DETAIL = 300


def understood(status: int, body: bytes, changed: MessageId | None = None) -> Outcome:
    """The outcome of a call; `changed` is the message that it was to change or delete."""
    answer = _read(body)
    if status == 200:
        return _taken(answer, changed)
    if status >= 500:
        return Ambiguous(_said(answer) or f"status {status}")
    if status == 429:
        return Throttled(_retry_after(answer))
    if status == 413:
        return Refused(Reason.REJECTED, TOO_LARGE)
    if answer.get("ok") is not False:
        return NotSent(f"status {status} from something else than Telegram")
    if status in (401, 404):
        return NotSent("token refused", token_refused=True)
    return _refused(status, answer, changed)


def admins_in(status: int, body: bytes) -> frozenset[UserId] | None:
    """Who a chat's admins are; nobody of a chat that is not ours to see, None where it is not said."""
    answer = _read(body)
    if status in (400, 403) and answer.get("ok") is False:
        return frozenset()
    if status != 200 or answer.get("ok") is not True:
        return None
    try:
        return frozenset(UserId(int(one["user"]["id"])) for one in answer["result"])
    except (TypeError, KeyError, ValueError):
        return None


def is_picture_trouble(outcome: Outcome) -> bool:
    """Whether the card may go without its picture, or with another name for it."""
    return isinstance(outcome, Refused) and _has(outcome.detail, _PICTURE_TROUBLE)


def is_markup_trouble(outcome: Outcome) -> bool:
    """Whether Telegram could not read the card's HTML."""
    return isinstance(outcome, Refused) and _has(outcome.detail, _MARKUP_TROUBLE)


def is_other_kind(outcome: Outcome) -> bool:
    """Whether the message to edit has a caption instead of a text, or the reverse."""
    return isinstance(outcome, Refused) and _has(outcome.detail, _OTHER_KIND)


def _read(body: bytes) -> dict[str, Any]:
    try:
        answer = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _taken(answer: dict[str, Any], changed: MessageId | None) -> Outcome:
    result = answer.get("result")
    if answer.get("ok") is not True or not result:
        return Ambiguous("an answer that says nothing")
    if changed is not None:
        return Sent(changed)
    try:
        message_id = MessageId(int(result["message_id"]))
        return Sent(message_id, _photo_id(result), photo_size=_photo_size(result))
    except (TypeError, KeyError, ValueError, IndexError):
        return Ambiguous("an answer without a receipt")


def _photo_id(message: dict[str, Any]) -> str | None:
    """Telegram's name for the largest size, which is the last."""
    return str(message["photo"][-1]["file_id"]) if "photo" in message else None


def _photo_size(message: dict[str, Any]) -> tuple[int, int] | None:
    largest = message["photo"][-1] if "photo" in message else {}
    width, height = largest.get("width"), largest.get("height")
    return (width, height) if isinstance(width, int) and isinstance(height, int) else None


def _refused(status: int, answer: dict[str, Any], changed: MessageId | None) -> Outcome:
    new_chat = _parameter(answer, "migrate_to_chat_id")
    if new_chat is not None:
        return Moved(ChatId(new_chat))
    said = _said(answer)
    if changed is not None and _has(said, _ALREADY_SO):
        return Sent(changed)
    if status not in (400, 403):
        return NotSent(said or f"status {status}")
    otherwise = Reason.UNREACHABLE if status == 403 else Reason.REJECTED
    return Refused(next((one for one, words in _REASONS if _has(said, words)), otherwise), said)


def _retry_after(answer: dict[str, Any]) -> timedelta:
    seconds = _parameter(answer, "retry_after")
    return timedelta(seconds=seconds) if seconds and seconds > 0 else _WITHOUT_A_WORD


def _parameter(answer: dict[str, Any], name: str) -> int | None:
    parameters = answer.get("parameters")
    value = parameters.get(name) if isinstance(parameters, dict) else None
    return value if isinstance(value, int) else None


def _said(answer: dict[str, Any]) -> str:
    # What stands in between may repeat the address it was asked for, token included.
    return redact(str(answer.get("description") or ""))[:_LONGEST_DETAIL]


def _has(text: str, parts: tuple[str, ...]) -> bool:
    lower = text.lower()
    return any(part in lower for part in parts)
