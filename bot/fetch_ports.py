"""What the use cases need of the web: one GET, and what came of it."""

from dataclasses import dataclass, field
from typing import Protocol

from bot.domain.feeds import Notice, Validators


@dataclass(frozen=True)
class Fetched:
    """A body that was read: at most the asked bytes, inflated, not decoded; `is_cut` if there were more."""

    url: str
    """Where it really came from, after redirects."""
    body: bytes
    content_type: str
    validators: Validators
    notice: Notice = field(default_factory=Notice)
    wire_bytes: int = 0
    """The body's length as it came, compressed."""
    is_cut: bool = False


@dataclass(frozen=True)
class NotModified:
    """The server says, or the body's hash shows, that nothing changed."""

    validators: Validators
    notice: Notice = field(default_factory=Notice)
    wire_bytes: int = 0
    """0 when the server said so and sent no body."""


class Fetch(Protocol):
    """The guarded, only outbound HTTP besides Telegram."""

    async def __call__(
        self, url: str, validators: Validators | None = None, *, accept: str = "*/*", beginning: bool = False
    ) -> Fetched | NotModified:
        """GET. Raises FetchError with a reason; a body too large is one, unless its `beginning` will do."""
        ...
