"""What subscribers and their choices need of the database. All datetimes are aware UTC."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.chat_ports import Chats
from bot.domain.follows import Follow, FollowKind, Subject
from bot.domain.ids import ChatId, Edition, PushId, SubscriberId
from bot.domain.preferences import Preferences
from bot.domain.subscribers import Standing, Subscriber


class Subscribers(Chats, Protocol):
    """The chats that get pushes and the log of who came and went."""

    async def by_chat(self, chat_id: ChatId) -> Subscriber | None:
        """The subscriber of a chat, whatever its standing."""
        ...

    async def by_id(self, subscriber_id: SubscriberId) -> Subscriber | None:
        """The subscriber of this number, whatever its standing; a tombstone, too."""
        ...

    async def join(
        self, chat_id: ChatId, *, edition: Edition, language: str, now: datetime, source: str | None = None
    ) -> Subscriber:
        """Subscribe a chat or make it active again; logged as a join when it was not active. `source` is
        kept of a new one: the tag of the link by which they came."""
        ...

    async def set_standing(self, chat_id: ChatId, standing: Standing, now: datetime) -> None:
        """Change the standing of a known chat, log the move, and drop what was claimed for who leaves."""
        ...

    async def set_edition(self, chat_id: ChatId, edition: Edition) -> None:
        """Change what a known chat reads."""
        ...

    async def wake(self, now: datetime) -> None:
        """Whose pause is over by now are active again."""
        ...

    async def standings(self) -> Mapping[Standing, int]:
        """How many subscribers stand how."""
        ...


class Follows(Protocol):
    """How subscribers stand to subjects, and what pushes and articles are filed under."""

    async def of(self, subscriber_id: SubscriberId) -> Sequence[Follow]:
        """All of a subscriber's, ended and muted ones too, by kind and key."""
        ...

    async def put(self, subscriber_id: SubscriberId, *follows: Follow) -> None:
        """Keep how a subscriber stands to these subjects from now on."""
        ...

    async def sweep(self, subscriber_id: SubscriberId, now: datetime) -> None:
        """Forget what is neither followed nor muted nor in digests only."""
        ...

    async def keywords(self) -> Sequence[Subject]:
        """The words that anybody follows, in every spelling."""
        ...

    async def keys_of(self, push_id: PushId) -> frozenset[Subject]:
        """What a push was filed under, which decided who gets it; without labels."""
        ...

    async def seen(self, edition: Edition, since: datetime) -> Mapping[tuple[FollowKind, str], int]:
        """How many of an edition's articles since then name each topic, author and series, as spelt."""
        ...


class Choices(Protocol):
    """When subscribers want to hear from us."""

    async def of(self, subscriber_id: SubscriberId) -> Preferences | None:
        """What a subscriber chose; None for who chose nothing, for whom the paper's hold."""
        ...

    async def keep(self, subscriber_id: SubscriberId, chosen: Preferences) -> None:
        """From now on this holds for a subscriber."""
        ...
