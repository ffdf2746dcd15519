"""The bot about itself: getMe, commands, name, descriptions, menu button."""

import json
import re
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.call import Call, person_of

MAX_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = (
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators",
    "chat", "chat_administrators", "chat_member",
)  # fmt: skip


async def get_me(call: Call) -> Any:
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return call.telegram.bot.as_user() | abilities


async def set_my_commands(call: Call) -> Any:
    commands = call.params.parsed("commands", "commands")
    if not isinstance(commands, list):
        raise bad_request("Expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    call.telegram.bot.commands[_scope(call)] = [_command(raw) for raw in commands]
    _all_screens_changed(call)
    return True


async def get_my_commands(call: Call) -> Any:
    return call.telegram.bot.commands.get(_scope(call), [])


async def delete_my_commands(call: Call) -> Any:
    call.telegram.bot.commands.pop(_scope(call), None)
    _all_screens_changed(call)
    return True


async def set_my_name(call: Call) -> Any:
    return _set(call, call.telegram.bot.names, "name", default="Kolporter")


async def set_my_description(call: Call) -> Any:
    return _set(call, call.telegram.bot.descriptions, "description")


async def set_my_short_description(call: Call) -> Any:
    return _set(call, call.telegram.bot.short_descriptions, "short_description")


async def set_chat_menu_button(call: Call) -> Any:
    button = call.params.parsed("menu_button", "menu button")
    if button is not None and not isinstance(button, dict):
        raise bad_request("MenuButton must be an Object")
    if button and button.get("type") not in ("commands", "web_app", "default"):
        raise bad_request("MenuButton has unsupported type")
    chat_id = person_of(call).id if call.params.has("chat_id") else None
    call.telegram.bot.menu_buttons[chat_id] = button or {"type": "default"}
    return True


def _set(call: Call, values: dict[str, str], name: str, default: str = "") -> bool:
    language = call.params.text("language_code")
    value = call.params.text(name)
    if value or language:
        values[language] = value
    else:
        values[""] = default
    return True


def _scope(call: Call) -> tuple[str, str]:
    """Scope and language as one key; the scope in JSON with its chat."""
    raw = call.params.parsed("scope", "BotCommandScope")
    if raw is not None and not isinstance(raw, dict):
        raise bad_request("BotCommandScope must be an Object")
    scope = raw or {"type": "default"}
    if scope.get("type") not in _SCOPES:
        raise bad_request("Unsupported type specified")
    key = scope_key(str(scope["type"]), scope.get("chat_id"), scope.get("user_id"))
    return key, call.params.text("language_code")


def scope_key(kind: str, chat_id: Any = None, user_id: Any = None) -> str:
    """One text per scope of commands, the same whether ids came as numbers or texts."""
    return json.dumps([kind, str(chat_id or ""), str(user_id or "")])


def _command(raw: Any) -> dict[str, str]:
    if not isinstance(raw, dict):
        raise bad_request("expected an Object")
    name = str(raw.get("command", "")).removeprefix("/").lower()
    description = str(raw.get("description", "")).strip()
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _all_screens_changed(call: Call) -> None:
    for chat_id in call.telegram.chats:
        call.telegram.changed(chat_id)
