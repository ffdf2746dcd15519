"""The desk's queue: what is to go out, and what an editor points at when they choose a time for it."""

from dataclasses import dataclass

from bot.domain.ids import ArticleId, PushId
from bot.domain.pushes import Card, Push


@dataclass(frozen=True)
class ArticleSeen:
    """An article before the desk, in the revision and with the editors' version that somebody looked at."""

    article_id: ArticleId
    revision: int
    version: int = 0

    def __str__(self) -> str:
        return f"a{self.article_id}.{self.revision}.{self.version}"


@dataclass(frozen=True)
class PushSeen:
    """A push that waits for its time, or for the word to go."""

    push_id: PushId

    def __str__(self) -> str:
        return f"p{self.push_id}"


Target = ArticleSeen | PushSeen
"""What a time is chosen for. As text it fits on a button and into a question."""


@dataclass(frozen=True)
class Queued:
    """A push that waits for its time, with the headline of its article, if it has one."""

    push: Push
    headline: str | None


@dataclass(frozen=True)
class Drafted:
    """A push that waits for the word to go, as the desk is shown it."""

    seen: PushSeen
    card: Card
