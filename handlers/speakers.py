"""Who speaks in an update, for which chat, and where they are answered.

In a private chat people speak for themselves, in a group for the group; whether they may is asked where they
choose something. A channel's admin speaks for it in private, through buttons that name the channel.
"""

from dataclasses import dataclass

from telegram import Message, Update, User
from telegram.constants import ChatType

from bot.domain.ids import ChatId, ThreadId, UserId
from bot.domain.paper import Paper
from bot.domain.subscribers import Person
from bot.locales import available
from bot.rendering.callbacks import unpack_chat
from handlers.payments import subscriber_of

_GENERAL = 1
"""The number under which Telegram shows the General topic, and takes no message."""


@dataclass(frozen=True)
class Speaker:
    """A person with the chat they speak for, and the chat and topic where they are answered."""

    person: Person
    chat_id: ChatId
    thread_id: ThreadId | None


def speaker_of(update: Update, paper: Paper) -> Speaker | None:
    """None where nobody speaks: channels and those who hide behind one, bots."""
    user = _user(update)
    here = _here(update, user) if user else None
    if user is None or here is None:
        return None
    spoken_for = _spoken_for(update) or here
    thread_id = _thread(update) if spoken_for == here < 0 else None
    person = Person(
        id=UserId(user.id),
        chat_id=spoken_for,
        name=user.first_name,
        language=_language(user.language_code, paper),
        role=paper.role_of(UserId(user.id)),
        thread_id=thread_id,
    )
    return Speaker(person, here, thread_id)


def _user(update: Update) -> User | None:
    """An anonymous admin speaks as their group; who let us in or put us out may be anybody, a bot too."""
    user, message = update.effective_user or subscriber_of(update), update.message
    if user is None or update.my_chat_member is not None:
        return user
    if message is not None and message.sender_chat is not None:
        is_the_group = message.sender_chat.id == message.chat.id and not message.is_automatic_forward
        return user if is_the_group else None
    return None if user.is_bot else user


def _here(update: Update, user: User) -> ChatId | None:
    """Where to answer: what a channel is told goes to its admin; an inline query and a payment that is about
    to be made belong to no chat."""
    chat = update.effective_chat
    told_of_channel = update.my_chat_member is not None and chat and chat.type == ChatType.CHANNEL
    of_no_chat = update.inline_query or update.pre_checkout_query or subscriber_of(update)
    if told_of_channel or of_no_chat:
        return ChatId(user.id)
    return ChatId(chat.id) if chat else None


def _spoken_for(update: Update) -> ChatId | None:
    """The chat where it is not the one we answer in."""
    if update.my_chat_member is not None:
        return ChatId(update.my_chat_member.chat.id)
    query = update.callback_query
    return unpack_chat(query.data or "")[1] if query else None


def _thread(update: Update) -> ThreadId | None:
    """The topic of a forum group; a row of answers elsewhere has a number too, and is no topic."""
    message = update.effective_message
    if not isinstance(message, Message) or not message.is_topic_message:
        return None
    number = message.message_thread_id
    return ThreadId(number) if number and number != _GENERAL else None


def _language(code: str | None, paper: Paper) -> str:
    """The app's language where we speak it, else that of the paper's first edition."""
    spoken = (code or "").split("-")[0].lower()
    return spoken if spoken in available() else str(next(iter(paper.editions)))
