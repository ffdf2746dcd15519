"""Entries of a feed, under which keys they are known, and how they compare with what we know."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from bot.domain.articles import Video
from bot.domain.ids import ArticleId


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One item of a feed as parsed; `html` is its longest content, possibly empty or truncated."""

    guid: str | None = None
    url: str | None = None
    title: str = ""
    published: datetime | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    language: str | None = None
    image: str | None = None
    videos: tuple[Video, ...] = ()
    html: str = ""


@dataclass(frozen=True, kw_only=True)
class ParsedFeed:
    """The entries of a feed document, and what was wrong with it although it could be read."""

    title: str = ""
    language: str | None = None
    entries: tuple[Entry, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """What storage remembers of an article that an entry may be about."""

    id: ArticleId
    fingerprint: str


@dataclass(frozen=True)
class New:
    """Nobody has seen this entry before."""


@dataclass(frozen=True)
class Changed:
    """The paper changed an article we know: a revision, not news."""

    id: ArticleId


@dataclass(frozen=True)
class Same:
    """Nothing to do; a new date alone is not a change."""

    id: ArticleId


Comparison = New | Changed | Same


def identities(entry: Entry) -> tuple[str, ...]:
    """Keys under which an entry is known, strongest first: guid, link, then title with date.

    The link key drops scheme and `www.`, so a move to https is not a new article.
    The title key serves only entries that have neither guid nor link.
    """
    keys = []
    if entry.guid:
        keys.append("guid:" + _digest(entry.guid))
    if entry.url:
        keys.append(link_identity(entry.url))
    if not keys:
        day = entry.published.date().isoformat() if entry.published else ""
        keys.append("title:" + _digest(f"{_normal(entry.title)}|{day}"))
    return tuple(keys)


def link_identity(url: str) -> str:
    """The identity of an article's address, the same for http and https, with and without `www.`."""
    return "link:" + _digest(_bare_address(url))


def fingerprint(entry: Entry) -> str:
    """A hash of what a reader would see: title and text, without markup, spacing or dates."""
    text = _TAGS.sub(" ", entry.html)
    return _digest(f"{_normal(entry.title)}\n{_normal(text)}")


def compare(entry: Entry, known: Known | None) -> Comparison:
    """Is this entry news, a correction, or nothing?"""
    if known is None:
        return New()
    if known.fingerprint == fingerprint(entry):
        return Same(known.id)
    return Changed(known.id)


def _bare_address(url: str) -> str:
    try:
        parts = urlsplit(url)
        number = parts.port
    except ValueError:
        # Feeds hold addresses that nobody can open; they tell entries apart all the same.
        return url
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{number}" if number not in (None, 80, 443) else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}"


def _normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


# Up to the next `<` at most: a text full of them would otherwise be read once for each.
_TAGS = re.compile(r"<[^<>]*>")
_CUT_OFF = re.compile(r"(?:\[(?:…|\.\.\.|&#8230;|&hellip;)\]|…|\.\.\.)\s*$")
_VIDEO_PROMISED = re.compile(r"\b(?:video|видео)\b", re.IGNORECASE)
_WHOLE_ARTICLE = 600


def needs_page(entry: Entry) -> bool:
    """Whether the feed leaves out what the page will tell: the text, the picture or the promised video."""
    text = _TAGS.sub(" ", entry.html).strip()
    if len(text) < _WHOLE_ARTICLE or _CUT_OFF.search(text):
        return True
    return entry.image is None or (bool(_VIDEO_PROMISED.search(entry.title)) and not entry.videos)
