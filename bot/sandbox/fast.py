"""The methods of `--fast`: every call that would change a chat is accepted, logged and forgotten.

No parsing of texts, no people, no screens; any chat id will do. For load tests only.
"""

from typing import Any

from bot.sandbox.methods import Handler
from bot.sandbox.methods.call import Call


async def accept_new(call: Call) -> Any:
    """The smallest message that client libraries can read."""
    telegram, params = call.telegram, call.params
    chat_id, text = params.integer("chat_id"), params.text("text") or params.text("caption")
    return _accepted(call, chat_id, len(telegram.accepted) + 1, text)


async def accept_edit(call: Call) -> Any:
    params = call.params
    text = params.text("text") or params.text("caption")
    return _accepted(call, params.integer("chat_id"), params.integer("message_id"), text)


async def accept_deletion(call: Call) -> Any:
    _accepted(call, call.params.integer("chat_id"), call.params.integer("message_id"), "")
    return True


def _accepted(call: Call, chat_id: int, message_id: int, text: str) -> dict[str, Any]:
    telegram, now = call.telegram, call.telegram.clock.now()
    telegram.accepted.add(call.method, chat_id, message_id, text, now.isoformat())
    chat = {"id": chat_id, "type": "private", "first_name": "Reader"}
    date = int(now.timestamp())
    return {
        "message_id": message_id,
        "from": telegram.bot.as_user(),
        "chat": chat,
        "date": date,
        "text": text,
    }


FAST_METHODS: dict[str, Handler] = {
    "sendMessage": accept_new,
    "sendPhoto": accept_new,
    "sendVideo": accept_new,
    "editMessageText": accept_edit,
    "editMessageCaption": accept_edit,
    "editMessageReplyMarkup": accept_edit,
    "deleteMessage": accept_deletion,
}
