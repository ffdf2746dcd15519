"""Standstills: a time of which the database knows nothing, because no process ran or a backup was put back.

What fell due in it may be stale by now, or out already: it waits for a person.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from bot.domain.ids import UserId

StandstillId = NewType("StandstillId", int)
PATIENCE = timedelta(hours=1)
"""News that is later than that is not sent without asking; newspaper.toml may say otherwise."""


class StandstillState(StrEnum):
    """What became of what it held."""

    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"


@dataclass(frozen=True, kw_only=True)
class Gap:
    """From the last sign of life `since` until somebody noticed."""

    since: datetime | None
    """None of a restored database that has never run."""
    until: datetime
    held_before: datetime
    """What fell due earlier is held, and articles are that were published earlier."""
    is_restore: bool


@dataclass(frozen=True, kw_only=True)
class Standstill:
    """A gap on file, and what it holds."""

    id: StandstillId
    gap: Gap
    state: StandstillState
    pushes: int = 0
    """Held, digests not counted."""
    digest_readers: int = 0
    """For whom news of before a restore waits in a digest, which they may have."""
    decided_by: UserId | None = None
    decided_name: str | None = None
    decided_at: datetime | None = None

    @property
    def holds_anything(self) -> bool:
        """Whether there is something to decide."""
        return bool(self.pushes or self.digest_readers)


@dataclass(frozen=True)
class StandstillDecided:
    """How it stands now, and whether it was this press that decided it."""

    standstill: Standstill
    by_this_press: bool


def gap_of(latest: datetime | None, now: datetime, patience: timedelta) -> Gap | None:
    """The standstill that ends now, if nobody was there for longer than `patience`.

    `latest` is the last sign of life; None of a database that has never been at work.
    """
    if latest is None or now - latest <= patience:
        return None
    return Gap(since=latest, until=now, held_before=now - patience, is_restore=False)


def restored(latest: datetime | None, now: datetime) -> Gap:
    """A backup was put in place: whatever it believes to be due may be out already."""
    return Gap(since=latest, until=now, held_before=now, is_restore=True)


def is_from_then(gap: Gap, published: datetime | None, last_look: datetime | None) -> bool:
    """Whether an article that a feed brings may be one that readers have, or is stale: it was published
    before the gap was over, or, where the feed does not say, this is the first look at the feed since."""
    if published is not None:
        return published < gap.held_before
    return last_look is None or last_look < gap.until
