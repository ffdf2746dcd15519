"""Alarms: what of the service needs an admin, decided from its vitals; and when it is over.

An alarm is raised at once and is over when its cause has been gone for a while: what comes and goes is one
alarm, not many.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.troubles import Trouble

CALM = timedelta(minutes=5)
"""How long a cause must be gone."""
ENOUGH = 20
"""Deliveries from which their failures are a rate."""
_ECHO = timedelta(minutes=2)
"""How long somebody else who polls counts as there after we ran into them."""
_TOKEN_NEWS = timedelta(hours=1)


class AlarmKind(StrEnum):
    """What is wrong; each has its texts `alarm.…` and `calm.…`."""

    FEED = "feed"
    QUEUE = "queue"
    FAILURES = "failures"
    UNKNOWN = "unknown"
    DISK = "disk"
    DATABASE = "database"
    CLOCK = "clock"
    TOKEN = "token"  # noqa: S105
    SECOND_BOT = "second_bot"
    BACKUP = "backup"

    @property
    def is_told_by_itself(self) -> bool:
        """Whether the admins hear of it otherwise: of feeds with the cause, as it was said (tell_admins)."""
        return self is AlarmKind.FEED


@dataclass(frozen=True, kw_only=True)
class Limits:
    """From when on something is an alarm; newspaper.toml's `[alarms]`."""

    queue_minutes: float = 15
    failure_percent: int = 10
    unknown: int = 1
    disk_free_mb: int = 500
    clock_skew_seconds: float = 30
    backup_hours: float = 26


@dataclass(frozen=True)
class Disk:
    """The disk with the database, in bytes."""

    free: int
    total: int


@dataclass(frozen=True, kw_only=True)
class FeedVitals:
    """How a feed that is asked is."""

    url: str
    troubles: frozenset[Trouble]


@dataclass(frozen=True, kw_only=True)
class Vitals:
    """How the service is at a moment. None is what nobody can tell."""

    at: datetime
    feeds: Sequence[FeedVitals] = ()
    updates: int = 0
    """What people did that nobody handled yet."""
    behind: timedelta = timedelta(0)
    """For how long what is due has waited while nothing moved."""
    sent: int = 0
    failed: int = 0
    """Of the last hour's pushes; readers who blocked us or left are no failures."""
    unknown: int = 0
    """That no editor has seen."""
    disk: Disk | None = None
    database: timedelta | None = None
    """How long it took to answer; None where it does not."""
    skew: timedelta | None = None
    """How far Telegram's clock is ahead of ours."""
    second_bot_at: datetime | None = None
    token_refused_at: datetime | None = None
    """When we learned that Telegram had refused the token before."""
    backup_at: datetime | None = None


@dataclass(frozen=True)
class Alarm:
    """Something is wrong; `facts` fill its text, `about` tells it from others of its kind."""

    kind: AlarmKind
    about: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What makes it the same alarm later."""
        return f"{self.kind}:{self.about}"


@dataclass(frozen=True)
class Raised:
    """An alarm on file: since when, and when its cause was last there."""

    alarm: Alarm
    since: datetime
    seen_at: datetime


@dataclass(frozen=True, kw_only=True)
class AlarmEvent:
    """What the admins are to be told: an alarm began, or is over."""

    number: int
    alarm: Alarm
    since: datetime
    over_at: datetime | None


@dataclass(frozen=True)
class Turns:
    """What the alarms of this moment make of those on file."""

    began: Sequence[Alarm]
    last: Sequence[Alarm]
    over: Sequence[Raised]


def alarms(vitals: Vitals, limits: Limits) -> tuple[Alarm, ...]:
    """Everything that is wrong."""
    found = (
        *_feeds(vitals),
        _queue(vitals, limits),
        _failures(vitals, limits),
        _unknown(vitals, limits),
        _disk(vitals, limits),
        None if vitals.database is not None else Alarm(AlarmKind.DATABASE),
        _clock(vitals, limits),
        _recent(AlarmKind.TOKEN, vitals.token_refused_at, vitals.at, _TOKEN_NEWS),
        _recent(AlarmKind.SECOND_BOT, vitals.second_bot_at, vitals.at, _ECHO),
        _backup(vitals, limits),
    )
    return tuple(one for one in found if one is not None)


def turns(raised: Sequence[Raised], now_wrong: Sequence[Alarm], now: datetime) -> Turns:
    """What is new, what goes on, and what has been gone for long enough."""
    known, wrong = {one.alarm.key for one in raised}, {one.key for one in now_wrong}
    return Turns(
        began=tuple(one for one in now_wrong if one.key not in known),
        last=tuple(one for one in now_wrong if one.key in known),
        over=tuple(one for one in raised if one.alarm.key not in wrong and now - one.seen_at >= CALM),
    )


def _feeds(vitals: Vitals) -> Iterable[Alarm]:
    return (
        Alarm(AlarmKind.FEED, one.url, {"url": one.url, "trouble": sorted(one.troubles)[0]})
        for one in vitals.feeds
        if one.troubles
    )


def _queue(vitals: Vitals, limits: Limits) -> Alarm | None:
    if vitals.behind < timedelta(minutes=limits.queue_minutes):
        return None
    return Alarm(AlarmKind.QUEUE, facts={"minutes": int(vitals.behind / timedelta(minutes=1))})


def _failures(vitals: Vitals, limits: Limits) -> Alarm | None:
    ended = vitals.sent + vitals.failed
    if ended < ENOUGH or vitals.failed * 100 < limits.failure_percent * ended:
        return None
    return Alarm(AlarmKind.FAILURES, facts={"failed": vitals.failed, "ended": ended})


def _unknown(vitals: Vitals, limits: Limits) -> Alarm | None:
    if vitals.unknown < limits.unknown:
        return None
    return Alarm(AlarmKind.UNKNOWN, facts={"number": vitals.unknown})


def _disk(vitals: Vitals, limits: Limits) -> Alarm | None:
    if vitals.disk is None or vitals.disk.free >= limits.disk_free_mb * 1_000_000:
        return None
    return Alarm(AlarmKind.DISK, facts={"megabytes": vitals.disk.free // 1_000_000})


def _clock(vitals: Vitals, limits: Limits) -> Alarm | None:
    if vitals.skew is None or abs(vitals.skew).total_seconds() <= limits.clock_skew_seconds:
        return None
    return Alarm(AlarmKind.CLOCK, facts={"seconds": round(abs(vitals.skew).total_seconds())})


def _recent(kind: AlarmKind, seen_at: datetime | None, now: datetime, echo: timedelta) -> Alarm | None:
    return Alarm(kind) if seen_at is not None and now - seen_at < echo else None


def _backup(vitals: Vitals, limits: Limits) -> Alarm | None:
    """Where none was ever made by our own command, backups are somebody else's affair."""
    if vitals.backup_at is None or vitals.at - vitals.backup_at < timedelta(hours=limits.backup_hours):
        return None
    return Alarm(AlarmKind.BACKUP, facts={"hours": int((vitals.at - vitals.backup_at) / timedelta(hours=1))})
