"""One request to one method, and what many methods read alike: text, caption, preview, media."""

from typing import Any, NamedTuple

from bot.sandbox.errors import bad_request
from bot.sandbox.files import StoredFile
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import Body, Telegram
from bot.sandbox.texts import FormattedText, formatted

MAX_TEXT = 4096
MAX_CAPTION = 1024


class Call(NamedTuple):
    telegram: Telegram
    method: str
    params: Parameters


def read_text(call: Call) -> FormattedText:
    raw = call.params.text("text")
    if not raw:
        raise bad_request("Message text is empty")
    return formatted(raw, call.params.text("parse_mode"), call.params.parsed("entities"))


def read_caption(call: Call) -> FormattedText:
    params = call.params
    return formatted(params.text("caption"), params.text("parse_mode"), params.parsed("caption_entities"))


def check_text(text: FormattedText) -> None:
    if text.is_blank:
        raise bad_request("text must be non-empty")
    if len(text.text) > MAX_TEXT:
        raise bad_request("message is too long")


def check_caption(text: FormattedText) -> None:
    if len(text.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")


def read_link_preview(call: Call) -> dict[str, Any] | None:
    return call.params.parsed("link_preview_options") or None


def read_media(call: Call, kind: str, given: str) -> StoredFile:
    """The file of a call: `given` is its value, an id, an address or attach://<field>."""
    attached = given.removeprefix("attach://") if given.startswith("attach://") else None
    upload = call.params.upload(attached or kind) if attached or not given else None
    if upload is not None:
        return call.telegram.files.uploaded(kind, upload)
    if not given or attached is not None:
        raise bad_request(f"There is no {kind} in the request")
    return call.telegram.files.named(kind, given)


def read_input_media(call: Call, given: dict[str, Any], kinds: tuple[str, ...]) -> Body:
    """One InputMedia as what a message shows."""
    kind = str(given["type"])
    if kind not in kinds:
        raise bad_request(f"Can't parse InputMedia: expected type {', '.join(kinds)}")
    caption = formatted(
        str(given.get("caption") or ""), str(given.get("parse_mode") or ""), given.get("caption_entities")
    )
    media = read_media(call, kind, str(given["media"]))
    check_caption(caption)
    above, spoiler = bool(given.get("show_caption_above_media")), bool(given.get("has_spoiler"))
    return Body(caption, media, None, above, spoiler)
