"""Topics of forum supergroups: create, rename, close, reopen, delete."""

from typing import Any

from bot.sandbox.chats import Society, Topic
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.access import group_of, must_may
from bot.sandbox.methods.call import Call
from bot.sandbox.state import Chat

COLOURS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)


async def create_forum_topic(call: Call) -> Any:
    chat, _ = _forum(call)
    colour = call.params.integer("icon_color", COLOURS[0])
    if colour not in COLOURS:
        raise bad_request("invalid icon color specified")
    emoji = call.params.text("icon_custom_emoji_id") or None
    return call.telegram.open_topic(chat, call.params.text("name"), None, colour, emoji).as_json()


async def edit_forum_topic(call: Call) -> Any:
    chat, topic = _topic(call)
    name = call.params.text("name") or topic.name
    if name == topic.name and not call.params.has("icon_custom_emoji_id"):
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = name
    topic.icon_custom_emoji_id = call.params.text("icon_custom_emoji_id") or topic.icon_custom_emoji_id
    call.telegram.post_service(chat.id, None, {"forum_topic_edited": {"name": name}}, thread=topic.id)
    return True


async def close_forum_topic(call: Call) -> Any:
    return _set_closed(call, True, "forum_topic_closed")


async def reopen_forum_topic(call: Call) -> Any:
    return _set_closed(call, False, "forum_topic_reopened")


async def delete_forum_topic(call: Call) -> Any:
    chat, topic = _topic(call)
    topic.is_deleted = True
    for message in chat.messages.values():
        message.deleted = message.deleted or topic.id in (message.thread, message.message_id)
    call.telegram.changed(chat.id)
    return True


async def close_general_forum_topic(call: Call) -> Any:
    return _set_general_closed(call, True)


async def reopen_general_forum_topic(call: Call) -> Any:
    return _set_general_closed(call, False)


def _set_closed(call: Call, is_closed: bool, service: str) -> bool:
    chat, topic = _topic(call)
    if topic.is_closed == is_closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.is_closed = is_closed
    call.telegram.post_service(chat.id, None, {service: {}}, thread=topic.id)
    return True


def _set_general_closed(call: Call, is_closed: bool) -> bool:
    chat, society = _forum(call)
    if society.general_is_closed == is_closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    society.general_is_closed = is_closed
    call.telegram.changed(chat.id)
    return True


def _forum(call: Call) -> tuple[Chat, Society]:
    chat, society = group_of(call, "supergroup")
    if not society.is_forum:
        raise bad_request("the chat is not a forum")
    must_may(call, chat, "can_manage_topics", "manage topics in the chat")
    return chat, society


def _topic(call: Call) -> tuple[Chat, Topic]:
    chat, society = _forum(call)
    topic = society.topics.get(call.params.integer("message_thread_id"))
    if topic is None or topic.is_deleted:
        raise bad_request("message thread not found")
    return chat, topic
