"""One request to one method, and what many methods read alike: chat, message, text, caption, media."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import bad_request, forbidden
from bot.sandbox.files import StoredFile
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import Chat, Message, Person, Telegram
from bot.sandbox.texts import FormattedText, formatted

MAX_TEXT = 4096
MAX_CAPTION = 1024


@dataclass(frozen=True)
class Call:
    telegram: Telegram
    method: str
    params: Parameters


def person_of(call: Call) -> Person:
    """Whose private chat `chat_id` names; ApiError when there is none."""
    raw = call.params.text("chat_id").strip()
    if not raw:
        raise bad_request("chat_id is empty")
    if raw.startswith("@"):
        # A bot reaches a person by number only; a name stands for a public group or channel.
        raise bad_request("chat not found")
    person = call.telegram.people.get(call.params.integer("chat_id"))
    if person is None:
        raise bad_request("chat not found")
    return person


def chat_of(call: Call) -> Chat:
    return call.telegram.chats[person_of(call).id]


def reachable_person(call: Call) -> Person:
    """The person whom a new message can reach; otherwise the 403 that says why not."""
    person = person_of(call)
    if person.deactivated:
        raise forbidden("user is deactivated")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    return person


def message_of(call: Call, purpose: str) -> Message:
    """The message that `chat_id` and `message_id` name; `purpose` is `edit` or `delete`."""
    if call.params.has("inline_message_id"):
        raise bad_request("Invalid inline message identifier specified")
    message_id = call.params.integer("message_id")
    if not message_id:
        raise bad_request("Message identifier is not specified")
    message = chat_of(call).messages.get(message_id)
    if message is None or message.deleted:
        raise bad_request(f"message to {purpose} not found")
    return message


def own_message(call: Call) -> Message:
    """The bot's own message, of those that can be edited."""
    message = message_of(call, "edit")
    is_inline = message.markup is None or "inline_keyboard" in message.markup
    if message.sender is not None or not is_inline:
        raise bad_request("message can't be edited")
    return message


def read_text(call: Call) -> FormattedText:
    raw = call.params.text("text")
    if not raw:
        raise bad_request("Message text is empty")
    return formatted(raw, call.params.text("parse_mode"), _entities(call, "entities"))


def read_caption(call: Call) -> FormattedText:
    params = call.params
    return formatted(params.text("caption"), params.text("parse_mode"), _entities(call, "caption_entities"))


def _entities(call: Call, name: str) -> list[Any]:
    raw = call.params.parsed(name, "entities")
    if raw is not None and not isinstance(raw, list):
        raise bad_request("Expected an Array of MessageEntity")
    return raw or []


def check_text(text: FormattedText) -> None:
    if text.is_blank:
        raise bad_request("text must be non-empty")
    if len(text.text) > MAX_TEXT:
        raise bad_request("message is too long")


def check_caption(text: FormattedText) -> None:
    if len(text.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")


def read_link_preview(call: Call) -> dict[str, Any] | None:
    options = call.params.parsed("link_preview_options", "link preview options")
    if options is not None and not isinstance(options, dict):
        raise bad_request("Object expected as link preview options")
    return options or None


def read_media(call: Call, kind: str, given: str) -> StoredFile:
    """The photo or video of a call: `given` is its value, an id, an address or attach://<field>."""
    attached = given.removeprefix("attach://") if given.startswith("attach://") else None
    upload = call.params.upload(attached or kind) if attached or not given else None
    if upload is not None:
        return call.telegram.files.uploaded(kind, upload)
    if not given or attached is not None:
        raise bad_request(f"There is no {kind} in the request")
    return call.telegram.files.named(kind, given)
