"""Groups and channels: what a change of our place there means, and who may speak for one."""

from dataclasses import dataclass
from enum import Enum, auto

from bot.domain.ids import UserId
from bot.domain.subscribers import ChatKind, Standing, Subscriber

ANONYMOUS_ADMIN = UserId(1_087_968_824)
"""Telegram's @GroupAnonymousBot, in whose name a group's admins may hide."""


class Voice(Enum):
    """Our place in a chat."""

    OUT = auto()
    SILENT = auto()
    """In it, without the right to write."""
    SPEAKS = auto()


class News(Enum):
    """What there is to tell after a change of our place."""

    WELCOME = auto()
    """To the chat, or to who let us into a channel: what can be chosen."""
    SILENCED = auto()
    """To its keeper: we may not write there."""
    BACK = auto()
    """To its keeper: we may write there again."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """What Telegram says about a chat, and our place in it before and after a change."""

    kind: ChatKind
    title: str
    before: Voice
    after: Voice


@dataclass(frozen=True)
class Consequence:
    """Where a subscriber stands from now on (None: as before), and what is told."""

    standing: Standing | None = None
    news: News | None = None


def consequence(place: Place, known: Subscriber | None) -> Consequence:
    """What a change of our place means. Who said /stop stays away until they say otherwise."""
    match place.after:
        case Voice.OUT:
            return Consequence(_lost(known))
        case Voice.SILENT:
            return Consequence(_lost(known), News.SILENCED if place.before is not Voice.SILENT else None)
    if known is None:
        return Consequence(news=News.WELCOME)
    regained = Standing.ACTIVE if known.standing is Standing.BLOCKED else None
    if place.before is Voice.SILENT:
        return Consequence(regained, News.BACK if regained else None)
    # A group that moved is let in anew by Telegram itself: it is with us already, and needs no greeting. Of
    # one that refused us nevertheless, the greeting too, other rights are a new beginning.
    begins = known.is_gone if place.before is Voice.OUT else regained is not None
    return Consequence(regained, News.WELCOME if begins else None)


def _lost(known: Subscriber | None) -> Standing | None:
    """Who had left stays so: a return is theirs to ask for."""
    return Standing.BLOCKED if known is not None and not known.is_gone else None
