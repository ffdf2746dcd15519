"""Secrets and people that no log of any test may name, and the sink that looks for them.

Everything that the tests log goes through the product's own door (bot/logs.py) into the sink; after each test
tests/conftest.py asks it what it found. Whoever needs a token, a password or a reader takes one from here.
"""

import io
import re
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import structlog

from bot.domain.web_keys import WebKeys

CANARY = "canary-that-no-log-may-hold"
TOKEN = f"7000000001:{CANARY}"
PASSWORD = f"{CANARY}-of-the-database"
MEMBERSHIP_SECRET = f"{CANARY}-of-the-membership-page"
ANA, BORIS, CVETA, DORA = 6_100_000_501, 6_100_000_502, 6_100_000_503, 6_100_000_504
"""Readers and editors in their private chats."""
ELENA, FILIP, GORAN = 6_100_000_901, 6_100_000_902, 6_100_000_903
KEYS = WebKeys(TOKEN)
_SECRETS = (CANARY, KEYS.telegram_path, KEYS.telegram_secret)
_PEOPLE = (ANA, BORIS, CVETA, DORA, ELENA, FILIP, GORAN)
_SOMEBODY = re.compile(rf"(?<![-\d])(?:{'|'.join(map(str, _PEOPLE))})(?!\d)")
"""Below 0 are groups and channels."""


_ANYBODY = re.compile(r"['\"](?:chat|user|chat_id|user_id)['\"]: [0-9]+")


def canaries_in(text: str) -> list[str]:
    """Those that the text names, and whoever else it names by their number."""
    told = [one for one in _SECRETS if one in text]
    return told + _SOMEBODY.findall(text) + _ANYBODY.findall(text)


class Sink(io.StringIO):
    """Where logs end: keeps what must not have been written, and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self._found: list[str] = []

    def write(self, text: str, /) -> int:
        """A line of the log."""
        if canaries_in(text):
            self._found.append(text)
        return len(text)

    def found(self) -> list[str]:
        """The lines with a canary since it was last asked."""
        found, self._found = self._found, []
        return found


@contextmanager
def capture_logs() -> Iterator[list[MutableMapping[str, Any]]]:
    """What is logged in the block, each with its `log_level`; all of it goes on to the sink, which
    `structlog.testing.capture_logs` keeps it from.
    """
    entries: list[MutableMapping[str, Any]] = []

    def keep(_: object, level: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        entries.append({**event, "log_level": "error" if level == "exception" else level})
        return event

    # The very list, because loggers hold on to it.
    processors = structlog.get_config()["processors"]
    processors.insert(0, keep)
    try:
        yield entries
    finally:
        processors.remove(keep)
