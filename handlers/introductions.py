"""Whom somebody introduces to us, by forwarding a message of theirs or sending their contact."""

from dataclasses import dataclass

from telegram import Message, MessageOriginChannel, MessageOriginHiddenUser, MessageOriginUser
from telegram.ext.filters import MessageFilter

from bot.domain.ids import UserId
from bot.errors import UsageError


class OfAPerson(MessageFilter):
    """A message that somebody forwards of somebody; a channel's post is none."""

    def filter(self, message: Message) -> bool:
        """Whether it is one."""
        origin = message.forward_origin
        return origin is not None and not isinstance(origin, MessageOriginChannel)


@dataclass(frozen=True)
class Introduced:
    """A person, under the name that the introducer sees."""

    id: UserId
    name: str


def introduced_by(message: Message) -> Introduced:
    """Who it is. Raises UsageError where Telegram does not tell, or where it is nobody."""
    if (contact := message.contact) is not None:
        if contact.user_id is None:
            raise UsageError("people.no_telegram", name=contact.first_name)
        return Introduced(UserId(contact.user_id), contact.first_name)
    match message.forward_origin:
        case MessageOriginUser(sender_user=user) if user.is_bot:
            raise UsageError("people.a_bot")
        case MessageOriginUser(sender_user=user):
            return Introduced(UserId(user.id), user.first_name)
        case MessageOriginHiddenUser(sender_user_name=name):
            raise UsageError("people.hidden", name=name)
        case _:
            raise UsageError("people.not_a_person")
