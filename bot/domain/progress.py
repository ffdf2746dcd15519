"""How far a push is, and whether it should go on: from its deliveries counted at two moments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.deliveries import DeliveryState, Outcome, Reason, Refused, Sent, Tally
from bot.domain.ids import ArticleId, PushId
from bot.domain.origins import Origin, origin_of
from bot.domain.pushes import PushState

WINDOW = 100
"""Latest outcomes looked at: few enough to notice at once, enough that one odd chat is no pattern."""
HANDFUL = 5
"""Refusals without a success that prove a text unsendable; every further one costs a reader their message."""
FAIR_SAMPLE = 20
"""Verdicts below which a share means nothing."""
TOLERATED = 0.2
"""Share of refused messages that may be an oddity of chats; a fault of ours refuses a whole text."""

_TRIED = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNKNOWN)


@dataclass(frozen=True)
class Reading:
    """A push's tally at a moment."""

    at: datetime
    tally: Tally


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where a push stands; what is planned and nowhere else in it still waits.

    `per_second` counts deliveries that were tried, whatever came of it. `eta` is None when nothing waits
    or nothing moves, and while nobody knows how many there will be.
    """

    planned: int
    sent: int
    failed: int
    blocked: int
    unknown: int
    expired: int
    cancelled: int
    per_second: float
    eta: datetime | None


def progress(earlier: Reading, later: Reading, now: datetime) -> Progress:
    """The progress at `now`, at the pace between the two readings."""
    count = later.tally.of
    pace = _pace(earlier, later)
    return Progress(
        planned=later.tally.planned,
        sent=count(DeliveryState.SENT),
        failed=count(DeliveryState.FAILED) - later.tally.lost,
        blocked=later.tally.lost,
        unknown=count(DeliveryState.UNKNOWN),
        expired=count(DeliveryState.EXPIRED),
        cancelled=count(DeliveryState.CANCELLED),
        per_second=pace,
        eta=None if later.tally.is_growing else _eta(later.tally.open, pace, later.at, now),
    )


@dataclass(frozen=True, kw_only=True)
class PushAtWork:
    """A push that is being sent or is paused, or was when somebody last looked, and how it stands."""

    push_id: PushId
    headline: str
    state: PushState
    stopped_for: str | None
    """What Telegram said when it paused by itself."""
    tally: Tally
    ended_at: datetime | None = None
    article_id: ArticleId | None = None
    target: PushId | None = None

    @property
    def origin(self) -> Origin:
        """What it brings."""
        return origin_of(self.article_id, self.target, self.push_id)

    @property
    def is_over(self) -> bool:
        """Whether nothing more of it leaves."""
        return self.state in (PushState.DONE, PushState.CANCELLED)


@dataclass(frozen=True)
class ProgressEvent:
    """What there is to show of a push now; the last one of each push is the one that is over."""

    push: PushAtWork
    progress: Progress


@dataclass(frozen=True)
class Stop:
    """Why a push should pause: Telegram refused `rejected` of the last `judged`, saying `detail`."""

    rejected: int
    judged: int
    detail: str


def should_stop(window: Sequence[Outcome]) -> Stop | None:
    """Decide by the latest outcomes (WINDOW at most) of one text: of one push in one edition.

    Only Telegram's verdicts on the text count. Readers who blocked us, slow networks and full budgets
    say nothing about it.
    """
    rejected = [one for one in window if isinstance(one, Refused) and one.reason is Reason.REJECTED]
    judged = len(rejected) + sum(isinstance(one, Sent) for one in window)
    hopeless = len(rejected) == judged >= HANDFUL
    too_many = judged >= FAIR_SAMPLE and len(rejected) > TOLERATED * judged
    return Stop(len(rejected), judged, rejected[-1].detail) if hopeless or too_many else None


def _pace(earlier: Reading, later: Reading) -> float:
    seconds = (later.at - earlier.at).total_seconds()
    tried = _tried(later.tally) - _tried(earlier.tally)
    # A clock that was put back, or unknown ones that were sent again, must not make it negative.
    return tried / seconds if seconds > 0 and tried > 0 else 0.0


def _eta(waiting: int, pace: float, since: datetime, now: datetime) -> datetime | None:
    if not waiting or not pace:
        return None
    return max(now, since + timedelta(seconds=waiting / pace))


def _tried(tally: Tally) -> int:
    return sum(tally.of(state) for state in _TRIED)
