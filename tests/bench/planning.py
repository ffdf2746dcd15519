"""How long a push's deliveries take to plan, when a hundred thousand readers follow five things each.

In pieces, on a file of SQLite, beside one INSERT … SELECT that asks nobody what they follow. A quarter of
the readers follow the edition, all of them topics and authors by Zipf's law, and one in fifty has muted a
topic.
"""

import asyncio
import os
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from sqlalchemy import Connection, delete, insert, text

from bot.delivery_ports import Ledger
from bot.domain.articles import Draft
from bot.domain.follows import FollowKind, Subject, edition_subject, subjects_of
from bot.domain.ids import Edition, PushId, SubscriberId
from bot.domain.preferences import Preferences
from bot.domain.pushes import Card, NewPush
from storage.database import Database, connect
from storage.delivery_rows import DeliveryRow
from storage.follow_rows import FollowRow
from tests.bench.report import Goal, Report, main

READERS = int(os.environ.get("BENCH_READERS", "100000"))
FOLLOWS = 5
TOPICS, AUTHORS = 150, 60
NOW = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
EN = Edition("en")
PAPERS = Preferences(zone="Europe/Skopje")
EVERYTHING = (
    "INSERT INTO follows (subscriber_id, kind, key, label, since)"
    " SELECT id, 'edition', edition, edition, joined_at FROM subscribers"
)
"""Every subscriber follows their edition."""
_SUBSCRIBE = (
    f"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {READERS})"
    " INSERT INTO subscribers (chat_id, kind, edition, language, standing, joined_at)"
    " SELECT 100000 + x, 'private', 'en', 'en', 'active', CURRENT_TIMESTAMP FROM n"
)
_EVERYBODY = (
    "INSERT INTO deliveries (push_id, subscriber_id, state, not_before, attempts, risk)"
    " SELECT 1, s.id, 0, 0, 0, 0 FROM subscribers s JOIN push_cards c ON c.edition = s.edition"
    " WHERE c.push_id = 1 AND s.standing = 'active' ORDER BY s.id"
)


async def measure() -> Report:
    """Plan the push several times, and everybody without a question."""
    with tempfile.TemporaryDirectory() as folder:
        async with connect(f"sqlite:///{Path(folder)}/planning.sqlite3") as database:
            await database.migrate()
            await database.run(_fill)
            ledger = await database.lead("bench")
            push_id = await _push(database)
            everybody = min([await _everybody(database) for _ in range(3)])
            runs = [await _planned(database, ledger, push_id) for _ in range(3)]
    seconds, planned = min(runs)
    figures = {
        "readers": READERS,
        "follows": READERS * FOLLOWS,
        "planned": planned,
        "seconds": round(seconds, 3),
        "seconds_for_everybody": round(everybody, 3),
    }
    per_hundred_thousand = round(seconds / READERS * 100_000, 3)
    return Report("planning", figures, (Goal("seconds_per_100000", per_hundred_thousand, 1.0, True),))


async def is_to_plan(database: Database, now: datetime) -> bool:
    """Whether a push is due, or planned in part."""
    async with database.open_store() as store:
        return bool(await store.pushes.due(now))


async def _planned(database: Database, ledger: Ledger, push_id: PushId) -> tuple[float, int]:
    await database.run(_forget)
    planned, start = 0, time.perf_counter()
    while await is_to_plan(database, NOW):
        planned += await ledger.plan(push_id, NOW, PAPERS)
    return time.perf_counter() - start, planned


async def _everybody(database: Database) -> float:
    await database.run(_forget)
    start = time.perf_counter()
    await database.run(lambda connection: connection.execute(text(_EVERYBODY)))
    return time.perf_counter() - start


def _forget(connection: Connection) -> None:
    connection.execute(delete(DeliveryRow))
    connection.execute(text("UPDATE pushes SET state = 'scheduled', planned = 0"))


def _fill(connection: Connection) -> None:
    connection.execute(text(_SUBSCRIBE))
    rows = list(_follows(random.Random(7)))
    for start in range(0, len(rows), 50_000):
        connection.execute(insert(FollowRow), rows[start : start + 50_000])


def _follows(dice: random.Random) -> Iterator[dict[str, object]]:
    names = [(FollowKind.TOPIC, f"topic {n}", 1 / (n + 1)) for n in range(TOPICS)]
    names += [(FollowKind.AUTHOR, f"author {n}", 1 / (n + 1)) for n in range(AUTHORS)]
    subjects = [Subject(kind, key, key.title()) for kind, key, _ in names]
    weights = list(accumulate(weight for _, _, weight in names))
    for reader in range(1, READERS + 1):
        chosen = dict.fromkeys([edition_subject(EN)] if dice.random() < 0.25 else [])
        while len(chosen) < FOLLOWS:
            chosen |= dict.fromkeys(dice.choices(subjects, cum_weights=weights))
        for one in chosen:
            is_muted = one.kind is FollowKind.TOPIC and dice.random() < 0.02
            yield _row(reader, one, NOW + timedelta(days=3) if is_muted else None)


def _row(reader: int, one: Subject, muted_until: datetime | None) -> dict[str, object]:
    return {
        "subscriber_id": SubscriberId(reader),
        "kind": one.kind,
        "key": one.key,
        "label": one.label,
        "since": NOW,
        "muted_until": muted_until,
    }


async def _push(database: Database) -> PushId:
    draft = Draft(
        url="https://paper.example/a",
        edition=EN,
        language="en",
        headline="Snow",
        authors=("Author 3",),
        topics=("Topic 1", "Topic 5", "Topic 40"),
    )
    async with database.open_store() as store:
        article = await store.articles.file(draft, feed_id=None, keys=(), fingerprint="1", now=NOW)
        push = await store.pushes.add(
            NewPush(
                article_id=article.id,
                keys=subjects_of(article),
                cards={EN: Card(html="<b>Snow</b>")},
                due_at=NOW,
                expires_at=NOW + timedelta(hours=12),
                created_by=None,
                schedule="article",
                slot="1",
            )
        )
    assert push
    return push.id


if __name__ == "__main__":
    main(lambda: asyncio.run(measure()))
