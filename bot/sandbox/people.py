"""What people do on their phones: type, edit, tap, react, block, come back. Each makes its update."""

import re
from dataclasses import dataclass, replace
from typing import Any

from bot.sandbox.messages import message_json
from bot.sandbox.reactions import is_reaction
from bot.sandbox.state import Body, CallbackQuery, Chat, Message, Person, Telegram
from bot.sandbox.texts import FormattedText, written_by_hand

MOST_TYPED = 4096
MOST_REACTIONS = 3  # of one person, and only with Premium
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class NotPossibleError(Exception):
    """A person can't do this on a real phone; the text says why."""


@dataclass(frozen=True)
class Place:
    """Where somebody types: a forum's topic, an answer to a message."""

    thread: int | None = None
    reply_to: int | None = None


def type_text(
    telegram: Telegram, person: Person, text: str, chat: Chat | None = None, place: Place | None = None
) -> Message:
    """The person writes: to the bot, or into a chat they are in.

    Their first message to the bot, or /start after a block, opens the private chat. A phone sends a long
    text in several messages; the last one is given.
    """
    _must_be_active(person)
    place = _where(chat or telegram.chats[person.id], place or Place())
    if chat is None or chat.id == person.id:
        _open(telegram, person, text)
    else:
        _must_write_in(telegram, person, chat, place)
    pieces = [written_by_hand(text[start : start + MOST_TYPED]) for start in range(0, len(text), MOST_TYPED)]
    sent = [piece for piece in pieces if not piece.is_blank]
    if not sent:
        raise NotPossibleError("there is nothing to send")
    chat = chat or telegram.chats[person.id]
    return [_send(telegram, person, chat, Body(piece), place) for piece in sent][-1]


def _send(telegram: Telegram, person: Person, chat: Chat, body: Body, place: Place) -> Message:
    message = telegram.post(chat.id, person.id, body, thread=place.thread, reply_to=place.reply_to)
    if _reaches_bot(telegram, chat, message):
        kind = "channel_post" if chat.type == "channel" else "message"
        telegram.updates.put(kind, message_json(telegram, message))
    return message


def start(telegram: Telegram, person: Person, payload: str) -> Message:
    """The person follows a deep link t.me/<bot>?start=<payload> and presses Start."""
    if not _PAYLOAD.fullmatch(payload):
        raise NotPossibleError("a start payload has 1 to 64 of A-Z, a-z, 0-9, _ and -")
    return type_text(telegram, person, f"/start {payload}")


def edit_text(telegram: Telegram, person: Person, chat: Chat, message_id: int, text: str) -> Message:
    """The person corrects a message of theirs."""
    _must_be_active(person)
    message = _pressable(chat, message_id)
    if message.sender != person.id or message.service is not None:
        raise NotPossibleError(f"message {message_id} is not {person.first_name}'s")
    written = written_by_hand(text)
    if written.is_blank or len(written.text) > MOST_TYPED:
        raise NotPossibleError(f"a message has 1 to {MOST_TYPED} characters")
    message.body = Body(written)
    message.edit_date = telegram.clock.timestamp()
    telegram.changed(chat.id)
    if _reaches_bot(telegram, chat, message):
        kind = "edited_channel_post" if chat.type == "channel" else "edited_message"
        telegram.updates.put(kind, message_json(telegram, message))
    return message


def react(telegram: Telegram, person: Person, chat: Chat, message_id: int, emoji: list[str]) -> None:
    """The person's reactions on a message become these.

    The bot hears of it when it asked for it, in groups only as an administrator; channels just count.
    """
    _must_be_active(person)
    _must_be_inside(telegram, person, chat)
    message = _pressable(chat, message_id)
    if wrong := [one for one in emoji if not is_reaction(one)] or emoji[MOST_REACTIONS:]:
        raise NotPossibleError(f"{wrong[0]} is no reaction, or one too many")
    before = message.reactions.pop(person.id, [])
    after: list[dict[str, Any]] = [{"type": "emoji", "emoji": one} for one in emoji]
    if after:
        message.reactions[person.id] = after
    told = {"chat": telegram.chat_json(chat.id), "message_id": message_id, "date": telegram.clock.timestamp()}
    if chat.type == "channel":
        telegram.updates.put("message_reaction_count", told | {"reactions": _counted(message)})
    elif chat.type == "private" or telegram.bot_in(chat).is_admin:
        change = {"user": person.as_user(), "old_reaction": before, "new_reaction": after}
        telegram.updates.put("message_reaction", told | change)
    telegram.changed(chat.id)


