"""A minute's tick with 200,000 subscribers in 40 zones: for one in twenty it is the hour of their digest.

Everybody has choices on file and something that waits, so that nothing can be skipped, and every zone has
readers for whom it is time, so that all forty are due at once. Measured is what a tick does besides sending:
it files the pushes and plans their deliveries. So is what planning an article costs here, on a day's first
push, when nobody is over their cap, and on its eighth, when everybody is who has one.
"""

import asyncio
import os
import tempfile
import time as stopwatch
import tracemalloc
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, text

from bot.clock import SystemClock
from bot.delivery_ports import Beat
from bot.domain.articles import Draft
from bot.domain.follows import FollowKind, edition_subject
from bot.domain.ids import Edition
from bot.domain.paper import EditionFacts, Paper
from bot.domain.preferences import Mode
from bot.domain.pushes import Card, NewPush
from bot.domain.subscribers import ChatKind, Standing
from bot.usecases.make_digests import MakeDigests
from bot.usecases.plan_pushes import PlanPushes
from bot.usecases.send_digests import SendDigests
from storage.database import Database, connect
from storage.digest_rows import DigestClockRow
from storage.follow_rows import FollowRow
from storage.preferences import PreferenceRow, written
from storage.subscribers import SubscriberRow
from tests.bench.planning import is_to_plan
from tests.bench.report import Goal, Report, main
from tests.bench.search import a_server

SUBSCRIBERS = int(os.environ.get("BENCH_SUBSCRIBERS", "200000"))
DUE_ONE_IN = 20
PUSHES = 8
MADE = 500
_BATCH = 1_000
NOW = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
EVENING = NOW - timedelta(hours=10)
EN = Edition("en")
ZONES = [
    "Europe/Skopje",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Athens",
    "Europe/Istanbul",
    "Europe/Moscow",
    "Europe/Berlin",
    "Europe/Zurich",
    "Europe/Vienna",
    "Europe/Rome",
    "Europe/Stockholm",
    "Europe/Tirane",
    "Europe/Belgrade",
    "Europe/Sofia",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Halifax",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Toronto",
    "America/Vancouver",
    "America/Phoenix",
    "Asia/Dubai",
    "Asia/Tehran",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Bangkok",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Adelaide",
    "Australia/Perth",
    "Australia/Sydney",
    "Pacific/Auckland",
    "Pacific/Honolulu",
    "Africa/Cairo",
]
PAPER = Paper(
    name="Primer",
    zone=ZoneInfo("Europe/Skopje"),
    editions={EN: EditionFacts(code=EN, title="Primer Daily", membership_url="", appeal="")},
)


class Still(SystemClock):
    """A clock that stands where it is put."""

    def __init__(self, now: datetime) -> None:
        self.moment = now

    def now(self) -> datetime:
        """The moment it was put to."""
        return self.moment


@dataclass(frozen=True)
class Measured:
    """Seconds, but for the last two."""

    tick: float
    idle_tick: float
    first_push: float
    eighth_push: float
    peak_kilobytes: float
    """Of Python's memory in a tick."""
    digests_made_a_second: float


def measure() -> Report:
    """Both databases."""
    with tempfile.TemporaryDirectory() as folder:
        found = {"sqlite": asyncio.run(_measured(f"sqlite:///{Path(folder)}/tick.sqlite3"))}
        with a_server(Path(folder)) as url:
            found["postgresql"] = asyncio.run(_measured(url))
    figures: dict[str, float] = {
        "subscribers": SUBSCRIBERS,
        "zones": len(ZONES),
        "due": SUBSCRIBERS // DUE_ONE_IN,
    }
    goals = []
    for name, one in found.items():
        figures |= {f"{name}_{part.name}": round(getattr(one, part.name), 3) for part in fields(one)}
        goals.append(Goal(f"{name}: seconds of a tick", round(one.tick, 3), 1.0, True))
        goals.append(Goal(f"{name}: kilobytes of a tick", round(one.peak_kilobytes), 2_000, True))
    return Report("tick", figures, tuple(goals))


