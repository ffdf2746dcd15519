"""What the desk's queue needs of the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.ids import PushId
from bot.domain.queue import Queued


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

    async def taken(self, since: datetime, besides: PushId | None = None) -> Sequence[datetime]:
        """When articles and announcements went out since then or will, by time."""
        ...
