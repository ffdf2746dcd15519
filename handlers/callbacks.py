"""Reading what a button sent back. Nothing in it is trusted; what cannot be read is a stale button."""

import re
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from bot.domain.appeals import Form, Rest
from bot.domain.charts import ChartKind
from bot.domain.edits import Look
from bot.domain.feed_choices import FeedChange, FeedPart
from bot.domain.feedback import FeedbackId
from bot.domain.ids import ArticleId, FeedId, PushId
from bot.domain.links import read_link
from bot.domain.questions import Order, QuestionId, View
from bot.domain.queue import ArticleSeen, PushSeen, Target
from bot.domain.standstills import StandstillId
from bot.domain.stars import Kind, Offer
from bot.domain.statistics import Period, Topic
from bot.domain.surges import SurgeId
from bot.domain.tables import Format
from bot.errors import UsageError

E = TypeVar("E", bound=StrEnum)

_NUMBER = re.compile(r"[0-9]{1,15}")
_VIEW = re.compile(r"([0-9]{1,15})\.([0-9]{1,2})\.([bn])\.([av])")
_APPEAL = re.compile(r"([0-9a-f]{8})\.(message|button)")
_REST = re.compile(r"(member|later|not_now|never)\.((?:[0-9a-f]{8})?)")
_OFFER = re.compile(r"(once|monthly)\.([1-9][0-9]{0,4})")
_PAGE = re.compile(r"[0-9]{1,4}")
_MINUTES = re.compile(r"[0-9]{1,9}")
_REF = re.compile(r"[0-9a-f]{10}")
_ARTICLE_AS_SEEN = re.compile(r"([0-9]{1,15})\.([0-9]{1,9})(?:\.[0-9]{1,9})?")
_LOOK = re.compile(r"([0-9]{1,15})\.([0-9]{1,9})\.([0-9]{1,9})(?:\.([a-z0-9]{1,9}))?")


def read_number(subject: str) -> int:
    """A number. Raises UsageError."""
    return int(_read(_NUMBER, subject))


def read_push_id(subject: str) -> PushId:
    """The push a button is about. Raises UsageError."""
    return PushId(int(_read(_NUMBER, subject)))


def read_feedback_id(subject: str) -> FeedbackId:
    """The feedback a button or a question is about. Raises UsageError."""
    if not _NUMBER.fullmatch(subject):
        raise UsageError("error.stale_button")
    return FeedbackId(int(subject))


def read_surge_id(subject: str) -> SurgeId:
    """The surge a button is about. Raises UsageError."""
    return SurgeId(int(_read(_NUMBER, subject)))


def read_standstill_id(subject: str) -> StandstillId:
    """The standstill a button is about. Raises UsageError."""
    return StandstillId(int(_read(_NUMBER, subject)))


def read_article_id(subject: str) -> ArticleId:
    """The article a button is about. Raises UsageError."""
    return ArticleId(int(_read(_NUMBER, subject)))


def read_page(subject: str) -> int:
    """The page of a list, counted from 0. Raises UsageError."""
    return int(_read(_PAGE, subject))


def read_ref(subject: str) -> str:
    """What stands for a subject of ours. Raises UsageError."""
    return _read(_REF, subject)


def read_source(subject: str) -> tuple[str, str | None]:
    """The same without the tag of the link by which somebody came, and the tag; one that no link carries is
    none."""
    about, _, tag = subject.partition("~")
    link = read_link(tag)
    return about, link.tag if link and link.is_source else None


def read_place(subject: str) -> tuple[int, str]:
    """The page of a list and the subject on it. Raises UsageError."""
    page, _, ref = subject.partition(".")
    return read_page(page), read_ref(ref)


def read_article_and_ref(subject: str) -> tuple[ArticleId, str]:
    """An article and one of its subjects. Raises UsageError."""
    article, _, ref = subject.partition(".")
    return read_article_id(article), read_ref(ref)


def read_article_and_page(subject: str) -> tuple[ArticleId, int]:
    """An article and a page of it, counted from 0. Raises UsageError."""
    article, _, page = subject.partition(".")
    return read_article_id(article), read_page(page)


