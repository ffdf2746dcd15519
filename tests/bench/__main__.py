"""Runs every benchmark, each in a process of its own, and exits with the worst of their codes."""

import subprocess
import sys

BENCHES = (
    "sandbox",
    "updates",
    "startup",
    "interactive",
    "poll",
    "misbehaving",
    "flood",
    "delivery",
    "free_rate",
    "fanout",
    "planning",
    "tick",
    "extraction",
    "videos",
    "titles",
    "summaries",
    "lists",
    "sentences",
    "answers",
    "search",
    "stories",
    "statistics",
    "moving",
    "retention",
)


def main() -> int:
    command = (sys.executable, "-m")
    codes = [subprocess.run([*command, f"tests.bench.{name}", *sys.argv[1:]]).returncode for name in BENCHES]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
