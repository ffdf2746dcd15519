"""One feed document → its entries, with feedparser. Runs anywhere; hostile input belongs into `process`."""

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import feedparser

from bot.domain.entries import ParsedFeed
from bot.feeds.document import prepared, refusal, without_bad_references, without_stray_prefixes
from bot.feeds.fields import absolute, entry_of
from bot.feeds.text import plain

MOST_ENTRIES = 300
_TITLE, _NAME = 300, 100


def parse_document(body: bytes, *, url: str, content_type: str, now: datetime) -> ParsedFeed:
    """The first 300 entries in the feed's order, duplicates included.

    `url` is where the body came from, the last resort for relative links. A feed without entries is a
    feed. Raises FeedError for what is none.
    """
    document = prepared(body, url)
    result = _parsed(document, content_type, url)
    base = absolute(url, result.feed.get("link")) or url
    language = _line(result.feed.get("language"), _NAME) or None
    return ParsedFeed(
        title=_line(result.feed.get("title"), _TITLE),
        language=language,
        entries=tuple(entry_of(item, base, language, now) for item in result.entries[:MOST_ENTRIES]),
        warnings=tuple(_warnings(result)),
    )


def _parsed(document: bytes, content_type: str, url: str) -> Any:
    """feedparser's result; what it stumbles over is repaired and tried again."""
    result, problem, tried = None, None, b""
    for repair in (bytes, without_bad_references, without_stray_prefixes):
        repaired = repair(document)
        if repaired == tried:
            continue
        try:
            result, tried = _feedparser(repaired, content_type), repaired
        except MemoryError:
            raise
        except Exception as error:  # feedparser lets UnicodeError, re.error and others out
            problem = error
            continue
        if result.entries or (result.version and not result.bozo):
            return result
    if result is None or not result.version:
        raise refusal(document, url) from problem
    return result


def _feedparser(document: bytes, content_type: str) -> Any:
    # A file object, never bytes or str: those feedparser takes for a path or an address and opens.
    headers = {"content-type": content_type} if content_type else {}
    return feedparser.parse(
        io.BytesIO(document), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )


def _warnings(result: Any) -> Iterable[str]:
    if result.bozo:
        problem = result.get("bozo_exception")
        yield plain(f"{type(problem).__name__}: {problem}", _TITLE, markup=False)
    if len(result.entries) > MOST_ENTRIES:
        yield f"{len(result.entries)} entries, the first {MOST_ENTRIES} read"


def _line(value: object, limit: int) -> str:
    return plain(str(value or ""), limit)
