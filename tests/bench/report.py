"""What every benchmark says at its end: figures, goals and whether they were met.

With `--json` the last line is `{"bench", "figures", "goals": [{"name", "value", "limit", "ok"}], "ok"}`. The
exit code is 0 when all goals were met, 1 when one was missed, 2 when nothing could be measured.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn


@dataclass(frozen=True)
class Goal:
    """A figure and its limit: a floor, or a ceiling where less is better."""

    name: str
    value: float
    limit: float
    is_ceiling: bool = False

    @property
    def ok(self) -> bool:
        return self.value <= self.limit if self.is_ceiling else self.value >= self.limit

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "value": self.value, "limit": self.limit, "ok": self.ok}

    def __str__(self) -> str:
        wanted = "at most" if self.is_ceiling else "at least"
        return f"{'ok  ' if self.ok else 'MISS'} {self.name}: {self.value:,} ({wanted} {self.limit:,})"


@dataclass(frozen=True)
class Report:
    bench: str
    figures: Mapping[str, float]
    goals: tuple[Goal, ...] = field(default=())

    @property
    def ok(self) -> bool:
        return all(goal.ok for goal in self.goals)

    def as_json(self) -> str:
        goals = [goal.as_json() for goal in self.goals]
        return json.dumps({"bench": self.bench, "figures": dict(self.figures), "goals": goals, "ok": self.ok})

    def __str__(self) -> str:
        lines = [f"== {self.bench} ==", *(f"{name}: {value:,}" for name, value in self.figures.items())]
        return "\n".join([*lines, *map(str, self.goals)])


class NotMeasurableError(Exception):
    """Nothing could be measured here; the text says why in one line."""


def run(measure: Callable[[], Report]) -> int:
    """Measure, print, and give the exit code; the command line is read for `--json`."""
    parser = argparse.ArgumentParser(description=sys.modules[measure.__module__].__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    wants_json = parser.parse_args().json
    try:
        report = measure()
    except NotMeasurableError as reason:
        sys.stderr.write(f"{reason}\n")
        return 2
    sys.stdout.write(f"{report}\n" + (f"{report.as_json()}\n" if wants_json else ""))
    return 0 if report.ok else 1


def main(measure: Callable[[], Report]) -> NoReturn:
    sys.exit(run(measure))
