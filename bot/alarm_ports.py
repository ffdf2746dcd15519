"""What the database tells of how the service is; see ports.py for what holds for all repositories."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.alarms import Alarm, AlarmEvent, Raised
from bot.domain.ids import PushId


@dataclass(frozen=True)
class Backlog:
    """What is due. `updates` nobody handled, the first since `update_at`; `push_at` is when the oldest
    push was due that nobody planned; `sending` since when a push's oldest delivery could leave, and how many
    ended."""

    updates: int
    update_at: datetime | None
    push_at: datetime | None
    sending: Mapping[PushId, tuple[datetime, int]]


@dataclass(frozen=True)
class Ended:
    """How deliveries ended; readers who are gone are no failures."""

    sent: int
    failed: int
    unknown: int


class Alarms(Protocol):
    """What is wrong, and what the admins were told of it."""

    async def raised(self) -> Sequence[Raised]:
        """Every alarm that is not over, oldest first."""
        ...

    async def begin(self, alarm: Alarm, now: datetime) -> None:
        """It is wrong from now on; the admins are to be told."""
        ...

    async def last(self, alarm: Alarm, now: datetime) -> None:
        """It is still wrong."""
        ...

    async def end(self, raised: Raised, now: datetime) -> None:
        """It is over; the admins are to be told."""
        ...

    async def untold(self, limit: int) -> Sequence[AlarmEvent]:
        """What the admins have not been told, oldest first."""
        ...

    async def told(self, number: int, now: datetime) -> None:
        """The admins know."""
        ...

    async def backlog(self, now: datetime) -> Backlog:
        """What is due and waits."""
        ...

    async def ended(self, since: datetime) -> Ended:
        """How deliveries of the pushes since then ended; unknown ones of all time that no editor has seen."""
        ...
