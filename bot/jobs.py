"""Ticks: APScheduler calls each use case again and again; what is due is a question for the database.

Never one job per article or push: APScheduler 3 drops a one-shot that comes late.

Between two ticks it waits by a timer that knows no wall time; but which jobs are due it asks the machine's
clock, so that a clock put back an hour would mean an hour without ticks, and one put forward a month
would have it count millions of missed runs. SteadyJobs keeps both away.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import SystemClock, uptime
from bot.domain.measures import TICKS, TICKS_FAILED
from bot.errors import DatabaseUnavailable, LeaseLost
from bot.meter import meter
from bot.newsroom import Newsroom
from bot.tracing import span

log = structlog.get_logger()


@dataclass(frozen=True)
class Job:
    """A use case and how many seconds lie between its ticks."""

    name: str
    seconds: float
    verb: Callable[[Newsroom], Callable[[], Awaitable[object]]]


JOBS = (
    Job("keep_time", 1, lambda newsroom: newsroom.keep_time),
    Job("poll_feeds", 1, lambda newsroom: newsroom.poll_feeds),
    Job("read_pages_again", 10, lambda newsroom: newsroom.read_pages_again),
    Job("tell_admins", 5, lambda newsroom: newsroom.tell_admins),
    Job("watch_health", 15, lambda newsroom: newsroom.watch_health),
    Job("tell_keepers", 5, lambda newsroom: newsroom.tell_keepers),
    Job("remind_readers", 60, lambda newsroom: newsroom.remind_readers),
    Job("show_surges", 1, lambda newsroom: newsroom.show_surges),
    Job("show_standstill", 1, lambda newsroom: newsroom.show_standstill),
    Job("show_reviews", 1, lambda newsroom: newsroom.show_reviews),
    Job("show_corrections", 1, lambda newsroom: newsroom.show_corrections),
    Job("refresh_checks", 1, lambda newsroom: newsroom.refresh_checks),
    Job("refresh_cards", 1, lambda newsroom: newsroom.refresh_cards),
    Job("show_trouble", 1, lambda newsroom: newsroom.show_trouble),
    Job("show_progress", 1, lambda newsroom: newsroom.show_progress),
    Job("show_feedback", 1, lambda newsroom: newsroom.show_feedback),
    Job("thank_members", 1, lambda newsroom: newsroom.thank_members),
    Job("remind_members", 60, lambda newsroom: newsroom.remind_members),
    Job("keep_statistics", 30, lambda newsroom: newsroom.keep_statistics),
    Job("keep_schedules", 5, lambda newsroom: newsroom.keep_schedules),
    Job("keep_hub_orders", 10, lambda newsroom: newsroom.keep_hub_orders),
    Job("send_digests", 5, lambda newsroom: newsroom.send_digests),
    Job("plan_pushes", 0.5, lambda newsroom: newsroom.plan_pushes),
    Job("prune", 600, lambda newsroom: newsroom.prune.daily),
    Job("deliver_pushes", 0.5, lambda newsroom: newsroom.deliver_pushes),
)


class SteadyJobs(MemoryJobStore):  # type: ignore[misc]
    """Interval jobs in memory that go on when the clock is put back or forward."""

    def get_due_jobs(self, now: datetime) -> list[Any]:
        """What may run now. A run more than one interval away in either direction is a clock that jumped."""
        for job in self.get_all_jobs():
            if abs(job.next_run_time - now) > job.trigger.interval:
                job.modify(next_run_time=now)
        due: list[Any] = super().get_due_jobs(now)
        return due


_BEAT_SECONDS = 5
_LOST_SECONDS = 60
"""Without a beat for so long, the ticker has died or stands still."""


class Ticker:
    """Runs JOBS until stopped; a tick that fails is logged and comes again."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._scheduler = AsyncIOScheduler(
            executors={"default": AsyncIOExecutor()},
            jobstores={"default": SteadyJobs()},
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
            timezone="UTC",
        )
        self._running: set[str] = set()
        self._stopping = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._beaten_at = uptime()

    def is_alive(self, within: float = _LOST_SECONDS) -> bool:
        """Whether it does what it is to do: tick, or nothing yet or any more. Ticks may wait for a database
        for as long as they like: a new process would wait, too.
        """
        is_to_tick = self._scheduler.running and not self._stopping
        return not is_to_tick or uptime() - self._beaten_at < within

    def start(self) -> None:
        """Begin to tick, unless it was stopped before."""
        if self._stopping:
            return
        # APScheduler lives by the machine's clock, whatever time it is in the demo.
        at_once = SystemClock().now()
        for job in JOBS:
            self._scheduler.add_job(
                self._tick,
                "interval",
                seconds=job.seconds,
                args=[job],
                id=job.name,
                next_run_time=at_once,
            )
        self._scheduler.add_job(self._beat, "interval", seconds=_BEAT_SECONDS, next_run_time=at_once)
        self._scheduler.start()

    async def stop(self, within: float) -> None:
        """Start nothing more and let what runs end, `within` seconds at most; again is no wait."""
        self._stopping = True
        self._newsroom.deliver_pushes.stop()
        self._newsroom.poll_feeds.stop()
        if not self._scheduler.running:
            return
        try:
            async with asyncio.timeout(within):
                await self._idle.wait()
        except TimeoutError:
            log.warning("stopped_while_busy", running=sorted(self._running))
        self._scheduler.shutdown(wait=False)

    async def _beat(self) -> None:
        self._beaten_at = uptime()

    async def _tick(self, job: Job) -> None:
        if self._stopping:
            return
        self._running.add(job.name)
        self._idle.clear()
        begun = uptime()
        try:
            with span(f"tick {job.name}"):
                await job.verb(self._newsroom)()
        except asyncio.CancelledError:
            log.warning("tick_cut_off", job=job.name)
        except LeaseLost:
            # Another process is the active one; who keeps the lease will end our day.
            log.warning("lease_lost", job=job.name)
            self._stopping = True
        except Exception as error:
            meter.count(TICKS_FAILED, job.name)
            if not _is_the_database(error):
                log.exception("tick_failed", job=job.name)
        finally:
            meter.time(TICKS, uptime() - begun, job.name)
            self._running.discard(job.name)
            if not self._running:
                self._idle.set()


def _is_the_database(error: Exception) -> bool:
    """Whether it is only away, which storage tells once for all; work side by side fails as a group."""
    if isinstance(error, ExceptionGroup):
        return all(_is_the_database(one) for one in error.exceptions)
    return isinstance(error, DatabaseUnavailable)
