"""Our place in groups and channels, and their moves, as python-telegram-bot tells of them."""

from telegram import (
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberMember,
    ChatMemberOwner,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
)
from telegram.constants import ChatType

from bot.domain.chats import Place, Voice
from bot.domain.ids import ChatId
from bot.domain.subscribers import ChatKind


def place_of(change: ChatMemberUpdated) -> Place:
    """What a change of our place says."""
    kind = ChatKind.CHANNEL if change.chat.type == ChatType.CHANNEL else ChatKind.GROUP
    before, after = change.old_chat_member, change.new_chat_member
    return Place(
        kind=kind,
        title=change.chat.title or "",
        before=_voice(kind, before),
        after=_voice(kind, after),
    )


def move_of(message: Message) -> tuple[ChatId, ChatId]:
    """The group as it was and as it is; both tell of it."""
    if message.migrate_to_chat_id is not None:
        return ChatId(message.chat.id), ChatId(message.migrate_to_chat_id)
    return ChatId(message.migrate_from_chat_id or 0), ChatId(message.chat.id)


def _voice(kind: ChatKind, member: ChatMember) -> Voice:
    match member:
        case ChatMemberAdministrator() if kind is ChatKind.CHANNEL:
            return Voice.SPEAKS if member.can_post_messages else Voice.SILENT
        case ChatMemberRestricted() if not member.is_member:
            return Voice.OUT
        case ChatMemberRestricted():
            return Voice.SPEAKS if member.can_send_messages else Voice.SILENT
        case ChatMemberMember() if kind is ChatKind.CHANNEL:
            return Voice.SILENT
        case ChatMemberOwner() | ChatMemberAdministrator() | ChatMemberMember():
            return Voice.SPEAKS
    return Voice.OUT
