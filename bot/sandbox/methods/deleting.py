"""deleteMessage and deleteMessages: two days for most messages, longer for administrators."""

from datetime import timedelta
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.access import message_of, readable_chat
from bot.sandbox.methods.call import Call
from bot.sandbox.state import Chat, Message

DELETE_WITHIN = timedelta(hours=48)
_LASTING = ("group_chat_created", "supergroup_chat_created", "channel_chat_created", "forum_topic_created")


async def delete_message(call: Call) -> Any:
    message = message_of(call, "delete")
    chat = call.telegram.chats[message.chat_id]
    if not _may_delete(call, chat, message):
        raise bad_request("message can't be deleted for everyone")
    _delete(call, chat, message)
    return True


async def delete_messages(call: Call) -> Any:
    """Those that are not there or can't be deleted are left out."""
    chat = readable_chat(call)
    for message_id in call.params.parsed("message_ids"):
        message = chat.messages.get(int(message_id))
        if message is not None and not message.deleted and _may_delete(call, chat, message):
            _delete(call, chat, message)
    return True


def _may_delete(call: Call, chat: Chat, message: Message) -> bool:
    if any(name in _LASTING for name in message.service or ()):
        return False
    bot = call.telegram.bot_in(chat)
    if chat.type != "private" and bot.may("can_delete_messages"):
        return True
    is_young = call.telegram.clock.timestamp() - message.date <= DELETE_WITHIN.total_seconds()
    if chat.type == "channel":
        return is_young and message.sender is None and bot.may("can_post_messages")
    return is_young and (chat.type == "private" or message.sender is None)


def _delete(call: Call, chat: Chat, message: Message) -> None:
    message.deleted = True
    chat.pinned = [pinned for pinned in chat.pinned if pinned != message.message_id]
    call.telegram.accept(call.method, message)
    call.telegram.changed(message.chat_id)
