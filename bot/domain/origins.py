"""What copies on phones are copies of."""

from dataclasses import dataclass

from bot.domain.ids import ArticleId, PushId


@dataclass(frozen=True)
class OfArticle:
    """An article, by whichever of its pushes it came."""

    article_id: ArticleId


@dataclass(frozen=True)
class OfAnnouncement:
    """What an editor wrote, by the push that brought it first."""

    push_id: PushId


Origin = OfArticle | OfAnnouncement


def origin_of(article_id: ArticleId | None, target: PushId | None, push_id: PushId) -> Origin:
    """What a push of an article or announcement brings; `target` is the push that somebody missed."""
    return OfAnnouncement(target or push_id) if article_id is None else OfArticle(article_id)
