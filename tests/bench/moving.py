"""200,000 subscribers from a SQLite file to PostgreSQL and back, by the command line as people use it.

Everybody has moves, one in two follows a topic, one in four has preferences, another one in four asked never
to be asked for support, one in ten paused or left, and some have a role. What is counted in both databases
must be equal, and the two files must be the same line for line.
"""

import json
import os
import subprocess
import sys
import tempfile
import time as stopwatch
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, insert

from bot.domain.appeals import Rest
from bot.domain.follows import FollowKind
from bot.domain.preferences import Mode
from bot.domain.subscribers import ChatKind, Role, Standing
from storage.appeals import AppealRow
from storage.follow_rows import FollowRow
from storage.people import ColleagueRow
from storage.preferences import PreferenceRow
from storage.subscribers import Move, MoveRow, SubscriberRow
from tests.bench.report import Goal, Report, main
from tests.bench.search import a_server

SUBSCRIBERS = int(os.environ.get("BENCH_SUBSCRIBERS", "200000"))
NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
_BATCH = 1_000


def measure() -> Report:
    """There and back."""
    with tempfile.TemporaryDirectory() as name, a_server(Path(name)) as server:
        folder = Path(name)
        old, back = f"sqlite:///{folder}/old.sqlite3", f"sqlite:///{folder}/back.sqlite3"
        for url in (old, server, back):
            _main("migrate", url=url)
        _fill(folder / "old.sqlite3")
        took, left = _timed("export-subscribers", str(folder / "old.jsonl"), url=old)
        brought, arrived = _timed("import-subscribers", str(folder / "old.jsonl"), url=server)
        _main("export-subscribers", str(folder / "new.jsonl"), url=server)
        home, _ = _timed("import-subscribers", str(folder / "new.jsonl"), url=back)
        is_same = _lines(folder / "old.jsonl") == _lines(folder / "new.jsonl")
        counted = [_main("stats", url=url)["standings"] for url in (old, server, back)]
        size = (folder / "old.jsonl").stat().st_size
    figures = {
        "subscribers": left["subscribers"],
        "follows": left["follows"],
        "preferences": left["preferences"],
        "moves": left["moves"],
        "appeals": left["appeals"],
        "roles": left["colleagues"],
        "megabytes": round(size / 1e6, 1),
        "export_sqlite_seconds": round(took, 1),
        "import_postgresql_seconds": round(brought, 1),
        "import_sqlite_seconds": round(home, 1),
    }
    equal = is_same and left["checksum"] == arrived["checksum"] and counted[0] == counted[1] == counted[2]
    goals = (
        Goal("counts, checksums and lines equal", int(equal), 1),
        Goal("subscribers", arrived["subscribers"], SUBSCRIBERS),
        Goal("seconds of a move", round(took + brought, 1), 300, is_ceiling=True),
    )
    return Report("moving", figures, goals)


def _fill(path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        for first in range(1, SUBSCRIBERS + 1, _BATCH):
            _add(connection, range(first, min(first + _BATCH, SUBSCRIBERS + 1)))
    engine.dispose()


def _add(connection: Connection, numbers: range) -> None:
    connection.execute(insert(SubscriberRow), [_subscriber(one) for one in numbers])
    moves = [(one, move, day) for one in numbers for day, move in enumerate(_moves(one))]
    values = [
        {"subscriber_id": one, "move": move, "at": NOW - timedelta(days=400 - day)}
        for one, move, day in moves
    ]
    connection.execute(insert(MoveRow), values)
    follows = [{"subscriber_id": one, **follow} for one in numbers for follow in _follows(one)]
    connection.execute(insert(FollowRow), follows)
    chosen = [
        {"subscriber_id": one, **_PREFERENCES, "daily_cap": 1 + one % 7} for one in numbers if one % 4 == 0
    ]
    connection.execute(insert(PreferenceRow), chosen)
    asked = [{"chat_id": _chat(one), **_APPEAL} for one in numbers if one % 4 == 1]
    connection.execute(insert(AppealRow), asked)
    given = [{"user_id": _chat(one), **_ROLE} for one in numbers if one % 10_000 == 1]
    if given:
        connection.execute(insert(ColleagueRow), given)


def _chat(number: int) -> int:
    return 10_000_000 + number * 7


def _subscriber(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "chat_id": _chat(number),
        "kind": ChatKind.PRIVATE,
        "edition": ("mk", "en", "sq")[number % 3],
        "language": "mk",
        "standing": _standing(number),
        "joined_at": NOW - timedelta(days=400, seconds=number),
        "source": f"campaign_{number % 20}" if number % 3 == 0 else None,
    }


def _standing(number: int) -> Standing:
    return Standing.ACTIVE if number % 10 else (Standing.PAUSED, Standing.LEFT)[number // 10 % 2]


def _moves(number: int) -> tuple[Move, ...]:
    if number % 10:
        return (Move.JOINED,)
    return (Move.JOINED, (Move.PAUSED, Move.LEFT)[number // 10 % 2])


def _follows(number: int) -> list[dict[str, Any]]:
    subjects = [(FollowKind.EDITION, ("mk", "en", "sq")[number % 3], "")]
    if number % 2:
        subjects.append((FollowKind.TOPIC, f"topic {number % 50}", f"Тема {number % 50}"))
    return [
        {"kind": kind, "key": key, "label": label, "since": NOW, "muted_until": None, "mode": None}
        for kind, key, label in subjects
    ]


_PREFERENCES: Mapping[str, Any] = {
    "zone": "Europe/Skopje",
    "mode": Mode.DIGEST,
    "digest_times": "07:30 18:00",
    "digest_days": "01234",
    "quiet": "22:00-07:00",
    "only_breaking": False,
    "paused_until": None,
}
_APPEAL: Mapping[str, Any] = {
    "days": [[NOW.toordinal() - 3, 2], [NOW.toordinal(), 1]],
    "shown_at": NOW,
    "wording": "0a1b2c3d",
    "is_tapped": False,
    "rest": Rest.NEVER,
    "rests_until": None,
}
_ROLE: Mapping[str, Any] = {"role": Role.EDITOR, "name": "Елена", "since": NOW, "given_by": ""}


def _timed(*arguments: str, url: str) -> tuple[float, dict[str, Any]]:
    begun = stopwatch.perf_counter()
    told = _main(*arguments, url=url)
    return stopwatch.perf_counter() - begun, told


def _main(*arguments: str, url: str) -> dict[str, Any]:
    """What a command tells a script."""
    environment = os.environ | {"DATABASE_URL": url, "NEWSPAPER": "/nowhere.toml"}
    program = [sys.executable, "main.py", *arguments, "--json"]
    ended = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    told: dict[str, Any] = json.loads(ended.stdout)
    return told


def _lines(path: Path) -> list[str]:
    """All but the first, which says when it was written."""
    return path.read_text("utf-8").splitlines()[1:]


if __name__ == "__main__":
    main(measure)
