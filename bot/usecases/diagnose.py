"""`doctor`: look at everything Kolporter needs, and say of each what to do about it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta

from bot.clock import Clock
from bot.doctor_ports import DatabaseReport, Inspector
from bot.domain.diagnosis import Finding, Health
from bot.domain.feeds import FeedPlan
from bot.domain.ids import ChatId
from bot.domain.paper import Paper
from bot.errors import KolporterError
from bot.rate import under_way_at
from bot.rendering.feeds import chosen_text
from bot.usecases.check_feed import CheckFeed

_TOLERABLE_SKEW = timedelta(seconds=30)
_SAFE_SQLITE = (3, 51, 3)
"""Earlier versions can corrupt a write-ahead log when two connections write and checkpoint at once."""

_LITTLE_ROOM = 200_000_000
"""Bytes; a day of pushes to 100,000 readers takes a twentieth of it."""


class Diagnose:
    """Run the checks one after the other; one that fails is a finding, not the end."""

    def __init__(
        self,
        paper: Paper,
        inspector: Inspector | None,
        check_feed: CheckFeed,
        inspect_database: Callable[[], Awaitable[DatabaseReport]],
        clock: Clock,
        *,
        per_second: int,
        concurrency: int,
    ) -> None:
        self._paper = paper
        self._inspector = inspector
        self._check_feed = check_feed
        self._inspect_database = inspect_database
        self._clock = clock
        self._per_second = per_second
        self._concurrency = concurrency

    async def __call__(self) -> AsyncIterator[Finding]:
        """Findings as they come."""
        report = None
        try:
            report = await self._inspect_database()
        except KolporterError as problem:
            yield Finding(Health.BAD, problem.text_key, problem.args_)
        for finding in self._database(report) if report else ():
            yield finding
        chosen = report.feeds if report else ()
        for one in chosen:
            how = chosen_text(one.feed.plan, one.choices)
            yield Finding(Health.GOOD, "doctor.feed_chosen", {"url": one.feed.plan.url, "how": how})
        added = [one.feed.plan for one in chosen if one.is_asked and not one.named]
        checks = [self._feed_check(plan) for plan in (*self._paper.feeds, *added)]
        if self._inspector is None:
            yield Finding(Health.BAD, "error.no_token")
        else:
            checks += [self._token_check(self._inspector), self._clock_check(self._inspector)]
            checks += [self._desk_check(self._inspector, chat_id) for chat_id in self._paper.desk]
        for check in checks:
            try:
                yield await check()
            except KolporterError as problem:
                yield Finding(Health.BAD, problem.text_key, problem.args_)
        enough = under_way_at(self._per_second)
        if self._concurrency < enough:
            yield Finding(
                Health.WARNING,
                "doctor.too_few_under_way",
                {"rate": self._per_second, "concurrency": self._concurrency, "enough": enough},
            )
        if not self._paper.feeds and not added:
            yield Finding(Health.BAD, "doctor.no_feeds")
        if not self._paper.desk:
            yield Finding(Health.WARNING, "doctor.no_editors")
        if report and not report.has_admin and not self._paper.admins:
            yield Finding(Health.WARNING, "doctor.no_admin")

    def _database(self, report: DatabaseReport) -> Iterator[Finding]:
        if report.sqlite is not None and report.sqlite < _SAFE_SQLITE:
            version = ".".join(str(part) for part in report.sqlite)
            yield Finding(Health.WARNING, "doctor.old_sqlite", {"place": report.place, "version": version})
        else:
            yield Finding(Health.GOOD, "doctor.database", {"place": report.place})
        if report.revision is not None and report.revision != report.newest:
            yield Finding(
                Health.WARNING,
                "doctor.old_schema",
                {"revision": report.revision, "newest": report.newest},
            )
        if report.free is not None and report.free < _LITTLE_ROOM:
            yield Finding(Health.BAD, "doctor.little_room", {"megabytes": report.free // 1_000_000})

    def _feed_check(self, plan: FeedPlan) -> Callable[[], Awaitable[Finding]]:
        async def check() -> Finding:
            parsed = await self._check_feed(plan.url)
            health = Health.GOOD if parsed.entries else Health.WARNING
            return Finding(health, "doctor.feed", {"url": plan.url, "count": len(parsed.entries)})

        return check

    def _token_check(self, inspector: Inspector) -> Callable[[], Awaitable[Finding]]:
        async def check() -> Finding:
            return Finding(Health.GOOD, "doctor.token", {"username": await inspector.identify()})

        return check

    def _clock_check(self, inspector: Inspector) -> Callable[[], Awaitable[Finding]]:
        async def check() -> Finding:
            skew = abs(await inspector.server_time() - self._clock.now())
            health = Health.GOOD if skew <= _TOLERABLE_SKEW else Health.BAD
            key = "doctor.clock" if health is Health.GOOD else "doctor.clock_wrong"
            return Finding(health, key, {"seconds": round(skew.total_seconds())})

        return check

    def _desk_check(self, inspector: Inspector, chat_id: ChatId) -> Callable[[], Awaitable[Finding]]:
        async def check() -> Finding:
            if await inspector.can_write(chat_id):
                return Finding(Health.GOOD, "doctor.desk", {"chat": chat_id})
            return Finding(Health.WARNING, "doctor.desk_unreachable", {"chat": chat_id})

        return check
