"""What parent and child process say to each other.

JSON, so that the child can hand over nothing but values.
"""

from dataclasses import dataclass
from datetime import datetime

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


REQUEST: TypeAdapter[Request] = TypeAdapter(Request)
ANSWER: TypeAdapter[ParsedFeed | Problem] = TypeAdapter(ParsedFeed | Problem)
