"""answerCallbackQuery: what a person sees after tapping a button."""

from typing import Any

from bot.sandbox.errors import QUERY_TOO_OLD, bad_request
from bot.sandbox.methods.call import Call
from bot.sandbox.state import Toast


async def answer_callback_query(call: Call) -> Any:
    params, telegram = call.params, call.telegram
    now = telegram.clock.now()
    query = telegram.callbacks.get(params.text("callback_query_id").strip())
    if query is None or not query.is_open(now):
        raise bad_request(QUERY_TOO_OLD)
    text = params.text("text")
    query.answered = True
    if text:
        toast = Toast(text, params.flag("show_alert"), now.isoformat(), query.id, query.person)
        telegram.chats[query.chat_id].toasts.append(toast)
    telegram.changed(query.chat_id)
    return True
