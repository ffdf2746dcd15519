"""Review: an editor's decision about a new article. The first decision stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.articles import Article
from bot.domain.audiences import Audience
from bot.domain.ids import PushId, UserId


class ReviewState(StrEnum):
    """Where a review stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    SKIPPED = "skipped"
    EXPIRED = "expired"
    ON_SCHEDULE = "on_schedule"
    """A schedule sent the article before anybody decided."""


class Page(StrEnum):
    """Which of its pages a desk card's own buttons show."""

    DESK = "desk"
    EDIT = "edit"
    PICTURE = "picture"
    ASKING = "asking"


@dataclass(frozen=True, kw_only=True)
class Review:
    """An article before the desk; nobody and no time while it waits."""

    article: Article
    state: ReviewState
    decided_by: UserId | None = None
    decided_name: str | None = None
    """The editor's first name, so that the second one can be told who was faster."""
    decided_at: datetime | None = None
    stoppable: PushId | None = None
    """The push that *Send now* made, as long as it has not begun."""
    audience: Audience | None = None
    """Whom an editor chose; None for all whom it is for."""
