"""Articles: what the paper published, as read and as filed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.ids import ArticleId, Edition
from bot.domain.terms import Term


@dataclass(frozen=True, kw_only=True)
class Video:
    """A watchable video: the clean address a reader opens, and what is known about it."""

    url: str
    poster: str | None = None
    title: str | None = None
    duration_seconds: int | None = None


@dataclass(frozen=True)
class Image:
    """The lead picture and whose it is."""

    url: str
    credit: str | None = None


@dataclass(frozen=True)
class Summary:
    """An article in a few of its own sentences; the points where it is a list."""

    text: str
    key_points: tuple[str, ...] = ()


Reason = Literal[
    "read also", "share", "subscription", "notice", "feed footer", "rights", "comments", "byline", "tags",
    "address", "appeal", "video of the day", "repeated", "caption", "label", "around",
]  # fmt: skip
"""Why a text on a page is not the article's; `dropped.…` are their names in the reader's language."""


@dataclass(frozen=True)
class Dropped:
    """A paragraph of the page that is not the article's, and why it was left out."""

    text: str
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What the paper published, as read from entry and page, before it is filed."""

    url: str
    edition: Edition
    language: str
    headline: str
    kicker: str | None = None
    authors: tuple[str, ...] = ()
    series: str | None = None
    topics: tuple[str, ...] = ()
    image: Image | None = None
    pictures: tuple[str, ...] = ()
    """Addresses of the pictures in its text, without the lead picture."""
    videos: tuple[Video, ...] = ()
    body: tuple[str, ...] = ()
    """Paragraphs of plain text without caption, credit, appeal or other boilerplate."""
    subheadings: tuple[int, ...] = ()
    """Which of the body's paragraphs head a section, counted from 0."""
    quotes: tuple[int, ...] = ()
    """Which of the body's paragraphs the page sets off as quotations."""
    summary: str = ""
    key_points: tuple[str, ...] = ()
    """What the article enumerates, in its own sentences; empty for most articles."""
    appeal: str | None = None
    """The membership appeal the page carried; handed on, never part of body or summary."""
    published_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A page as read: the draft, and what became of the rest of it."""

    draft: Draft
    dropped: tuple[Dropped, ...] = ()
    problems: tuple[str, ...] = ()
    """Locale keys of what is missing or odd, `preview.…`; empty for a good page."""
    prints: tuple[str, ...] = ()
    """Of every paragraph, for telling what the site repeats; see `bot.domain.paragraphs`."""
    terms: tuple[Term, ...] = ()
    """Its words and names, the most frequent ones first."""


@dataclass(frozen=True, kw_only=True)
class Article(Draft):
    """A filed article; `revision` counts the versions the paper published, from 1."""

    id: ArticleId
    revision: int = 1
    seen_at: datetime
