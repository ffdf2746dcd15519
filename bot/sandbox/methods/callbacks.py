"""answerCallbackQuery: what a person sees after tapping a button."""

import re
from typing import Any

from bot.sandbox.errors import QUERY_TOO_OLD, bad_request
from bot.sandbox.methods.call import Call
from bot.sandbox.state import Toast


def _opens_the_bot(url: str, username: str) -> bool:
    """The only address that a tap may be answered with, where there are no games."""
    return re.fullmatch(rf"https?://t\.me/{username}\?start=[A-Za-z0-9_-]{{1,64}}", url) is not None


async def answer_callback_query(call: Call) -> Any:
    params, telegram = call.params, call.telegram
    now = telegram.clock.now()
    query = telegram.callbacks.get(params.text("callback_query_id").strip())
    if query is None or not query.is_open(now):
        raise bad_request(QUERY_TOO_OLD)
    text, url = params.text("text"), params.text("url") or None
    if url is not None and not _opens_the_bot(url, telegram.bot.username):
        raise bad_request("URL_INVALID")
    query.answered = True
    if text or url:
        toast = Toast(text, params.flag("show_alert"), now.isoformat(), query.id, query.person, url)
        telegram.chats[query.chat_id].toasts.append(toast)
    telegram.changed(query.chat_id)
    return True
