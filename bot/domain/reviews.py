"""Review: an editor's decision about a new article. The first decision stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.articles import Article
from bot.domain.audiences import Audience
from bot.domain.ids import UserId


class ReviewState(StrEnum):
    """Where a review stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    SKIPPED = "skipped"
    EXPIRED = "expired"
    ON_SCHEDULE = "on_schedule"
    """A schedule sent the article before anybody decided."""


@dataclass(frozen=True, kw_only=True)
class Review:
    """An article before the desk; nobody and no time while it waits."""

    article: Article
    state: ReviewState
    decided_by: UserId | None = None
    decided_name: str | None = None
    """The editor's first name, so that the second one can be told who was faster."""
    decided_at: datetime | None = None
    audience: Audience | None = None
    """Whom an editor chose; None for all whom it is for."""
