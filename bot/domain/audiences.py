"""Audiences: a filter over subscribers. All that is set must hold; what is not set does not matter."""

from dataclasses import dataclass, replace

from bot.domain.follows import Subject
from bot.domain.ids import Edition
from bot.domain.subscribers import ChatKind
from bot.errors import UsageError

ACTIVE_DAYS = (7, 30, 90)
JOINED_DAYS = (7, 30)
LONGEST_NAME = 40
_CHATS = {"": (), "p": (ChatKind.PRIVATE,), "g": (ChatKind.GROUP,), "c": (ChatKind.CHANNEL,),
          "pg": (ChatKind.PRIVATE, ChatKind.GROUP)}  # fmt: skip
CHAT_CHOICES = tuple(_CHATS)


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Who of those that a push is for gets it."""

    edition: Edition | None = None
    topic: Subject | None = None
    """Who follows it."""
    author: Subject | None = None
    active_days: int | None = None
    """Who wrote or tapped in the last days; a day is UTC's."""
    joined_days: int | None = None
    """Who came in the last days."""
    source: str | None = None
    """The tag of the link by which they came first."""
    chats: tuple[ChatKind, ...] = ()
    """Only such chats; all kinds where it is empty."""

    def __str__(self) -> str:
        """What is set, as the desk's record keeps it."""
        named = (self.topic and self.topic.label, self.author and self.author.label, self.source)
        days = (("active", self.active_days), ("joined", self.joined_days))
        parts = (self.edition, *named, *(f"{what} {number}" for what, number in days if number), *self.chats)
        return ", ".join(part for part in parts if part)

    @property
    def chat_choice(self) -> str:
        """The kinds of chats as a button says them."""
        return next(name for name, kinds in _CHATS.items() if kinds == self.chats)


EVERYBODY = Audience()


def stepped(audience: Audience, step: str, value: str) -> Audience:
    """The audience after a tap: `step` names what is set, `value` to what; empty for not at all.

    Raises:
        UsageError: no button of ours says that.
    """
    match step:
        case "all":
            return EVERYBODY
        case "edition":
            return replace(audience, edition=Edition(value) if value else None)
        case "active" if value in ("", *map(str, ACTIVE_DAYS)):
            return replace(audience, active_days=int(value) if value else None)
        case "joined" if value in ("", *map(str, JOINED_DAYS)):
            return replace(audience, joined_days=int(value) if value else None)
        case "chats" if value in _CHATS:
            return replace(audience, chats=_CHATS[value])
        case "topic" | "author" | "source" if not value:
            return replace(audience, **{step: None})  # type: ignore[arg-type]
        case _:
            raise UsageError("error.stale_button")
