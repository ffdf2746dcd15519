"""Who comes into a chat, leaves it or gets other rights; and what Telegram tells the bot of it."""

from typing import Any

from bot.sandbox.chats import Member, rights_in
from bot.sandbox.messages import message_json
from bot.sandbox.state import Chat, Telegram


def change(telegram: Telegram, chat: Chat, user_id: int, after: Member, by: int) -> None:
    """Give somebody another place in the chat.

    The bot hears of itself always (my_chat_member), of others as an administrator that asked for it
    (chat_member); groups also show a service message when somebody comes or goes.
    """
    assert chat.society is not None
    before = chat.society.member(user_id)
    chat.society.members[user_id] = after
    is_bot = user_id == telegram.bot.id
    if is_bot or telegram.bot_in(chat).is_admin:
        change_of = {"old_chat_member": before, "new_chat_member": after}
        user = telegram.user_json(user_id)
        told = {name: member.as_json(user, chat.type) for name, member in change_of.items()}
        kind = "my_chat_member" if is_bot else "chat_member"
        telegram.updates.put(kind, _frame(telegram, chat, by) | told)
    if chat.type != "channel" and before.is_inside != after.is_inside:
        _show(telegram, chat, user_id, after, by)
    telegram.changed(chat.id)


def admin(chat_type: str, rights: list[str] | None = None) -> Member:
    """An administrator with these rights, or with all that there are."""
    known = rights_in(chat_type)
    return Member("administrator", frozenset(known if rights is None else [*rights, "can_manage_chat"]))


def migrate(telegram: Telegram, chat: Chat, by: int) -> Chat:
    """Turn a group into a supergroup of another id, with the same people; gives the new chat."""
    assert chat.society is not None
    old = chat.society
    new = telegram.add_chat("supergroup", type(old)(old.title, migrated_from=chat.id))
    assert new.society is not None
    new.society.permissions = set(old.permissions)
    new.society.members = {one: place for one, place in old.members.items() if one != telegram.bot.id}
    place = old.member(telegram.bot.id)
    told = [
        telegram.post_service(chat.id, by, {"migrate_to_chat_id": new.id}),
        telegram.post_service(new.id, by, {"migrate_from_chat_id": chat.id}),
    ]
    old.migrated_to = new.id
    if place.is_inside:
        new.society.members[telegram.bot.id] = place
        for message in told:
            telegram.updates.put("message", message_json(telegram, message))
        bot = telegram.bot.as_user()
        change_of = {"old_chat_member": Member(), "new_chat_member": place}
        moved = {name: member.as_json(bot, new.type) for name, member in change_of.items()}
        telegram.updates.put("my_chat_member", _frame(telegram, new, by) | moved)
    return new


def _frame(telegram: Telegram, chat: Chat, by: int) -> dict[str, Any]:
    return {
        "chat": telegram.chat_json(chat.id),
        "from": telegram.user_json(by),
        "date": telegram.clock.timestamp(),
    }


def _show(telegram: Telegram, chat: Chat, user_id: int, after: Member, by: int) -> None:
    user = telegram.user_json(user_id)
    service = {"new_chat_members": [user]} if after.is_inside else {"left_chat_member": user}
    sender = None if by == telegram.bot.id else by
    message = telegram.post_service(chat.id, sender, service)
    if sender is not None and telegram.bot_in(chat).is_inside:
        telegram.updates.put("message", message_json(telegram, message))
