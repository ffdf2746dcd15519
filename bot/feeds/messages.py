"""What parent and child process say to each other.

JSON, so that the child can hand over nothing but values.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from pydantic import TypeAdapter

from bot.domain.entries import ParsedFeed


@dataclass(frozen=True)
class Request:
    """Parse the body that follows on the next line."""

    url: str
    content_type: str
    now: datetime


@dataclass(frozen=True)
class Problem:
    """A FeedError on its way to the parent."""

    key: str
    args: dict[str, str]


@cache
def requests() -> TypeAdapter[Request]:
    """Reads and writes requests; made when there is one, because making it takes a while."""
    return TypeAdapter(Request)


@cache
def answers() -> TypeAdapter[ParsedFeed | Problem]:
    """Reads and writes answers."""
    return TypeAdapter(ParsedFeed | Problem)
