"""Telegram's memory: people, chats, messages, taps. Plain values and their bookkeeping; no HTTP, no waiting.

What the bot may do with it stands in methods/, what people do in people.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.sandbox.clock import SandboxClock
from bot.sandbox.files import FileStore, StoredFile
from bot.sandbox.records import AcceptLog, Faults
from bot.sandbox.texts import FormattedText
from bot.sandbox.updates import UpdateQueue

CALLBACK_LIFETIME = timedelta(seconds=150)
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


@dataclass(frozen=True)
class Body:
    """What a message shows: its text (or caption), its photo or video, how its link is previewed."""

    text: FormattedText
    media: StoredFile | None = None
    link_preview_options: dict[str, Any] | None = None
    show_caption_above_media: bool = False
    has_spoiler: bool = False

    @property
    def kind(self) -> str:
        return self.media.kind if self.media else "text"


@dataclass
class Message:
    """One message in a chat; `sender` None means the bot. Dates are Unix seconds."""

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

    @property
    def inline_keyboard(self) -> list[list[dict[str, Any]]]:
        rows: list[list[dict[str, Any]]] = (self.markup or {}).get("inline_keyboard", [])
        return rows


@dataclass
class Toast:
    """What a person saw after tapping; `at` is ISO 8601 UTC."""

    text: str
    show_alert: bool
    at: str
    callback_query_id: str


@dataclass
class Chat:
    """A chat with its messages by id. `type` is Telegram's: private now, groups and channels later."""

    id: int
    type: str
    messages: dict[int, Message] = field(default_factory=dict)
    toasts: list[Toast] = field(default_factory=list)
    keyboard: dict[str, Any] | None = None
    action: str | None = None

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
        self.updates = UpdateQueue(clock)
        self.files = FileStore()
        self.accepted = AcceptLog(accept_log)
        self.faults = Faults()
        self.violations: list[dict[str, str]] = []
        self.on_change: list[Callable[[int], None]] = []
        self._last_private_id = 0
        self._last_callback = 4_000_000_000_000_000

    def add_person(self, person: Person) -> Person:
        """Create the person and a private chat of the same id that nobody has opened yet."""
        self.people[person.id] = person
        self.chats.setdefault(person.id, Chat(person.id, "private"))
        self.changed(person.id)
        return person

    def chat_json(self, chat_id: int) -> dict[str, Any]:
        person = self.people[chat_id]
        answer: dict[str, Any] = {"id": chat_id, "type": "private", "first_name": person.first_name}
        if person.last_name:
            answer["last_name"] = person.last_name
        return answer | {"username": person.username} if person.username else answer

    def next_message_id(self) -> int:
        """Private chats of one bot account share a counter, as at Telegram."""
        self._last_private_id += 1
        return self._last_private_id

    def next_callback_id(self) -> str:
        self._last_callback += 1
        return str(self._last_callback)

    def post(self, chat_id: int, sender: int | None, body: Body, **more: Any) -> Message:
        """Put a new message into a chat; `more` are further fields of Message."""
        now = self.clock.timestamp()
        message = Message(self.next_message_id(), chat_id, sender, now, body, **more)
        chat = self.chats[chat_id]
        chat.messages[message.message_id] = message
        chat.action = None
        self.changed(chat_id)
        return message

    def changed(self, chat_id: int) -> None:
        for listener in list(self.on_change):
            listener(chat_id)

    def accept(self, method: str, message: Message) -> None:
        at = self.clock.now().isoformat()
        text = message.body.text.text
        self.accepted.add(method, message.chat_id, message.message_id, text, at)
