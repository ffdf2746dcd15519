"""Entries of a feed, under which keys they are known, and how they compare with what we know."""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.addresses import canonical
from bot.domain.articles import Video
from bot.domain.ids import ArticleId
from bot.domain.volatile import lasting_lines, lines_of


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
    fingerprint: str = ""
    """Made where the entry was parsed, because it takes long; empty where nobody did."""


@dataclass(frozen=True, kw_only=True)
class ParsedFeed:
    """The entries of a feed document, and what was wrong with it although it could be read."""

    title: str = ""
    language: str | None = None
    entries: tuple[Entry, ...] = ()
    warnings: tuple[str, ...] = ()
    charset: str = ""
    wish: timedelta | None = None
    """How often the document wants to be asked."""
    hub: str | None = None
    """The WebSub hub it names."""
    topic: str | None = None
    """The address it calls its own, under which that hub knows it."""


@dataclass(frozen=True)
class Known:
    """What storage remembers of an article that an entry may be about."""

    id: ArticleId
    fingerprint: str | None
    """Of what this feed last said of it; None where this feed never did."""


@dataclass(frozen=True)
class New:
    """Nobody has seen this entry before."""


@dataclass(frozen=True)
class Changed:
    """The paper may have changed an article we know: a revision, not news."""

    id: ArticleId


@dataclass(frozen=True)
class Met:
    """This feed brings an article that we know from elsewhere: another feed, or an editor's `/push`."""

    id: ArticleId


@dataclass(frozen=True)
class Same:
    """Nothing to do; a new date alone is not a change."""

    id: ArticleId


Comparison = New | Changed | Met | Same


@dataclass(frozen=True, kw_only=True)
class Compared:
    """An entry of a document, the keys it is known under there, and what it is to us."""

    entry: Entry
    keys: tuple[str, ...]
    fingerprint: str
    result: Comparison
    is_renamed: bool = False
    """We know its address, but not under this guid."""


@dataclass(frozen=True)
class Sighting:
    """What a feed last said of an article: under which keys, and the fingerprint of its words."""

    article_id: ArticleId
    keys: tuple[str, ...]
    fingerprint: str


def identities(entry: Entry) -> tuple[str, ...]:
    """Keys under which an entry on its own is known, strongest first: guid, link, then title with date.

    The title key serves only entries that have neither guid nor link.
    """
    return _keys(entry, _guid_key(entry.guid), _link_key(entry.url))


def identities_in(entries: Sequence[Entry]) -> list[tuple[str, ...]]:
    """The keys of each entry of one document, where a guid or a link that several share names none of them.

    A live blog's items have one link and guids of their own; some systems give one guid to everything.
    Entries that share both are one.
    """
    links_of, titles_of = defaultdict[str, set[str]](set), defaultdict[str, dict[str, str]](dict)
    named = [(entry, _guid_key(entry.guid), _link_key(entry.url)) for entry in entries]
    for entry, guid, link in named:
        if guid and link:
            links_of[guid].add(link)
            # The same headline under another guid is the same item, published again.
            titles_of[link].setdefault(_normal(entry.title), guid)
    return [
        _keys(
            entry,
            guid if len(links_of[guid]) < 2 else "",
            link if len(set(titles_of[link].values())) < 2 else "",
        )
        for entry, guid, link in named
    ]


def link_identity(url: str) -> str:
    """The identity of an article's address."""
    return "link:" + _digest(canonical(url))


def fingerprint(entry: Entry) -> str:
    """A hash of what a reader would see: title and text, without markup, counters or advertisements."""
    return _digest("\n".join((_normal(entry.title), *lasting_lines(lines_of(entry.html)))))


def compare(entry: Entry, known: Known | None) -> Comparison:
    """Is this entry news, a correction, or nothing?"""
    return _compared(fingerprint(entry), known)


def compare_all(
    entries: Sequence[Entry], known: Mapping[str, Known], keys_of: Sequence[tuple[str, ...]] | None = None
) -> list[Compared]:
    """What the entries of one document are to us; those that stand there twice come once.

    `keys_of` are their keys as `identities_in` gives them, where they are at hand.
    """
    compared: list[Compared] = []
    seen: set[str] = set()
    for entry, keys in zip(entries, keys_of or identities_in(entries), strict=True):
        if seen.isdisjoint(keys):
            first = next((key for key in keys if key in known), None)
            mark = entry.fingerprint or fingerprint(entry)
            compared.append(
                Compared(
                    entry=entry,
                    keys=keys,
                    fingerprint=mark,
                    result=_compared(mark, known.get(first or "")),
                    is_renamed=first is not None and keys[0].startswith("guid:") and first != keys[0],
                )
            )
        seen.update(keys)
    return compared


def _compared(mark: str, known: Known | None) -> Comparison:
    if known is None:
        return New()
    if known.fingerprint is None:
        return Met(known.id)
    return Same(known.id) if known.fingerprint == mark else Changed(known.id)


def _keys(entry: Entry, guid: str, link: str) -> tuple[str, ...]:
    keys = tuple(key for key in (guid, link) if key)
    if keys:
        return keys
    day = entry.published.date().isoformat() if entry.published else ""
    return ("title:" + _digest(f"{_normal(entry.title)}|{day}"),)


def _link_key(url: str | None) -> str:
    return link_identity(url) if url else ""


def _guid_key(guid: str | None) -> str:
    """Guids that are addresses outlive a move to https, as links do."""
    if not guid:
        return ""
    return "guid:" + _digest(canonical(guid) if guid.startswith(("http://", "https://")) else guid)


def _normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


# Up to the next `<` at most: a text full of them would otherwise be read once for each.
_TAGS = re.compile(r"<[^<>]*>")
_CUT_OFF = re.compile(r"(?:\[(?:…|\.\.\.|&#8230;|&hellip;)\]|…|\.\.\.)\s*$")
_VIDEO_PROMISED = re.compile(r"\b(?:video|видео)\b", re.IGNORECASE)
WHOLE_ARTICLE = 600
"""Characters; less is an excerpt."""


def needs_page(entry: Entry) -> bool:
    """Whether the feed leaves out what the page will tell: the text, the picture or the promised video."""
    text = _TAGS.sub(" ", entry.html).strip()
    if len(text) < WHOLE_ARTICLE or _CUT_OFF.search(text):
        return True
    return entry.image is None or (bool(_VIDEO_PROMISED.search(entry.title)) and not entry.videos)
