"""What readers' choices need of the database. All datetimes are aware UTC."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.follows import Follow, FollowKind, Subject
from bot.domain.ids import Edition, PushId, SubscriberId
from bot.domain.preferences import Preferences


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
