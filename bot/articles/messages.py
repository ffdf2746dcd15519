"""What parent and child process of the page reader say to each other: JSON, so only values come back."""

from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter

from bot.domain.articles import Reading
from bot.domain.entries import Entry
from bot.domain.ids import Edition


@dataclass(frozen=True)
class Request:
    """Read an entry; the page and the post follow on the next line, of these lengths in bytes."""

    entry: Entry
    edition: Edition
    topic: str | None
    often: frozenset[str]
    kickers: frozenset[str]
    zone: str
    """The paper's, by its name."""
    page_length: int | None
    post_length: int | None


@cache
def requests() -> TypeAdapter[Request]:
    """Reads and writes requests; made when there is one, because making it takes a while."""
    return TypeAdapter(Request)


@cache
def answers() -> TypeAdapter[Reading | None]:
    """Reads and writes answers; None when the page needed more memory than a page may."""
    return TypeAdapter(Reading | None)


def packed(request: Request, page: bytes | None, post: bytes | None) -> bytes:
    """One message."""
    return b"".join((requests().dump_json(request), b"\n", page or b"", post or b""))


def unpacked(message: bytes) -> tuple[Request, bytes | None, bytes | None]:
    """The request, its page and its post."""
    head, _, rest = message.partition(b"\n")
    request = requests().validate_json(head)
    page, post = rest[: request.page_length or 0], rest[request.page_length or 0 :]
    return (
        request,
        page if request.page_length is not None else None,
        post if request.post_length is not None else None,
    )
