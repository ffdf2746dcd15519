"""What people do on their phones: type, tap, block, come back, leave for ever. Each makes its update."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.messages import message_json
from bot.sandbox.state import Body, CallbackQuery, Chat, Message, Person, Telegram
from bot.sandbox.texts import written_by_hand


class NotPossibleError(Exception):
    """A person can't do this on a real phone; the text says why."""


def type_text(telegram: Telegram, person: Person, text: str) -> Message:
    """The person writes to the bot; their first message, or /start after a block, opens the chat."""
    _must_be_active(person)
    if person.blocked and not text.startswith("/start"):
        raise NotPossibleError(f"{person.first_name} has blocked the bot: unblock it or type /start")
    written = written_by_hand(text)
    if written.is_blank:
        raise NotPossibleError("there is nothing to send")
    if person.blocked:
        unblock(telegram, person)
    person.started = True
    message = telegram.post(person.id, person.id, Body(written))
    telegram.updates.put("message", message_json(telegram, message))
    return message


@dataclass(frozen=True)
class Press:
    """A button on a message, named by its label or by its callback data."""

    message_id: int
    label: str | None = None
    data: str | None = None


def tap(telegram: Telegram, person: Person, press: Press) -> dict[str, Any]:
    """The person presses a button.

    Gives the toast so far (none: the bot answers later), the address of a URL button, the query's id.
    """
    _must_be_active(person)
    chat = telegram.chats[person.id]
    message = _pressable(chat, press.message_id)
    pressed = _find_button(message, press)
    answer: dict[str, Any] = {"toast": None, "alert": False, "url": None, "callback_query_id": None}
    if "callback_data" not in pressed:
        return answer | {"url": pressed.get("url")}
    query = _ask(telegram, person, message, pressed["callback_data"])
    return answer | {"callback_query_id": query.id}


def block(telegram: Telegram, person: Person) -> None:
    if not person.blocked:
        person.blocked = True
        _tell_membership(telegram, person, was="member", now="kicked")


def unblock(telegram: Telegram, person: Person) -> None:
    if person.blocked:
        person.blocked = False
        _tell_membership(telegram, person, was="kicked", now="member")


def deactivate(telegram: Telegram, person: Person) -> None:
    """The account is deleted: Telegram tells the bot nothing until it tries to send."""
    person.deactivated = True
    telegram.changed(person.id)


def _must_be_active(person: Person) -> None:
    if person.deactivated:
        raise NotPossibleError(f"{person.first_name} has deleted the account")


def _pressable(chat: Chat, message_id: int) -> Message:
    message = chat.messages.get(message_id)
    if message is None or message.deleted:
        raise NotPossibleError(f"message {message_id} is not on the screen")
    return message


def _find_button(message: Message, press: Press) -> dict[str, Any]:
    buttons = [button for row in message.inline_keyboard for button in row]
    for button in buttons:
        has_data = press.data is not None and button.get("callback_data") == press.data
        if has_data or button["text"] == press.label:
            return button
    shown = ", ".join(button["text"] for button in buttons) or "none"
    wanted = press.label or press.data
    raise NotPossibleError(f"message {message.message_id} has no button {wanted!r}; buttons: {shown}")


def _ask(telegram: Telegram, person: Person, message: Message, data: str) -> CallbackQuery:
    now = telegram.clock.now()
    query = CallbackQuery(telegram.next_callback_id(), person.id, message.chat_id, message.message_id, now)
    telegram.callbacks[query.id] = query
    payload = {
        "id": query.id,
        "from": person.as_user(),
        "message": message_json(telegram, message),
        "chat_instance": str(telegram.bot.id * 1000 + message.chat_id),
        "data": data,
    }
    telegram.updates.put("callback_query", payload)
    return query


def _tell_membership(telegram: Telegram, person: Person, was: str, now: str) -> None:
    payload = {
        "chat": telegram.chat_json(person.id),
        "from": person.as_user(),
        "date": telegram.clock.timestamp(),
        "old_chat_member": bot_member(telegram, was),
        "new_chat_member": bot_member(telegram, now),
    }
    telegram.updates.put("my_chat_member", payload)
    telegram.changed(person.id)


def bot_member(telegram: Telegram, status: str) -> dict[str, Any]:
    """The bot as a ChatMember of a private chat: `member`, or `kicked` when it is blocked."""
    until = {"until_date": 0} if status == "kicked" else {}
    return {"user": telegram.bot.as_user(), "status": status, **until}
