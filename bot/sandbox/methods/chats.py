"""What the bot may ask about chats, members and files; leaving a chat; its title and description."""

from typing import Any

from bot.sandbox import membership
from bot.sandbox.chats import Member
from bot.sandbox.errors import bad_request
from bot.sandbox.files import DOWNLOAD_BYTES
from bot.sandbox.messages import message_json
from bot.sandbox.methods.access import group_of, must_may, readable_chat
from bot.sandbox.methods.call import Call
from bot.sandbox.people import bot_member
from bot.sandbox.state import Chat

_GIFTS = {
    "unlimited_gifts": True,
    "limited_gifts": True,
    "unique_gifts": True,
    "premium_subscription": True,
    "gifts_from_channels": True,
}


async def get_chat(call: Call) -> Any:
    chat = readable_chat(call)
    full: dict[str, Any] = {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": _GIFTS,
    }
    if chat.society is not None:
        full["description"] = chat.society.description
        full["permissions"] = chat.society.permissions_json() if chat.type != "channel" else None
    if chat.pinned:
        full["pinned_message"] = message_json(call.telegram, chat.messages[chat.pinned[-1]])
    return call.telegram.chat_json(chat.id) | {name: value for name, value in full.items() if value != ""}


async def get_chat_member(call: Call) -> Any:
    chat, telegram = readable_chat(call), call.telegram
    user_id = call.params.integer("user_id")
    is_known = user_id == telegram.bot.id or user_id in telegram.people
    if chat.society is not None and is_known:
        return chat.society.member(user_id).as_json(telegram.user_json(user_id), chat.type)
    if chat.society is None and user_id == telegram.bot.id:
        return bot_member(telegram, "kicked" if telegram.people[chat.id].blocked else "member")
    if user_id == chat.id:
        return {"user": telegram.user_json(user_id), "status": "member"}
    raise bad_request("Invalid user_id specified" if user_id <= 0 else "member not found")


async def get_chat_member_count(call: Call) -> Any:
    chat = readable_chat(call)
    return len(chat.society.inside()) if chat.society is not None else 2


async def get_chat_administrators(call: Call) -> Any:
    chat = readable_chat(call)
    if chat.society is None:
        raise bad_request("there are no administrators in the private chat")
    telegram, with_bots = call.telegram, call.params.flag("return_bots")
    return [
        member.as_json(telegram.user_json(user_id), chat.type)
        for user_id, member in chat.society.members.items()
        if member.is_admin and (user_id != telegram.bot.id or with_bots)
    ]


async def leave_chat(call: Call) -> Any:
    chat = readable_chat(call)
    if chat.society is None:
        raise bad_request("chat member status can't be changed in private chats")
    membership.change(call.telegram, chat, call.telegram.bot.id, Member("left"), by=call.telegram.bot.id)
    return True


async def set_chat_title(call: Call) -> Any:
    chat, society = group_of(call, "group", "supergroup", "channel")
    must_may(call, chat, "can_change_info", "change chat title")
    society.title = call.params.text("title")
    _tell(call, chat, {"new_chat_title": society.title})
    return True


async def set_chat_description(call: Call) -> Any:
    chat, society = group_of(call, "group", "supergroup", "channel")
    must_may(call, chat, "can_change_info", "set chat description")
    if society.description == call.params.text("description"):
        raise bad_request("chat description is not modified")
    society.description = call.params.text("description")
    call.telegram.changed(chat.id)
    return True


async def get_file(call: Call) -> Any:
    stored = call.telegram.files.get(call.params.text("file_id").strip())
    if stored is None or call.telegram.files.content(stored.path) is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if (stored.size or 0) > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }


def _tell(call: Call, chat: Chat, service: dict[str, Any]) -> None:
    call.telegram.post_service(chat.id, None, service)