def read_push_and_page(subject: str) -> tuple[PushId, int]:
    """A digest and where a page of it begins, counted from 0. Raises UsageError."""
    push, _, start = subject.partition(".")
    return read_push_id(push), read_page(start)


def read_article_as_seen(subject: str) -> tuple[ArticleId, int]:
    """The article a desk button is about, and the revision its card showed. Raises UsageError."""
    match = _ARTICLE_AS_SEEN.fullmatch(subject)
    if match is None:
        raise UsageError("error.stale_button")
    return ArticleId(int(match[1])), int(match[2])


def read_look(subject: str) -> Look:
    """The card that an editor looked at, and what they chose. Raises UsageError."""
    match = _LOOK.fullmatch(subject)
    if match is None:
        raise UsageError("error.stale_button")
    article, revision, version, choice = match.groups()
    return Look(
        article_id=ArticleId(int(article)), revision=int(revision), version=int(version), choice=choice or ""
    )


def read_feed_change(subject: str) -> tuple[FeedId, FeedChange]:
    """The feed a button is about, and what is to become of it. Raises UsageError."""
    number, _, change = subject.partition(".")
    part, _, value = change.partition(".")
    if part not in set(FeedPart):
        raise UsageError("error.stale_button")
    return FeedId(read_number(number)), FeedChange(FeedPart(part), value)


def read_target(subject: str) -> Target:
    """What a time is chosen for. Raises UsageError."""
    kind, rest = subject[:1], subject[1:]
    if kind == "p":
        return PushSeen(read_push_id(rest))
    look = read_look(rest if kind == "a" else "")
    return ArticleSeen(look.article_id, look.revision, look.version)


def read_target_and_moment(subject: str) -> tuple[Target, datetime | None]:
    """What a time is chosen for, and which; None for now. Raises UsageError."""
    target, _, minutes = subject.partition("@")
    since = int(_read(_MINUTES, minutes))
    return read_target(target), datetime.fromtimestamp(60 * since, UTC) if since else None


def read_view(subject: str) -> tuple[QuestionId, View]:
    """The question a button is about, and how its answers are looked at. Raises UsageError."""
    match = _VIEW.fullmatch(subject)
    if match is None:
        raise UsageError("error.stale_button")
    number, page, order, kind = match.groups()
    return QuestionId(int(number)), View(int(page), Order(order), only_video=kind == "v")


def read_appeal(subject: str) -> tuple[str, Form]:
    """The key of the wording that was tapped, and how it was shown. Raises UsageError."""
    match = _APPEAL.fullmatch(subject)
    if match is None:
        raise UsageError("error.stale_button")
    return match[1], Form(match[2])


def read_rest(subject: str) -> tuple[Rest, str]:
    """What the reader says to being asked, and the key of the wording, empty for none. Raises UsageError."""
    match = _REST.fullmatch(subject)
    if match is None:
        raise UsageError("error.stale_button")
    return Rest(match[1]), match[2]


def read_offer(subject: str) -> Offer:
    """How many Stars, and how often. Raises UsageError."""
    match = _OFFER.fullmatch(subject)
    if match is None:
        raise UsageError("error.stale_button")
    return Offer(Kind(match[1]), int(match[2]))


def read_figures(subject: str) -> tuple[Topic, Period]:
    """What figures are about, and of which period. Raises UsageError."""
    topic, _, period = subject.partition(".")
    return _one_of(Topic, topic), _one_of(Period, period)


def read_chart(subject: str) -> tuple[ChartKind, Period]:
    """A picture of figures, and of which period. Raises UsageError."""
    kind, _, period = subject.partition(".")
    return _one_of(ChartKind, kind), _one_of(Period, period)


def read_table(subject: str) -> tuple[Topic, Period, Format]:
    """A table of figures, of which period, and as what file. Raises UsageError."""
    about, _, kind = subject.rpartition(".")
    return *read_figures(about), _one_of(Format, kind)


def _one_of(choices: type[E], name: str) -> E:
    if name not in set(choices):
        raise UsageError("error.stale_button")
    return choices(name)


def _read(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise UsageError("error.stale_button")
    return text
