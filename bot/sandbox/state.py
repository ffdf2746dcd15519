"""Telegram's memory: people, chats, messages, taps. Plain values and their bookkeeping; no HTTP, no waiting.

What the bot may do with it stands in methods/, what people do in people.py.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.sandbox.accept_log import AcceptLog
from bot.sandbox.budgets import Budgets
from bot.sandbox.chats import Member, Society, Topic
from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import too_many_requests
from bot.sandbox.faults import Faults
from bot.sandbox.files import FileStore, StoredFile
from bot.sandbox.stars import Invoice, Stars
from bot.sandbox.texts import FormattedText
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.webhook import Webhook

if TYPE_CHECKING:
    from bot.sandbox.inline import InlineQuery

CALLBACK_LIFETIME = timedelta(seconds=150)
MOST_VIOLATIONS = 1_000
DEFAULT_BOT_ID = 7_000_000_001


@dataclass
class Person:
    """Somebody with a phone. `role` is only a label for the page."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    role: str = "reader"
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    def as_user(self) -> dict[str, Any]:
        names = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        given = {key: value for key, value in names.items() if value}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name, **given}


@dataclass
class BotProfile:
    """The one bot of this sandbox and what it set about itself, keyed by language code ("" = default)."""

    id: int = DEFAULT_BOT_ID
    username: str = "kolporter_sandbox_bot"
    names: dict[str, str] = field(default_factory=lambda: {"": "Kolporter"})
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    menu_buttons: dict[int | None, dict[str, Any]] = field(default_factory=dict)

    def as_user(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": True, "first_name": self.names[""], "username": self.username}


@dataclass(frozen=True, slots=True)
class Body:
    """What a message shows: its text (or caption), its photo or video, how its link is previewed; an invoice
    stands alone."""

    text: FormattedText
    media: StoredFile | None = None
    link_preview_options: dict[str, Any] | None = None
    show_caption_above_media: bool = False
    has_spoiler: bool = False
    invoice: Invoice | None = None

    @property
    def kind(self) -> str:
        return self.media.kind if self.media else "text"


@dataclass(slots=True)
class Message:
    """One message in a chat; `sender` None means the bot. Dates are Unix seconds.

    `service` is what a service message tells, by the Bot API's name of the field; `origin` where a
    forwarded one comes from; `reactions` who reacted how, by user id.
    """

    message_id: int
    chat_id: int
    sender: int | None
    date: int
    body: Body
    markup: dict[str, Any] | None = None
    edit_date: int | None = None
    reply_to: int | None = None
    protected: bool = False
    deleted: bool = False
    thread: int | None = None
    service: dict[str, Any] | None = None
    album: str | None = None
    origin: dict[str, Any] | None = None
    reactions: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    is_via_bot: bool = False

    @property
    def inline_keyboard(self) -> list[list[dict[str, Any]]]:
        rows: list[list[dict[str, Any]]] = (self.markup or {}).get("inline_keyboard", [])
        return rows


@dataclass
class Toast:
    """What a person saw after tapping; `at` is ISO 8601 UTC, `url` what opened."""

    text: str
    show_alert: bool
    at: str
    callback_query_id: str
    person: int
    url: str | None = None


@dataclass
class Chat:
    """A chat with its messages by id. `type` is Telegram's; all but private ones have a society.

    `pinned` holds message ids, the newest last.
    """

    id: int
    type: str
    messages: dict[int, Message] = field(default_factory=dict)
    toasts: list[Toast] = field(default_factory=list)
    keyboard: dict[str, Any] | None = None
    action: str | None = None
    society: Society | None = None
    pinned: list[int] = field(default_factory=list)
    last_message_id: int = 0

    @property
    def has_own_ids(self) -> bool:
        return self.type in ("supergroup", "channel")

    @property
    def is_forum(self) -> bool:
        return self.society is not None and self.society.is_forum

    def thread_shown(self, message: Message) -> int | None:
        """The message_thread_id that the bot is shown: a topic's, or the first message of a row of answers.

        Into a row of answers nobody can write, it only shows.
        """
        if message.thread is not None or self.type != "supergroup":
            return message.thread
        answered = self.messages.get(message.reply_to or 0)
        while answered is not None and answered.reply_to in self.messages:
            answered = self.messages[answered.reply_to]
        return answered.message_id if answered else None

    def visible(self) -> list[Message]:
        return [message for message in self.messages.values() if not message.deleted]


@dataclass
class CallbackQuery:
    id: str
    person: int
    chat_id: int
    message_id: int
    asked_at: datetime
    answered: bool = False

    def is_open(self, now: datetime) -> bool:
        return not self.answered and now - self.asked_at < CALLBACK_LIFETIME


class Telegram:
    """Everything that the sandbox's Telegram remembers."""

    def __init__(self, clock: SandboxClock, bot: BotProfile, accept_log: Path | None = None) -> None:
        self.clock = clock
        self.bot = bot
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.callbacks: dict[str, CallbackQuery] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.updates = UpdateQueue(clock)
        self.webhook = Webhook(clock, self.updates)
        self.files = FileStore()
        self.stars = Stars()
        self.accepted = AcceptLog(accept_log)
        self.faults = Faults()
        self.budgets: Budgets | None = None
        self.token: str | None = None
        self.violations: deque[dict[str, str]] = deque(maxlen=MOST_VIOLATIONS)
        self.on_change: list[Callable[[int], None]] = []
        self._last_private_id = 0
        self._last_callback = 4_000_000_000_000_000

    def add_person(self, person: Person) -> Person:
        """Create the person and a private chat of the same id that nobody has opened yet."""
        self.people[person.id] = person
        self.chats.setdefault(person.id, Chat(person.id, "private"))
        self.changed(person.id)
        return person

    def add_chat(self, chat_type: str, society: Society, chat_id: int | None = None) -> Chat:
        """Create a group, supergroup or channel under a free id, or the one given."""
        chat_id = chat_id or next(number for number in _free_ids(chat_type) if number not in self.chats)
        chat = self.chats[chat_id] = Chat(chat_id, chat_type, society=society)
        # Message 1 tells of the creation, and as a thread it is the General topic: no topic ever gets it.
        chat.last_message_id = 1 if chat.has_own_ids else 0
        self.changed(chat_id)
        return chat

    def open_private(self, ids: Iterable[int]) -> int:
        """Make these people, where there is nobody yet, all with the bot started; gives how many are new."""
        new = [number for number in ids if number not in self.people]
        for number in new:
            self.people[number] = Person(number, "Reader", started=True)
            self.chats[number] = Chat(number, "private")
        return len(new)

    def chat_named(self, username: str) -> Chat | None:
        """A public group or channel by its name, without @ and however capitalised."""
        names = ((chat, chat.society.username or "") for chat in self.chats.values() if chat.society)
        return next((chat for chat, name in names if name and name.lower() == username.lower()), None)

    def chat_json(self, chat_id: int) -> dict[str, Any]:
        chat = self.chats[chat_id]
        if chat.society is not None:
            society = chat.society
            given: dict[str, Any] = {"title": society.title, "username": society.username}
            given["is_forum"] = society.is_forum or None
        else:
            person = self.people[chat_id]
            given = {"first_name": person.first_name, "last_name": person.last_name}
            given["username"] = person.username
        return {"id": chat_id, "type": chat.type} | {name: value for name, value in given.items() if value}

    def bot_in(self, chat: Chat) -> Member:
        """The bot's own place in a chat; in a private one it is a plain member."""
        return chat.society.member(self.bot.id) if chat.society else Member("member")

    def user_json(self, user_id: int) -> dict[str, Any]:
        return self.bot.as_user() if user_id == self.bot.id else self.people[user_id].as_user()

    def next_message_id(self, chat_id: int) -> int:
        """Private chats and groups of one bot share a counter, as at Telegram; others have their own."""
        chat = self.chats[chat_id]
        if chat.has_own_ids:
            chat.last_message_id += 1
            return chat.last_message_id
        self._last_private_id += 1
        return self._last_private_id

    def next_callback_id(self) -> str:
        self._last_callback += 1
        return str(self._last_callback)

    def post(
        self, chat_id: int, sender: int | None, body: Body, *, is_spent: bool = False, **more: Any
    ) -> Message:
        """Put a new message into a chat; `more` are further fields of Message.

        `is_spent` says that the bot's budget was already asked, for several messages at once.
        """
        if sender is None and not is_spent:
            self.spend(chat_id)
        message = self._put(chat_id, sender, body, **more)
        self.chats[chat_id].action = None
        self.changed(chat_id)
        return message

    def post_service(self, chat_id: int, by: int | None, service: dict[str, Any], **more: Any) -> Message:
        """A message that tells what happened in the chat. It costs the bot nothing."""
        message = self._put(chat_id, by, Body(FormattedText()), service=service, **more)
        self.changed(chat_id)
        return message

    def _put(self, chat_id: int, sender: int | None, body: Body, **more: Any) -> Message:
        message_id = self.next_message_id(chat_id)
        message = Message(message_id, chat_id, sender, self.clock.timestamp(), body, **more)
        self.chats[chat_id].messages[message_id] = message
        return message

    def open_topic(
        self, chat: Chat, name: str, by: int | None, colour: int = 0x6FB9F0, emoji: str | None = None
    ) -> Topic:
        """Create a topic of a forum; its id is that of the message that tells so."""
        assert chat.society is not None
        told = {"name": name, "icon_color": colour} | ({"icon_custom_emoji_id": emoji} if emoji else {})
        message = self.post_service(chat.id, by, {"forum_topic_created": told})
        message.thread = message.message_id
        topic = Topic(message.message_id, name, colour, emoji)
        chat.society.topics[topic.id] = topic
        return topic

    def spend(self, chat_id: int, *, messages: int = 1, is_edit: bool = False) -> None:
        """Count what the bot is about to put into a chat; ApiError 429 when that is too fast."""
        if self.budgets is None:
            return
        is_group = self.chats[chat_id].type in ("group", "supergroup")
        wait = self.budgets.spend(
            chat_id, self.clock.now(), is_group=is_group, messages=messages, is_edit=is_edit
        )
        if wait:
            raise too_many_requests(wait)

    def changed(self, chat_id: int) -> None:
        for listener in self.on_change:
            listener(chat_id)

    def accept(self, method: str, message: Message) -> None:
        at = self.clock.now().isoformat()
        text = message.body.text.text
        self.accepted.add(method, message.chat_id, message.message_id, text, at)


def _free_ids(chat_type: str) -> Iterator[int]:
    return count(-4_000_001, -1) if chat_type == "group" else count(-1_002_000_000_001, -1)
