"""setMessageReaction: one reaction of the bot on a message."""

from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.access import message_of
from bot.sandbox.methods.call import Call
from bot.sandbox.reactions import is_reaction

MAX_BOT_REACTIONS = 1


async def set_message_reaction(call: Call) -> Any:
    message = message_of(call, "react")
    given: list[dict[str, Any]] = call.params.parsed("reaction") or []
    if len(given) > MAX_BOT_REACTIONS:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(one["type"] == "paid" or not _is_known(one) for one in given):
        raise bad_request("REACTION_INVALID")
    if message.service is not None:
        raise bad_request("MESSAGE_NOT_MODIFIED")
    message.reactions.pop(call.telegram.bot.id, None)
    if given:
        message.reactions[call.telegram.bot.id] = given
    call.telegram.changed(message.chat_id)
    return True


def _is_known(reaction: dict[str, Any]) -> bool:
    return reaction["type"] != "emoji" or is_reaction(str(reaction["emoji"]))
