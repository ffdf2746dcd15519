"""getChat, getChatMember, getFile: what the bot may ask about others."""

from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.files import DOWNLOAD_BYTES
from bot.sandbox.methods.call import Call, person_of
from bot.sandbox.people import bot_member

_GIFTS = {
    "unlimited_gifts": True,
    "limited_gifts": True,
    "unique_gifts": True,
    "premium_subscription": True,
    "gifts_from_channels": True,
}


async def get_chat(call: Call) -> Any:
    person = person_of(call)
    full = {"accent_color_id": person.id % 7, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}
    return call.telegram.chat_json(person.id) | full


async def get_chat_member(call: Call) -> Any:
    person = person_of(call)
    user_id = call.params.integer("user_id")
    if user_id == call.telegram.bot.id:
        return bot_member(call.telegram, "kicked" if person.blocked else "member")
    if user_id == person.id:
        return {"user": person.as_user(), "status": "member"}
    raise bad_request("Invalid user_id specified" if user_id <= 0 else "member not found")


async def get_file(call: Call) -> Any:
    file_id = call.params.text("file_id").strip()
    if not file_id:
        raise bad_request("file_id not specified")
    stored = call.telegram.files.get(file_id)
    if stored is None or not stored.path:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if (stored.size or 0) > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }
