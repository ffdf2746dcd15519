"""Which chat and which message a call means, and whether the bot may see it, write there, or act on it."""

from typing import Any

from bot.sandbox.chats import Society
from bot.sandbox.errors import ApiError, bad_request, forbidden
from bot.sandbox.methods.call import Call
from bot.sandbox.state import Chat, Message, Person

GENERAL_TOPIC = 1
_PERMISSIONS = {
    "text": ("can_send_messages", "text messages"),
    "photo": ("can_send_photos", "photos"),
    "video": ("can_send_videos", "videos"),
    "animation": ("can_send_other_messages", "animations"),
    "document": ("can_send_documents", "documents"),
    "audio": ("can_send_audios", "music"),
    "voice": ("can_send_voice_notes", "voice notes"),
}


def chat_of(call: Call, name: str = "chat_id") -> Chat:
    """The chat that a parameter names by number or @name; a group that has moved on says where to."""
    raw = call.params.text(name).strip()
    if not raw:
        raise bad_request(f"{name} is empty")
    if call.params.text("business_connection_id"):
        raise bad_request("business connection not found")
    if raw.startswith("@"):
        chat = call.telegram.chat_named(raw[1:])
    else:
        chat = call.telegram.chats.get(call.params.integer(name))
    if chat is None:
        raise bad_request("chat not found")
    if chat.society is not None:
        _check_acquainted(call, chat, chat.society)
    return chat


def readable_chat(call: Call, name: str = "chat_id") -> Chat:
    """A chat whose messages and members the bot may see."""
    chat = chat_of(call, name)
    if chat.society is not None:
        _check_inside(call, chat)
    return chat


def writable_chat(call: Call, kind: str = "text") -> Chat:
    """A chat that a new message of this kind can reach; otherwise the 403 or 400 that says why not."""
    chat = chat_of(call)
    check_writable(call, chat, kind)
    return chat


def check_writable(call: Call, chat: Chat, kind: str) -> None:
    if chat.society is None:
        _check_reachable(call.telegram.people[chat.id])
        return
    _check_inside(call, chat)
    if chat.type == "channel":
        if not call.telegram.bot_in(chat).may("can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")
    else:
        permission, what = _PERMISSIONS[kind]
        if not call.telegram.bot_in(chat).is_admin and permission not in chat.society.permissions:
            raise bad_request(f"not enough rights to send {what} to the chat")


def group_of(call: Call, *types: str) -> tuple[Chat, Society]:
    """A chat of these types that the bot is in; other types are refused in Telegram's words."""
    chat = readable_chat(call)
    if chat.society is None or chat.type not in types:
        named = {
            ("group", "supergroup"): "method is available only for groups and supergroups",
            ("supergroup",): "method is available only for supergroups",
        }
        raise bad_request(named.get(types, "method is available for supergroup and channel chats only"))
    return chat, chat.society


def thread_of(call: Call, chat: Chat, answered: Message | None = None) -> int | None:
    """The forum topic that the call writes into; None for the general one and where there are no topics.

    Without `message_thread_id` an answer lands where the answered message is. The general topic has no id to
    write to, 1 least of all.
    """
    thread = call.params.integer("message_thread_id") or (answered.thread if answered else None)
    society = chat.society
    if not thread:
        is_closed = society is not None and society.general_is_closed
    else:
        topic = society.topics.get(thread) if society is not None and society.is_forum else None
        if topic is None or topic.is_deleted:
            raise bad_request("message thread not found")
        is_closed = topic.is_closed
    if is_closed and not call.telegram.bot_in(chat).may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
    return thread or None


def message_of(call: Call, purpose: str) -> Message:
    """The message that `chat_id` and `message_id` name; `purpose` is `edit`, `delete` …"""
    if call.params.has("inline_message_id"):
        raise bad_request("Invalid inline message identifier specified")
    message_id = call.params.integer("message_id")
    if not message_id:
        raise bad_request("Message identifier is not specified")
    return message_in(readable_chat(call), message_id, purpose)


def message_in(chat: Chat, message_id: int, purpose: str) -> Message:
    message = chat.messages.get(message_id)
    if message is None or message.deleted:
        raise bad_request(f"message to {purpose} not found")
    return message


def must_may(call: Call, chat: Chat, right: str, what: str) -> None:
    """ApiError 400 unless the bot has the right; in a private chat it has them all."""
    if chat.society is not None and not call.telegram.bot_in(chat).may(right):
        raise bad_request(f"not enough rights to {what}")


def chat_kind(chat: Chat) -> str:
    return f"{chat.type} chat"


def _check_acquainted(call: Call, chat: Chat, society: Society) -> None:
    """Telegram shows a bot no private group that it was never in."""
    if society.migrated_to is not None:
        raise _migrated(society.migrated_to)
    if call.telegram.bot.id not in society.members and not society.username:
        raise bad_request("chat not found")
    if call.telegram.bot_in(chat).status == "kicked":
        raise forbidden(f"bot was kicked from the {chat_kind(chat)}")
    if society.is_deleted:
        raise forbidden("the group chat was deleted")


def _migrated(new_id: int) -> ApiError:
    parameters: dict[str, Any] = {"migrate_to_chat_id": new_id}
    return ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", parameters)


def _check_inside(call: Call, chat: Chat) -> None:
    if not call.telegram.bot_in(chat).is_inside:
        raise forbidden(f"bot is not a member of the {chat_kind(chat)}")


def _check_reachable(person: Person) -> None:
    if person.deactivated:
        raise forbidden("user is deactivated")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
