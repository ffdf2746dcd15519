"""What is measured: every number of `/metrics`, by its name, with what its labels say.

Counts and times are this process's own since its start. Gauges, and what is counted in the database, are
told by the active process alone, so that a sum over all processes is right. No label names a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.deliveries import DeliveryState, Moved, NotSent, Outcome, Refused, Sent, Throttled
from bot.domain.ids import FeedId
from bot.domain.pushes import Lane

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds: the upper bounds of what times are sorted into; beyond the last is one more."""


class Kind(StrEnum):
    """How a number behaves."""

    COUNT = "counter"
    GAUGE = "gauge"
    TIMES = "histogram"


@dataclass(frozen=True, eq=False)
class Measure:
    """A number, or one for each combination of its labels. Each is one object, found by what it is: three are
    counted for every message."""

    name: str
    kind: Kind
    about: str
    labels: tuple[str, ...] = ()


ATTEMPTS = Measure(
    "kolporter_attempts_total", Kind.COUNT, "Tries to deliver, by how they ended.", ("lane", "outcome")
)
REQUESTS = Measure(
    "kolporter_telegram_requests_total",
    Kind.COUNT,
    "Requests to Telegram, by HTTP status, not_sent or answer_lost.",
    ("method", "answer"),
)
REQUEST_TIMES = Measure(
    "kolporter_telegram_request_seconds", Kind.TIMES, "How long Telegram took to answer.", ("method",)
)
UPDATES_RECEIVED = Measure(
    "kolporter_updates_received_total", Kind.COUNT, "Updates from Telegram put on file, by way.", ("way",)
)
UPDATES_HANDLED = Measure("kolporter_updates_handled_total", Kind.COUNT, "Updates dealt with.")
POLLS = Measure("kolporter_feed_polls_total", Kind.COUNT, "Looks at feeds, by how they ended.", ("outcome",))
TICKS = Measure("kolporter_tick_seconds", Kind.TIMES, "How long the ticks took.", ("job",))
TICKS_FAILED = Measure("kolporter_ticks_failed_total", Kind.COUNT, "Ticks that broke off.", ("job",))
DATABASE_ERRORS = Measure(
    "kolporter_database_errors_total", Kind.COUNT, "Transactions that the database refused."
)
TROUBLES = Measure(
    "kolporter_troubles_total", Kind.COUNT, "Warnings and errors in the log, by event.", ("event",)
)
ACTIVE = Measure("kolporter_active", Kind.GAUGE, "1 in the process that works, 0 in those that stand by.")
DATABASE_UP = Measure("kolporter_database_up", Kind.GAUGE, "1 when the database can be reached.")
DELIVERIES = Measure(
    "kolporter_deliveries_total", Kind.COUNT, "Deliveries that ended, of all pushes.", ("lane", "state")
)
WAITING = Measure(
    "kolporter_deliveries_waiting", Kind.GAUGE, "Deliveries of pushes under way, not ended.", ("lane",)
)
QUEUE_AGE = Measure(
    "kolporter_queue_age_seconds", Kind.GAUGE, "How long the oldest push under way has been due.", ("lane",)
)
UPDATES_WAITING = Measure("kolporter_updates_waiting", Kind.GAUGE, "Updates that nobody dealt with yet.")
FEED_AGE = Measure(
    "kolporter_feed_age_seconds", Kind.GAUGE, "Since the feed was last read without trouble.", ("feed", "url")
)
FEED_FAILURES = Measure(
    "kolporter_feed_failures", Kind.GAUGE, "How often in a row the feed failed.", ("feed", "url")
)
BUDGET = Measure("kolporter_budget_per_second", Kind.GAUGE, "What Telegram allows the bot in a second.")
BUDGET_USED = Measure("kolporter_budget_used", Kind.GAUGE, "What of it the last second took.")
BOT_RESTS = Measure("kolporter_bot_rests_seconds", Kind.GAUGE, "So long Telegram wants the bot to rest.")
CHATS_REST = Measure("kolporter_chats_resting", Kind.GAUGE, "Chats that Telegram wants left alone.")

MEASURES = (
    ATTEMPTS, REQUESTS, REQUEST_TIMES, UPDATES_RECEIVED, UPDATES_HANDLED, POLLS, TICKS, TICKS_FAILED,
    DATABASE_ERRORS, TROUBLES, ACTIVE, DATABASE_UP, DELIVERIES, WAITING, QUEUE_AGE, UPDATES_WAITING, FEED_AGE,
    FEED_FAILURES, BUDGET, BUDGET_USED, BOT_RESTS, CHATS_REST,
)  # fmt: skip


@dataclass(frozen=True)
class Times:
    """How often something took how long: one count for each of BUCKETS and one beyond, and their sum."""

    counts: tuple[int, ...]
    seconds: float


@dataclass(frozen=True)
class Figure:
    """A measure's value, for one combination of its labels."""

    measure: Measure
    labels: tuple[str, ...]
    value: float | Times


@dataclass(frozen=True)
class Queue:
    """A lane: how many of its deliveries wait, and since when the oldest push among them has been due."""

    waiting: int
    due_at: datetime


@dataclass(frozen=True)
class FeedStanding:
    """How a feed that we ask stands."""

    id: FeedId
    url: str
    failures: int
    last_success_at: datetime | None


@dataclass(frozen=True)
class OnFile:
    """What the database tells."""

    ended: Mapping[tuple[Lane, DeliveryState], int] = field(default_factory=dict)
    queues: Mapping[Lane, Queue] = field(default_factory=dict)
    feeds: Sequence[FeedStanding] = ()
    updates_waiting: int = 0


@dataclass(frozen=True)
class Pace:
    """How the bot's budget stands."""

    per_second: int
    used: int
    """In the last second."""
    rests_seconds: float
    chats_resting: int


def named(outcome: Outcome) -> str:
    """An attempt's outcome in a word."""
    match outcome:
        case Sent():
            return "sent"
        case Refused(reason):
            return reason.name.lower()
        case Moved():
            return "moved"
        case Throttled():
            return "throttled"
        case NotSent():
            return "not_sent"
        case _:
            return "unknown"


def of_database(on_file: OnFile, now: datetime) -> list[Figure]:
    """What the database tells, as figures."""
    figures = [Figure(UPDATES_WAITING, (), on_file.updates_waiting)]
    for (lane, state), count in on_file.ended.items():
        figures.append(Figure(DELIVERIES, (lane.name.lower(), state.name.lower()), count))
    for lane in Lane:
        queue = on_file.queues.get(lane) or Queue(0, now)
        age = max(0.0, (now - queue.due_at).total_seconds())
        figures.append(Figure(WAITING, (lane.name.lower(),), queue.waiting))
        figures.append(Figure(QUEUE_AGE, (lane.name.lower(),), age))
    for feed in on_file.feeds:
        labels = (str(feed.id), _without_query(feed.url))
        figures.append(Figure(FEED_FAILURES, labels, feed.failures))
        if feed.last_success_at is not None:
            figures.append(Figure(FEED_AGE, labels, (now - feed.last_success_at).total_seconds()))
    return figures


def of_pace(pace: Pace) -> list[Figure]:
    """How the budget stands, as figures."""
    return [
        Figure(BUDGET, (), pace.per_second),
        Figure(BUDGET_USED, (), pace.used),
        Figure(BOT_RESTS, (), pace.rests_seconds),
        Figure(CHATS_REST, (), pace.chats_resting),
    ]


def _without_query(url: str) -> str:
    """A feed's address without what may be a key to it."""
    scheme, _, rest = url.partition("?")[0].partition("#")[0].partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
