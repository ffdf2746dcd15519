"""The words of refusals of parameters: Telegram's own where they are known, plain ones elsewhere.

A path is `method.parameter`, `Type.field`, or `Type` for an item of an array. Words are looked up for the
whole path, then for a parameter of that name in any method.
"""

from bot.sandbox.errors import NO_COMMAND, NO_DESCRIPTION, QUERY_TOO_OLD
from bot.sandbox.spec import Field

ABSENT = "absent"
WRONG_TYPE = "wrong type"
UNKNOWN_KIND = "unknown kind"
TOO_LONG = "too long"
TOO_SHORT = "too short"
WRONG_RANGE = "wrong range"

_WORDS = {
    ABSENT: {
        "chat_id": "chat_id is empty",
        "from_chat_id": "from_chat_id is empty",
        "text": "Message text is empty",
        "message_id": "Message identifier is not specified",
        "message_ids": "Message identifiers are not specified",
        "user_id": "Invalid user_id specified",
        "file_id": "file_id not specified",
        "callback_query_id": QUERY_TOO_OLD,
        "action": "Wrong parameter action in request",
        "editMessageMedia.media": "Can't parse input media JSON object",
        "sendMediaGroup.media": "Can't parse media JSON object",
        "commands": "Can't parse commands JSON object",
        "createForumTopic.name": "Title must be non-empty",
        "editForumTopic.name": "Title must be non-empty",
        "setChatTitle.title": "Title must be non-empty",
        "InlineKeyboardMarkup.inline_keyboard": "inline keyboard expected",
        "InlineKeyboardButton.text": "Can't parse inline keyboard button: Can't find field \"text\"",
        "latitude": "latitude is empty",
        "longitude": "longitude is empty",
    },
    WRONG_TYPE: {
        "chat_id": "chat not found",
        "user_id": "Invalid user_id specified",
        "reply_markup": "Object expected as reply markup",
        "reply_parameters": "Object expected as reply parameters",
        "link_preview_options": "Object expected as link preview options",
        "commands": "Expected an Array of BotCommand",
        "BotCommand": "expected an Object",
        "scope": "BotCommandScope must be an Object",
        "menu_button": "MenuButton must be an Object",
        "sendMediaGroup.media": "Expected an Array of InputMedia",
        "editMessageMedia.media": "Can't parse InputMedia: expected an Object",
        "allowed_updates": "Expected an Array of String",
        "message_ids": "Expected an Array of message identifiers",
        "message_ids[]": "Message identifier must be a Number",
        "reaction": "Expected an Array of ReactionType",
        "entities": "Expected an Array of MessageEntity",
        "caption_entities": "Expected an Array of MessageEntity",
        "permissions": "Object expected as permissions",
        "photo": "Photo must be uploaded as an InputFile",
        "action": "Wrong parameter action in request",
    },
    UNKNOWN_KIND: {
        "scope": "Unsupported type specified",
        "menu_button": "MenuButton has unsupported type",
        "editMessageMedia.media": "Can't parse InputMedia: unsupported type specified",
        "ReactionType": "invalid reaction type specified",
        "media[]": "Can't parse InputMedia: unsupported type specified",
    },
    TOO_LONG: {
        "answerCallbackQuery.text": "MESSAGE_TOO_LONG",
        "commands": "BOT_COMMANDS_TOO_MUCH",
        "BotCommand.command": "command length must not exceed 32",
        "BotCommand.description": "command description length must not exceed 256",
        "InlineKeyboardButton.callback_data": "BUTTON_DATA_INVALID",
        "message_ids": "Too many message identifiers specified",
        "sendMediaGroup.media": "Too many messages to send as an album",
        "secret_token": "secret token is too long",
    },
    TOO_SHORT: {
        "BotCommand.command": NO_COMMAND,
        "BotCommand.description": NO_DESCRIPTION,
        "InlineKeyboardButton.callback_data": "BUTTON_DATA_INVALID",
        "message_ids": "Message identifiers are not specified",
    },
    WRONG_RANGE: {},
}  # fmt: skip
_JSON_NAMES = {
    "reply_markup": "reply keyboard markup",
    "scope": "BotCommandScope",
    "editMessageMedia.media": "input media",
    "message_ids": "message identifiers",
    "reaction": "reaction types",
}
_JSON_TYPES = {"Integer": "Number", "Float": "Number", "True": "Boolean", "InputFile": "a file"}


def words(path: str, problem: str, field: Field) -> str:
    """Why a parameter, a field or an item is refused, without `Bad Request: `."""
    known = _WORDS[problem]
    owner, _, name = path.rpartition(".")
    if path in known:
        return known[path]
    # A field of an object is not the parameter of the same name.
    if name in known and not owner[:1].isupper():
        return known[name]
    if problem == ABSENT and "InputFile" in field.types:
        return f"There is no {name.replace('_', ' ')} in the request"
    return _plain(path, problem, field)


def json_name(path: str) -> str:
    """What Telegram calls a parameter when it can't read its JSON."""
    name = path.rpartition(".")[2]
    return _JSON_NAMES.get(path) or _JSON_NAMES.get(name) or name.replace("_", " ")


def _plain(path: str, problem: str, field: Field) -> str:
    owner, _, name = path.rpartition(".")
    if owner[:1].isupper():
        return f"Can't parse {owner}: {_of_field(name, problem, field)}"
    return f'parameter "{name or path}" {_demand(problem, field)}'


def _of_field(name: str, problem: str, field: Field) -> str:
    if problem == ABSENT:
        return f'Can\'t find field "{name}"'
    return f'Field "{name}" {_demand(problem, field)}'


def _demand(problem: str, field: Field) -> str:
    if problem == ABSENT:
        return "is required"
    if problem == UNKNOWN_KIND:
        return "has an unsupported type"
    if problem == WRONG_TYPE:
        return f"must be {field.const!r}" if field.const else f"must be of type {_type_name(field)}"
    if problem == WRONG_RANGE:
        low, high = field.range or (0, 0)
        return f"must be between {low} and {high}"
    low, high = field.items or field.length or (0, 0)
    unit = "items" if field.items else field.unit
    return f"must have at most {high} {unit}" if problem == TOO_LONG else f"must have at least {low} {unit}"


def _type_name(field: Field) -> str:
    first = field.types[0]
    if first.startswith("Array of "):
        return "Array"
    is_plain = first in _JSON_TYPES or first in ("String", "Boolean")
    return _JSON_TYPES.get(first, first) if is_plain else "Object"
