"""pinChatMessage, unpinChatMessage, unpinAllChatMessages."""

from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.access import message_of, must_may, readable_chat
from bot.sandbox.methods.call import Call
from bot.sandbox.state import Chat


async def pin_chat_message(call: Call) -> Any:
    chat = _pinning_chat(call)
    message = message_of(call, "pin")
    if message.service is not None:
        raise bad_request("service messages can't be pinned")
    chat.pinned = [*(one for one in chat.pinned if one != message.message_id), message.message_id]
    call.telegram.post_service(chat.id, None, {"pinned_message": message.message_id})
    return True


async def unpin_chat_message(call: Call) -> Any:
    """Without a message the newest pinned one."""
    chat = _pinning_chat(call)
    if call.params.has("message_id"):
        message_id = message_of(call, "unpin").message_id
    else:
        message_id = chat.pinned[-1] if chat.pinned else 0
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    call.telegram.changed(chat.id)
    return True


async def unpin_all_chat_messages(call: Call) -> Any:
    chat = _pinning_chat(call)
    chat.pinned.clear()
    call.telegram.changed(chat.id)
    return True


def _pinning_chat(call: Call) -> Chat:
    chat = readable_chat(call)
    right = "can_edit_messages" if chat.type == "channel" else "can_pin_messages"
    permitted = chat.society is not None and right in chat.society.permissions and chat.type != "channel"
    if not permitted:
        must_may(call, chat, right, "manage pinned messages in the chat")
    return chat
