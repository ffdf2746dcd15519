"""The kinds of rows that the table of routes in `handlers/__init__.py` is made of."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram.ext.filters import TEXT, BaseFilter

from bot.domain.subscribers import Role
from bot.rendering.callbacks import Action
from handlers.context import Talk

Handle = Callable[[Talk], Awaitable[None]]


@dataclass(frozen=True)
class Command:
    """`/name`. Readers' commands are for private chats; the desk's also work in the newsroom's group.

    `fetch`, here and below, gets what `handle` needs and what takes long (from the network, from large
    files), before it and outside its transaction, so that nobody else waits for it. `also` are other names
    for it, which no menu shows.
    """

    name: str
    handle: Handle
    role: Role = Role.READER
    fetch: Handle | None = None
    also: tuple[str, ...] = ()
    only_with_stars: bool = False
    """Whether menus show it only where the paper takes Telegram Stars."""


@dataclass(frozen=True)
class ChatCommand:
    """`/name@bot` in a group, by one of its admins; other members get no answer."""

    name: str
    handle: Handle
    role: Role = Role.READER


@dataclass(frozen=True)
class Press:
    """A tap on a button that sends `action`. Where others read along, only their admins may, or `for_all`.
    `fetch` is as of a command."""

    action: Action
    handle: Handle
    role: Role = Role.READER
    for_all: bool = False
    fetch: Handle | None = None


@dataclass(frozen=True)
class StalePress:
    """A tap on a button that no version of ours knows any more."""

    handle: Handle
    role: Role = Role.READER


@dataclass(frozen=True)
class Reply:
    """A text in reply to a question of ours: `key` is that question's text, which tells what it was about;
    `kind` is what else than a text it may be, `fetch` as of a command."""

    key: str
    handle: Handle
    role: Role = Role.READER
    kind: BaseFilter = TEXT
    fetch: Handle | None = None


@dataclass(frozen=True)
class Message:
    """Any other message in a private chat that fits `kind`. `otherwise` answers whose role does not reach."""

    kind: BaseFilter
    handle: Handle
    role: Role = Role.READER
    otherwise: Handle | None = None
    fetch: Handle | None = None


@dataclass(frozen=True)
class Inline:
    """Our name and words, typed in any chat."""

    handle: Handle
    role: Role = Role.READER
    fetch: Handle | None = None


@dataclass(frozen=True)
class Note:
    """What Telegram itself notes in a group, if it fits `kind`."""

    kind: BaseFilter
    handle: Handle
    role: Role = Role.READER


@dataclass(frozen=True)
class Checkout:
    """Telegram's question before it takes somebody's Stars."""

    handle: Handle
    role: Role = Role.READER


@dataclass(frozen=True)
class Renewal:
    """Somebody ended in Telegram's settings what is renewed, or took that back."""

    handle: Handle
    role: Role = Role.READER


@dataclass(frozen=True)
class Membership:
    """Somebody let the bot in or put it out."""

    handle: Handle
    role: Role = Role.READER


Route = (
    Command
    | ChatCommand
    | Press
    | StalePress
    | Reply
    | Message
    | Inline
    | Note
    | Checkout
    | Renewal
    | Membership
)
