"""Ticks: APScheduler calls each use case again and again; what is due is a question for the database.

Never one job per article or push: APScheduler 3 drops a one-shot that comes late.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import SystemClock
from bot.newsroom import Newsroom

log = structlog.get_logger()


@dataclass(frozen=True)
class Job:
    """A use case and how many seconds lie between its ticks."""

    name: str
    seconds: float
    verb: Callable[[Newsroom], Callable[[], Awaitable[object]]]


JOBS = (
    Job("poll_feeds", 1, lambda newsroom: newsroom.poll_feeds),
    Job("read_pages_again", 10, lambda newsroom: newsroom.read_pages_again),
    Job("tell_admins", 5, lambda newsroom: newsroom.tell_admins),
    Job("show_surges", 1, lambda newsroom: newsroom.show_surges),
    Job("show_reviews", 1, lambda newsroom: newsroom.show_reviews),
    Job("plan_pushes", 1, lambda newsroom: newsroom.plan_pushes),
    Job("deliver_pushes", 1, lambda newsroom: newsroom.deliver_pushes),
)


class Ticker:
    """Runs JOBS until stopped; a tick that fails is logged and comes again."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._scheduler = AsyncIOScheduler(
            executors={"default": AsyncIOExecutor()},
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 2},
            timezone="UTC",
        )
        self._running: set[str] = set()
        self._stopping = False
        self._idle = asyncio.Event()
        self._idle.set()

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

    async def _tick(self, job: Job) -> None:
        # One at a time is our own rule: APScheduler would warn every second of a long push.
        if self._stopping or job.name in self._running:
            return
        self._running.add(job.name)
        self._idle.clear()
        try:
            await job.verb(self._newsroom)()
        except asyncio.CancelledError:
            log.warning("tick_cut_off", job=job.name)
        except Exception:
            log.exception("tick_failed", job=job.name)
        finally:
            self._running.discard(job.name)
            if not self._running:
                self._idle.set()