@dataclass(frozen=True)
class Press:
    """A button on a message, named by its label or by its callback data."""

    message_id: int
    label: str | None = None
    data: str | None = None


def tap(telegram: Telegram, person: Person, press: Press, chat: Chat | None = None) -> dict[str, Any]:
    """The person presses a button, in the private chat unless another is named.

    Gives the toast so far (none: the bot answers later), the address of a URL button, the query's id.
    """
    _must_be_active(person)
    chat = chat or telegram.chats[person.id]
    _must_be_inside(telegram, person, chat)
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


def _open(telegram: Telegram, person: Person, text: str) -> None:
    if person.blocked and not text.startswith("/start"):
        raise NotPossibleError(f"{person.first_name} has blocked the bot: unblock it or type /start")
    if person.blocked:
        unblock(telegram, person)
    person.started = person.started or bool(text.strip())


def _must_be_inside(telegram: Telegram, person: Person, chat: Chat) -> None:
    society = chat.society
    if society is None and chat.id == person.id:
        return
    if society is None or not society.member(person.id).is_inside:
        raise NotPossibleError(f"{person.first_name} is not in chat {chat.id}")


def _where(chat: Chat, place: Place) -> Place:
    """An answer lands in the topic of what it answers."""
    if place.reply_to is None:
        return place
    return replace(place, thread=place.thread or _pressable(chat, place.reply_to).thread)


def _must_write_in(telegram: Telegram, person: Person, chat: Chat, place: Place) -> None:
    _must_be_inside(telegram, person, chat)
    society = chat.society
    assert society is not None
    member = society.member(person.id)
    if society.migrated_to is not None:
        raise NotPossibleError(f"chat {chat.id} has become {society.migrated_to}")
    if chat.type == "channel" and not member.may("can_post_messages"):
        raise NotPossibleError(f"{person.first_name} may not post in channel {chat.id}")
    topic = society.topics.get(place.thread or 0)
    if place.thread and (topic is None or topic.is_deleted):
        raise NotPossibleError(f"chat {chat.id} has no topic {place.thread}")
    if topic is not None and topic.is_closed and not member.is_admin:
        raise NotPossibleError(f"topic {place.thread} is closed")


def _reaches_bot(telegram: Telegram, chat: Chat, message: Message) -> bool:
    """In groups a bot that is no administrator sees only what is meant for it."""
    bot = telegram.bot_in(chat)
    if chat.type in ("private", "channel") or bot.is_admin or not bot.is_inside:
        return bot.is_inside
    answered = chat.messages.get(message.reply_to or 0)
    is_answer = answered is not None and answered.sender is None
    return is_answer or _is_for_bot(message.body.text, telegram.bot.username)


def _is_for_bot(text: FormattedText, username: str) -> bool:
    """Whether a command (for it, or for nobody by name) or a mention addresses the bot."""
    for entity in text.entities:
        words = text.part(entity)
        if entity.type == "mention" and words.lower() == f"@{username.lower()}":
            return True
        addressee = words.partition("@")[2].lower()
        if entity.type == "bot_command" and addressee in ("", username.lower()):
            return True
    return False


def _counted(message: Message) -> list[dict[str, Any]]:
    given = [one["emoji"] for some in message.reactions.values() for one in some if "emoji" in one]
    return [
        {"type": {"type": "emoji", "emoji": emoji}, "total_count": given.count(emoji)}
        for emoji in dict.fromkeys(given)
    ]


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
