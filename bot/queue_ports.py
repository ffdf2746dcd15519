"""What the desk's queue and audiences need of the database."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.audiences import Audience
from bot.domain.ids import PushId
from bot.domain.queue import Queued, Target


class Queue(Protocol):
    """Pushes that wait for their time, and how full the days are."""

    async def waiting(self) -> Sequence[Queued]:
        """The articles and announcements that are scheduled, by their time."""
        ...

    async def get(self, push_id: PushId) -> Queued | None:
        """One of them, or a draft; None for what does not wait any more."""
        ...

    async def move(self, push_id: PushId, due_at: datetime, expires_at: datetime) -> bool:
        """Give a push another time, or a draft its first; False when it does not wait any more."""
        ...

    async def audience(self, target: Target) -> Audience | None:
        """Whom an editor chose for it; None for all whom it is for."""
        ...

    async def narrow(self, target: Target, audience: Audience | None) -> bool:
        """Choose whom; False when it does not wait any more."""
        ...

    async def taken(self, since: datetime, besides: PushId | None = None) -> Sequence[datetime]:
        """When articles and announcements went out since then or will, by time."""
        ...


class Audiences(Protocol):
    """The audiences that the desk keeps by name."""

    async def save(self, name: str, audience: Audience) -> None:
        """Keep it by this name, in place of what was called so."""
        ...

    async def saved(self) -> Mapping[str, Audience]:
        """All of them, by name."""
        ...
