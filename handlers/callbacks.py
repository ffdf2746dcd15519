"""Reading what a button sent back. Nothing in it is trusted; what cannot be read is a stale button."""

import re

from bot.domain.ids import ArticleId, PushId
from bot.domain.questions import Order, QuestionId, View
from bot.domain.surges import SurgeId
from bot.errors import UsageError

_NUMBER = re.compile(r"[0-9]{1,15}")
_VIEW = re.compile(r"([0-9]{1,15})\.([0-9]{1,2})\.([bn])\.([av])")
_ARTICLE_AS_SEEN = re.compile(r"([0-9]{1,15})\.([0-9]{1,9})")


def read_push_id(subject: str) -> PushId:
    """The push a button is about. Raises UsageError."""
    if not _NUMBER.fullmatch(subject):
        raise UsageError("error.stale_button")
    return PushId(int(subject))


def read_surge_id(subject: str) -> SurgeId:
    """The surge a button is about. Raises UsageError."""
    if not _NUMBER.fullmatch(subject):
        raise UsageError("error.stale_button")
    return SurgeId(int(subject))


def read_article_as_seen(subject: str) -> tuple[ArticleId, int]:
    """The article a desk button is about, and the revision its card showed. Raises UsageError."""
    match = _ARTICLE_AS_SEEN.fullmatch(subject)
    if match is None:
        raise UsageError("error.stale_button")
    return ArticleId(int(match[1])), int(match[2])


def read_view(subject: str) -> tuple[QuestionId, View]:
    """The question a button is about, and how its answers are looked at. Raises UsageError."""
    match = _VIEW.fullmatch(subject)
    if match is None:
        raise UsageError("error.stale_button")
    number, page, order, kind = match.groups()
    return QuestionId(int(number)), View(int(page), Order(order), only_video=kind == "v")
