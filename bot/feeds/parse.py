"""One feed document → its entries, with feedparser. Runs anywhere; hostile input belongs into `process`."""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import feedparser

from bot.domain.entries import Entry, ParsedFeed, fingerprint
from bot.feeds.document import breaks_off, prepared, refusal, without_bad_references, without_stray_prefixes
from bot.feeds.fields import Room, absolute, entry_of
from bot.feeds.text import plain
from bot.feeds.wishes import wish_of

MOST_ENTRIES = 300
_TITLE, _NAME = 300, 100
_CONTENTS = 4_000_000
"""Characters of content that all entries of a feed have together."""


def parse_document(body: bytes, *, url: str, content_type: str, now: datetime) -> ParsedFeed:
    """The first 300 entries in the feed's order, duplicates included.

    `url` is where the body came from, the last resort for relative links. A feed without entries is a
    feed. Raises FeedError for what is none.
    """
    document, charset = prepared(body, content_type, url)
    result = _parsed(document, url)
    base = absolute(url, result.feed.get("link")) or url
    language = _line(result.feed.get("language"), _NAME) or None
    room = Room(_CONTENTS)
    whole = _whole(result, document)
    items = whole[:MOST_ENTRIES]
    entries = [entry for item in items if (entry := _entry(item, base, language, now, room))]
    lost = len(items) - len(entries) + len(result.entries) - len(whole)
    return ParsedFeed(
        title=_line(result.feed.get("title"), _TITLE),
        language=language,
        entries=tuple(entries),
        warnings=(*_warnings(result), *([f"{lost} entries could not be read"] if lost else [])),
        charset=charset,
        wish=wish_of(result.feed),
        hub=next(_links(result.feed, "hub", base), None),
        topic=next(_links(result.feed, "self", base), None),
    )


def _whole(result: Any, document: bytes) -> list[Any]:
    """The items without one that the document breaks off in: half of it would be filed as an article of its
    own, and the whole one later as another. The only one stays."""
    is_cut = result.bozo and len(result.entries) > 1 and breaks_off(document)
    return list(result.entries[:-1] if is_cut else result.entries)


def _entry(item: Any, base: str, language: str | None, now: datetime, room: Room) -> Entry | None:
    try:
        entry = entry_of(item, base, language, now, room)
    except (AttributeError, TypeError):
        # An item's own tags (`<links>`) can replace what feedparser makes; that item alone is lost.
        return None
    return replace(entry, fingerprint=fingerprint(entry))


def _links(feed: Any, rel: str, base: str) -> Iterator[str]:
    for link in feed.get("links") or []:
        if (
            isinstance(link, Mapping)
            and link.get("rel") == rel
            and (address := absolute(base, link.get("href")))
        ):
            yield address


def _parsed(document: bytes, url: str) -> Any:
    """feedparser's result; what it stumbles over is repaired and tried again."""
    result, problem, tried = None, None, b""
    for repair in (bytes, without_bad_references, without_stray_prefixes):
        repaired = repair(document)
        if repaired == tried:
            continue
        try:
            result, tried = _feedparser(repaired), repaired
        except MemoryError:
            raise
        except Exception as error:  # feedparser lets UnicodeError, re.error and others out
            problem = error
            continue
        if result.entries or (result.get("version") and not result.bozo):
            return result
    if result is None or not result.get("version"):
        raise refusal(document, url) from problem
    return result


def _feedparser(document: bytes) -> Any:
    # A file object, never bytes or str: those feedparser takes for a path or an address and opens.
    return feedparser.parse(
        io.BytesIO(document),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _warnings(result: Any) -> Iterable[str]:
    if result.bozo:
        problem = result.get("bozo_exception")
        yield plain(f"{type(problem).__name__}: {problem}", _TITLE, markup=False)
    if len(result.entries) > MOST_ENTRIES:
        yield f"{len(result.entries)} entries, the first {MOST_ENTRIES} read"


def _line(value: object, limit: int) -> str:
    return plain(str(value or ""), limit)
