"""Keyboards as a bot sends them: read, checked, and refused in Telegram's words."""

from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.parameters import Parameters
from bot.sandbox.texts import checked_link

MAX_BUTTONS = 100
MAX_CALLBACK_BYTES = 64
_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
_MAY_BE_EMPTY = ("switch_inline_query", "switch_inline_query_current_chat", "callback_game")
_KEPT = ("text", "style", "icon_custom_emoji_id")
_BUTTON_FAULT = "Can't parse inline keyboard button: "


def read_markup(params: Parameters) -> dict[str, Any] | None:
    """The reply_markup of a call, checked once; None when absent or empty."""
    markup: dict[str, Any] | None = params.once("reply_markup", _read)
    return markup


def _read(params: Parameters) -> dict[str, Any] | None:
    raw = params.parsed("reply_markup", "reply keyboard markup")
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise bad_request("Object expected as reply markup")
    if "inline_keyboard" in raw:
        return {"inline_keyboard": _inline_rows(raw["inline_keyboard"])}
    if "keyboard" in raw and not _is_grid(raw["keyboard"]):
        raise bad_request('Field "keyboard" must be an Array of Arrays')
    return raw or None


def inline_markup(raw: dict[str, Any] | None) -> dict[str, Any] | None:
    """The keyboard of an inline result, which can be no other than an inline one."""
    return {"inline_keyboard": _inline_rows(raw.get("inline_keyboard"))} if raw else None


def _is_grid(rows: Any) -> bool:
    return isinstance(rows, list) and all(isinstance(row, list) for row in rows)


def _inline_rows(rows: Any) -> list[list[dict[str, Any]]]:
    if not _is_grid(rows):
        raise bad_request('Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    checked = [[_inline_button(button) for button in row] for row in rows if row]
    if sum(map(len, checked)) > MAX_BUTTONS:
        raise bad_request("Reply markup is too long")
    return checked


def _inline_button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise bad_request(_BUTTON_FAULT + "InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise bad_request(_BUTTON_FAULT + 'Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise bad_request(_BUTTON_FAULT + 'Field "text" must be of type String')
    action = _first_action(button)
    if not button["text"].strip():
        raise bad_request("Inline keyboard button text must be non-empty")
    return {name: button[name] for name in _KEPT if name in button} | {action: _value(action, button[action])}


def _first_action(button: dict[str, Any]) -> str:
    """The real server takes the first action in its own order and drops the others."""
    for name in _ACTIONS:
        if name in button and (button[name] or name in _MAY_BE_EMPTY):
            return name
    raise bad_request(_BUTTON_FAULT + "Text buttons are unallowed in the inline keyboard")


def _value(action: str, value: Any) -> Any:
    if action == "callback_data" and len(str(value).encode()) > MAX_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "web_app" and isinstance(value, dict):
        _must_be_https(str(value.get("url", "")))
    return _button_url(str(value)) if action == "url" else value


def _must_be_https(url: str) -> None:
    if not (checked_link(url) or "").startswith("https://"):
        reason = "Only HTTPS links are allowed"
        raise bad_request(f"Inline keyboard button Web App URL '{url}' is invalid: {reason}")


def _button_url(url: str) -> str:
    checked = checked_link(url) if url.strip() else None
    if checked is None:
        protocol = url.partition("://")[0] if "://" in url else ""
        known = protocol.lower() in ("", "http", "https", "tg", "ton", "tonsite")
        reason = "Wrong HTTP URL" if known else "Unsupported URL protocol"
        raise bad_request(f"Inline keyboard button URL '{url}' is invalid: {reason}")
    return checked