async def _measured(url: str) -> Measured:
    async with connect(url) as database:
        await database.migrate()
        for first in range(1, SUBSCRIBERS + 1, _BATCH):
            await database.run(partial(_fill, numbers=range(first, min(first + _BATCH, SUBSCRIBERS + 1))))
        await database.run(_begin_clocks)
        await database.run(_look_around)
        clock = Still(EVENING)
        ledger = await database.lead("bench")
        plan = PlanPushes(open_store=database.open_store, ledger=ledger, paper=PAPER, clock=clock)
        send = SendDigests(open_store=database.open_store, paper=PAPER, clock=clock)
        pushes = [await _push(database, plan, number) for number in range(PUSHES)]
        ticks = []
        for moment in (NOW - timedelta(minutes=1), NOW):
            clock.moment = moment
            await database.run(_forget_deliveries)
            ticks.append(await _seconds(send, plan))
        assert await database.run(_planned) == SUBSCRIBERS // DUE_ONE_IN
        clock.moment = NOW + timedelta(days=1)
        tracemalloc.start()
        await _seconds(send, plan)
        peak = tracemalloc.get_traced_memory()[1] / 1024
        tracemalloc.stop()
        claimed = (await ledger.beat(Beat(claim=MADE), clock.now())).claimed
        make = MakeDigests(open_store=database.open_store, paper=PAPER, clock=clock)
        start = stopwatch.perf_counter()
        made = len(await make(claimed)) / (stopwatch.perf_counter() - start)
    return Measured(ticks[1], ticks[0], pushes[0], pushes[-1], peak, made)


async def _seconds(*verbs: SendDigests | PlanPushes) -> float:
    start = stopwatch.perf_counter()
    for verb in verbs:
        await verb()
    return stopwatch.perf_counter() - start


async def _push(database: Database, plan: PlanPushes, number: int) -> float:
    """An article is pushed; seconds of its planning, all pieces together."""
    draft = Draft(
        url=f"https://paper.example/{number}",
        edition=EN,
        language="en",
        headline=f"What happened on street {number}",
        topics=(f"Topic {number % 3}",),
        summary="Somebody said something about it. Others did not agree with what they said.",
    )
    async with database.open_store() as store:
        article = await store.articles.file(draft, feed_id=None, keys=(), fingerprint="1", now=EVENING)
        push = NewPush(
            article_id=article.id,
            keys=(edition_subject(EN),),
            cards={EN: Card(html="<b>News</b>")},
            due_at=EVENING,
            expires_at=EVENING + timedelta(hours=12),
            created_by=None,
            schedule="article",
            slot=str(number),
        )
        assert await store.pushes.add(push)
    seconds = 0.0
    while await is_to_plan(database, EVENING):
        seconds += await _seconds(plan)
    return seconds


def _fill(connection: Connection, numbers: range) -> None:
    since = NOW - timedelta(days=30)
    connection.execute(insert(SubscriberRow), [_subscriber(number, since) for number in numbers])
    connection.execute(insert(FollowRow), [_follow(number, since) for number in numbers])
    connection.execute(insert(PreferenceRow), [_choices(number) for number in numbers])


def _begin_clocks(connection: Connection) -> None:
    since = NOW - timedelta(days=30)
    clocks = {(zone, at) for zone in ZONES for at in _times(zone)}
    rows = [{"zone": zone, "at": at, "since": since, "used": None} for zone, at in sorted(clocks)]
    connection.execute(insert(DigestClockRow), rows)


def _look_around(connection: Connection) -> None:
    """As PostgreSQL does by itself, some minutes after much has changed."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE"))


def _subscriber(number: int, since: datetime) -> dict[str, object]:
    return {
        "id": number,
        "chat_id": 100_000 + number,
        "kind": ChatKind.PRIVATE,
        "edition": EN,
        "language": "en",
        "standing": Standing.ACTIVE,
        "joined_at": since,
    }


def _follow(number: int, since: datetime) -> dict[str, object]:
    return {"subscriber_id": number, "kind": FollowKind.EDITION, "key": EN, "label": EN, "since": since}


def _choices(number: int) -> dict[str, object]:
    """Every second reader has digests only, every fourth quiet hours."""
    zone = ZONES[number % len(ZONES)]
    return {
        "subscriber_id": number,
        "zone": zone,
        "mode": Mode.DIGEST if number // len(ZONES) % 2 else Mode.INSTANT,
        "digest_times": _times(zone)[number // len(ZONES) % DUE_ONE_IN == 0],
        "digest_days": "0123456",
        "daily_cap": 3,
        "quiet": "23:00-06:00" if number // len(ZONES) % 4 == 0 else "",
        "only_breaking": False,
    }


def _times(zone: str) -> tuple[str, str]:
    """An hour that does not come while we look, and the one that it is now."""
    here = NOW.astimezone(ZoneInfo(zone))
    return written((here + timedelta(hours=5)).time()), written(here.time())


def _forget_deliveries(connection: Connection) -> None:
    """As if all that was planned had been read long ago."""
    connection.execute(text("DELETE FROM deliveries"))


def _planned(connection: Connection) -> int:
    count: int = connection.execute(text("SELECT count(*) FROM deliveries")).scalar_one()
    return count


if __name__ == "__main__":
    main(measure)
