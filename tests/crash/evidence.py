"""What a crash left in the database, and what is there at the end."""

import asyncio
import json
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select, text

from bot.clock import SystemClock
from bot.domain.articles import Draft, Video
from bot.domain.deliveries import DeliveryState
from bot.domain.follows import FollowKind, edition_subject
from bot.domain.ids import ChatId, Edition
from bot.domain.paper import Paper
from bot.domain.pushes import Card, NewPush, Policy, PushState
from bot.domain.subscribers import ChatKind, Standing
from storage.database import connect
from storage.delivery_rows import DeliveryRow
from storage.follow_rows import FollowRow
from storage.pieces import PIECE
from storage.push_rows import PushRow, PushTallyRow
from storage.subscribers import SubscriberRow
from tests.crash.checker import Accepted, Key, Row

EDITION = Edition("en")
_SCHEDULE = "crash"
"""The name on the pushes of a run; what others make is looked at in the log alone."""
_VIDEO = "The video of the day"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Ledger:
    """The books as one transaction sees them."""

    rows: tuple[Row, ...]
    tallies: dict[tuple[int, DeliveryState], int]
    open_pushes: int
    integrity: str

    @property
    def cut_off(self) -> int:
        """Intents without an outcome."""
        return sum(row.state is DeliveryState.SENDING for row in self.rows)


async def fill(url: str, readers: range, pushes: int, policy: Policy) -> frozenset[Key]:
    """A migrated database with readers and pushes that are due at once; every delivery it owes."""
    now = SystemClock().now()
    async with connect(url) as database:
        await database.migrate()
        await database.run(lambda connection: _subscribe(connection, readers, now))
    return frozenset([key for one in range(pushes) for key in await add_push(url, readers, one, policy)])


async def add_push(url: str, readers: range, number: int, policy: Policy) -> list[Key]:
    """One more push that is due at once, named by its id; the deliveries it owes."""
    now = SystemClock().now()
    draft = Draft(url=f"https://paper.example/{number}", edition=EDITION, language="en", headline="x")
    async with connect(url) as database, database.open_store() as store:
        article = await store.articles.file(draft, feed_id=None, keys=(), fingerprint="x", now=now)
        push = await store.pushes.add(
            NewPush(
                article_id=article.id,
                policy=policy,
                keys=(edition_subject(EDITION),),
                cards={EDITION: Card(html=f"Push {number + 1}")},
                due_at=now,
                expires_at=now + timedelta(hours=12),
                created_by=None,
                schedule=_SCHEDULE,
                slot=str(number),
            )
        )
    assert push is not None
    assert push.id == number + 1
    return [(push.id, chat) for chat in readers]


async def open_slot(url: str, paper: Paper) -> None:
    """A video for the schedule of the paper, whose slot of today is still to be used."""
    now = SystemClock().now()
    address = "https://paper.example/video"
    videos = (Video(url="https://youtu.be/dQw4w9WgXcQ"),)
    draft = Draft(url=address, edition=EDITION, language="en", headline=_VIDEO, videos=videos)
    async with connect(url) as database, database.open_store() as store:
        await store.articles.file(draft, feed_id=None, keys=(), fingerprint="x", now=now)
        # Since yesterday: today's time was before the run.
        await store.schedules.enrol([], now)
        await store.schedules.enrol(paper.schedules, now - timedelta(days=1))


def _subscribe(connection: Connection, readers: range, now: datetime) -> None:
    reader = {
        "kind": ChatKind.PRIVATE,
        "edition": EDITION,
        "language": "en",
        "standing": Standing.ACTIVE,
        "joined_at": now,
    }
    named = [{"id": _id(place), "chat_id": ChatId(one), **reader} for place, one in enumerate(readers)]
    connection.execute(insert(SubscriberRow), named)
    everything = {"kind": FollowKind.EDITION, "key": EDITION, "label": EDITION, "since": now}
    ids = connection.scalars(select(SubscriberRow.id)).all()
    connection.execute(insert(FollowRow), [{"subscriber_id": one, **everything} for one in ids])


async def books(url: str) -> Ledger:
    """The books as they are."""
    async with connect(url) as database:
        return await database.run(_read)


async def books_of_the_dead(url: str, folder: Path) -> Ledger:
    """The same of a bot that was killed, leaving a SQLite file as it lies: its next start must mend it."""
    if not url.startswith("sqlite"):
        return await books(url)
    copy = folder / "corpse.sqlite3"
    await asyncio.to_thread(_copy, url.removeprefix("sqlite:///"), str(copy))
    return await books(f"sqlite:///{copy}")


def _copy(source: str, copy: str) -> None:
    for tail in ("", "-wal"):
        Path(copy + tail).unlink(missing_ok=True)
        if Path(source + tail).exists():
            shutil.copy(source + tail, copy + tail)


def _id(place: int) -> int:
    """A third of the readers in each of three pieces; above the ids of those who come later."""
    return place % 3 * PIECE + 1_000 + place


async def is_done(url: str) -> bool:
    """Whether every push is over."""
    async with connect(url) as database:
        return await database.run(_open_pushes) == 0


def _open_pushes(connection: Connection) -> int:
    still = select(func.count()).where(PushRow.state.not_in((PushState.DONE, PushState.CANCELLED)))
    return connection.scalar(still) or 0


_OURS = select(PushRow.id).where(PushRow.schedule == _SCHEDULE)


def _read(connection: Connection) -> Ledger:
    columns = (DeliveryRow.push_id, DeliveryRow.state, DeliveryRow.message_id, DeliveryRow.risk)
    found = connection.execute(
        select(*columns, SubscriberRow.chat_id)
        .join(SubscriberRow, SubscriberRow.id == DeliveryRow.subscriber_id)
        .where(DeliveryRow.push_id.in_(_OURS))
    )
    rows = tuple(Row(one.push_id, one.chat_id, one.state, one.message_id, one.risk) for one in found)
    tallied = connection.execute(
        select(PushTallyRow.push_id, PushTallyRow.state, func.sum(PushTallyRow.count))
        .where(PushTallyRow.push_id.in_(_OURS))
        .group_by(PushTallyRow.push_id, PushTallyRow.state)
    )
    tallies = {(int(push), state): int(count) for push, state, count in tallied}
    sqlite = connection.dialect.name == "sqlite"
    integrity = str(connection.scalar(text("PRAGMA integrity_check"))) if sqlite else "ok"
    return Ledger(rows, tallies, _open_pushes(connection), integrity)


def seconds(at: datetime) -> float:
    """A time as the checker counts it."""
    return (at - _EPOCH).total_seconds()


def accepted(log: Path) -> tuple[Accepted, ...]:
    """Every message of a push in the sandbox's log."""
    entries = (json.loads(line) for line in log.read_text("utf-8").splitlines())
    return tuple(_accepted(one) for one in entries if one["text"].startswith("Push "))


def answers(log: Path, chat_id: int) -> int:
    """How many messages a chat got."""
    return sum(json.loads(line)["chat_id"] == chat_id for line in log.read_text("utf-8").splitlines())


def videos(log: Path) -> Mapping[int, int]:
    """How often each chat got the video of the day."""
    entries = (json.loads(line) for line in log.read_text("utf-8").splitlines())
    return Counter(one["chat_id"] for one in entries if _VIDEO in one["text"])


def _accepted(entry: Mapping[str, Any]) -> Accepted:
    at = seconds(datetime.fromisoformat(entry["at"]))
    push = int(entry["text"].removeprefix("Push "))
    return Accepted(push, entry["chat_id"], entry["message_id"], at)
