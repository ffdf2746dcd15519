"""The bot about itself: getMe, commands, name, descriptions, menu button."""

import json
import re
from typing import Any

from bot.sandbox.errors import NO_COMMAND, NO_DESCRIPTION, bad_request
from bot.sandbox.methods.access import chat_of
from bot.sandbox.methods.call import Call

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


async def get_me(call: Call) -> Any:
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return call.telegram.bot.as_user() | abilities


async def set_my_commands(call: Call) -> Any:
    commands = call.params.parsed("commands")
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


async def get_my_name(call: Call) -> Any:
    return {"name": _get(call, call.telegram.bot.names)}


async def get_my_description(call: Call) -> Any:
    return {"description": _get(call, call.telegram.bot.descriptions)}


async def get_my_short_description(call: Call) -> Any:
    return {"short_description": _get(call, call.telegram.bot.short_descriptions)}


async def set_chat_menu_button(call: Call) -> Any:
    button = call.params.parsed("menu_button") or {"type": "default"}
    call.telegram.bot.menu_buttons[_private_chat_id(call)] = button
    return True


async def get_chat_menu_button(call: Call) -> Any:
    buttons = call.telegram.bot.menu_buttons
    return buttons.get(_private_chat_id(call)) or buttons.get(None) or {"type": "commands"}


def _private_chat_id(call: Call) -> int | None:
    if not call.params.has("chat_id"):
        return None
    chat = chat_of(call)
    if chat.type != "private":
        raise bad_request("menu buttons can be changed in private chats only")
    return chat.id


def _get(call: Call, values: dict[str, str]) -> str:
    """In the language asked for, or in the default one where there is nothing in it."""
    return values.get(call.params.text("language_code")) or values.get("", "")


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
    scope = call.params.parsed("scope") or {"type": "default"}
    key = scope_key(str(scope["type"]), scope.get("chat_id"), scope.get("user_id"))
    return key, call.params.text("language_code")


def scope_key(kind: str, chat_id: Any = None, user_id: Any = None) -> str:
    """One text per scope of commands, the same whether ids came as numbers or texts."""
    return json.dumps([kind, str(chat_id or ""), str(user_id or "")])


def _command(raw: dict[str, Any]) -> dict[str, str]:
    name, description = str(raw["command"]).strip().removeprefix("/").strip(), str(raw["description"]).strip()
    if not name or not description:
        raise bad_request(NO_DESCRIPTION if name else NO_COMMAND)
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def _all_screens_changed(call: Call) -> None:
    for chat_id in call.telegram.chats:
        call.telegram.changed(chat_id)
