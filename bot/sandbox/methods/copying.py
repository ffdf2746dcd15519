"""copyMessage(s) and forwardMessage(s): a message of one chat again in another."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.messages import message_json
from bot.sandbox.methods.access import chat_of, check_writable, message_in, readable_chat
from bot.sandbox.methods.call import Call, check_caption, read_caption
from bot.sandbox.methods.sending import post
from bot.sandbox.state import Body, Message


async def copy_message(call: Call) -> Any:
    message = message_in(readable_chat(call, "from_chat_id"), call.params.integer("message_id"), "copy")
    _must_be_movable(message, "copied")
    body = message.body
    if call.params.has("caption") and body.media is not None:
        caption = read_caption(call)
        check_caption(caption)
        body = replace(body, text=caption)
    return {"message_id": post(call, chat_of(call), body).message_id}


async def copy_messages(call: Call) -> Any:
    bodies = [message.body for message in _movable(call, "copied")]
    if call.params.flag("remove_caption"):
        bodies = [replace(body, text=type(body.text)()) if body.media else body for body in bodies]
    return [{"message_id": message.message_id} for message in _post_all(call, bodies, [None] * len(bodies))]


async def forward_message(call: Call) -> Any:
    message = message_in(readable_chat(call, "from_chat_id"), call.params.integer("message_id"), "forward")
    _must_be_movable(message, "forwarded")
    origin = message.origin or _origin(call, message)
    return message_json(call.telegram, post(call, chat_of(call), message.body, origin=origin))


async def forward_messages(call: Call) -> Any:
    messages = _movable(call, "forwarded")
    origins = [message.origin or _origin(call, message) for message in messages]
    posted = _post_all(call, [message.body for message in messages], origins)
    return [{"message_id": message.message_id} for message in posted]


def _post_all(call: Call, bodies: list[Body], origins: Sequence[dict[str, Any] | None]) -> list[Message]:
    """All or none: the budget is asked for the whole."""
    chat = chat_of(call)
    for body in bodies:
        check_writable(call, chat, body.kind)
    call.telegram.spend(chat.id, messages=len(bodies))
    pairs = zip(bodies, origins, strict=True)
    return [post(call, chat, body, origin=origin, is_spent=True) for body, origin in pairs]


def _movable(call: Call, how: str) -> list[Message]:
    """The messages that are there and may be moved; the others are left out."""
    chat = readable_chat(call, "from_chat_id")
    ids = [int(one) for one in call.params.parsed("message_ids")]
    if ids != sorted(set(ids)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    found = [chat.messages[one] for one in ids if one in chat.messages and not chat.messages[one].deleted]
    movable = [message for message in found if not message.protected and message.service is None]
    if not movable:
        raise bad_request(f"there are no messages to {'copy' if how == 'copied' else 'forward'}")
    return movable


def _must_be_movable(message: Message, how: str) -> None:
    if message.protected or message.service is not None:
        raise bad_request(f"message can't be {how}")


def _origin(call: Call, message: Message) -> dict[str, Any]:
    telegram = call.telegram
    if telegram.chats[message.chat_id].type == "channel":
        chat = telegram.chat_json(message.chat_id)
        return {"type": "channel", "date": message.date, "chat": chat, "message_id": message.message_id}
    user = telegram.user_json(message.sender or telegram.bot.id)
    return {"type": "user", "date": message.date, "sender_user": user}
