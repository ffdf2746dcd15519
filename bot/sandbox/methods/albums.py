"""sendMediaGroup: two to ten photos and videos, or documents, or pieces of music, as one album."""

from typing import Any

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.messages import message_json
from bot.sandbox.methods.access import chat_of, check_writable
from bot.sandbox.methods.call import Call, read_input_media
from bot.sandbox.methods.sending import post
from bot.sandbox.state import Body

_KINDS = ("photo", "video", "document", "audio")
_ALONE = ("document", "audio")


async def send_media_group(call: Call) -> Any:
    given = call.params.parsed("media")
    kinds = {item["type"] for item in given}
    if len(kinds) > 1 and kinds & {*_ALONE}:
        lonely = "Document" if "document" in kinds else "Audio"
        raise bad_request(f"{lonely} can't be mixed with other media types")
    bodies = [_item(call, number, item) for number, item in enumerate(given, 1)]
    chat = chat_of(call)
    for body in bodies:
        check_writable(call, chat, body.kind)
    call.telegram.spend(chat.id, messages=len(bodies))
    album = call.telegram.next_callback_id()
    messages = [post(call, chat, body, album=album, is_spent=True) for body in bodies]
    return [message_json(call.telegram, message) for message in messages]


def _item(call: Call, number: int, given: dict[str, Any]) -> Body:
    try:
        return read_input_media(call, given, _KINDS)
    except ApiError as error:
        words = error.description.removeprefix("Bad Request: ")
        raise bad_request(f'Failed to send message #{number} with the error message "{words}"') from None
