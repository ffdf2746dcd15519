"""`python -m tests.crash --kills N --seed S --db sqlite|postgresql --policy resend|hold --json`.

With `--failpoints` instead of `--kills` the bot dies once at each place that bot/failpoints.py names; with
`--outage database-killed|disk-full|read-only` the database goes away under it and comes back, and with
`--outage stopped-worker|killed-worker` one of four workers on PostgreSQL is lost while it is the active one.

The last line with `--json` is {"ok", "kills", "deliveries", "lost", "false_sent", "duplicates",
"recorded_risks", "unknown"} and what the kind of run measured besides, in seconds. Exit 0 only if every
promise held; 2 if the bot could not be made to go on, or this machine forbids such a run.
"""

import argparse
import asyncio
import dataclasses
import json
import signal
import sys

from bot.domain.pushes import Policy
from tests.crash.checker import Verdict
from tests.crash.database_killed import database_killed
from tests.crash.disk_full import disk_full
from tests.crash.failpoints import PLACES, killed_at
from tests.crash.kills import StuckError, killed
from tests.crash.lost_workers import replaced
from tests.crash.outages import ForbiddenError, survived
from tests.crash.read_only import read_only

OUTAGES = {"database-killed": database_killed, "disk-full": disk_full, "read-only": read_only}
LOSSES = {"stopped-worker": signal.SIGSTOP, "killed-worker": signal.SIGKILL}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--policy", type=Policy, choices=tuple(Policy), default=Policy.RESEND)
    parser.add_argument("--failpoints", action="store_true", help="kill once at every named place")
    parser.add_argument("--outage", choices=(*OUTAGES, *LOSSES), help="lose that instead")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    return parser.parse_args()


async def _run(given: argparse.Namespace) -> tuple[Verdict, dict[str, object]]:
    if given.outage in LOSSES:
        loss = await replaced(LOSSES[given.outage], given.seed, given.db, given.policy)
        return loss.verdict, {"takeovers": loss.takeovers, "late": loss.late}
    if given.outage:
        report = await survived(OUTAGES[given.outage], given.seed, given.db, given.policy)
        return report.verdict, {"sending_again": report.sending_again}
    if given.failpoints:
        return await killed_at(tuple(PLACES), given.db, given.policy), {}
    return await killed(given.kills, given.seed, given.db, given.policy), {}


def main() -> int:
    """Run, print, and give the exit code."""
    given = _arguments()
    try:
        verdict, measured = asyncio.run(_run(given))
    except (StuckError, ForbiddenError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    figures = dataclasses.asdict(verdict) | measured
    for sentence in figures.pop("broken")[:50]:
        sys.stdout.write(f"BROKEN {sentence}\n")
    line = json.dumps({"ok": verdict.ok, **figures}) if given.json else str(verdict)
    sys.stdout.write(f"{line}\n")
    return 0 if verdict.ok else 1


if __name__ == "__main__":
    sys.exit(main())
