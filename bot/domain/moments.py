"""Things of which only the last time matters, and that must outlive a start."""

from enum import StrEnum


class Moment(StrEnum):
    """What happened last at a time that is on file."""

    BACKUP = "backup"
    """A backup by our own command was complete."""
    PRUNE = "prune"
    TOKEN_REFUSED = "token_refused"  # noqa: S105
