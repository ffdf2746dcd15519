"""The post behind a WordPress page, as its REST interface gives it with `_embed`.

Title, text, times, author, sections and picture come clean, without the theme around them.
"""

import html
import json
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.articles.metadata import Metadata, web_address
from bot.articles.source import NOTHING, Source, source_of_fragment
from bot.articles.structured import as_list
from bot.articles.text import clean

_LARGEST = 2_000_000
_DESCRIBED = 1_000


def source_of_post(body: bytes, url: str | None, often: Collection[str]) -> Source:
    """What a post says; nothing when it is no post."""
    post = _post(body)
    content = _rendered(post, "content")
    if not content or _inside(post, "content", "protected") is True:
        return NOTHING
    return source_of_fragment(content, url, often, _metadata(post, url))


def _post(body: bytes) -> Mapping[str, Any]:
    try:
        post = json.loads(body[:_LARGEST])
    except (ValueError, RecursionError):
        return {}
    return post if isinstance(post, Mapping) and post.get("type", "post") == "post" else {}


def _metadata(post: Mapping[str, Any], url: str | None) -> Metadata:
    terms = [term for group in as_list(_inside(post, "_embedded", "wp:term")) for term in as_list(group)]
    pictures = as_list(_inside(post, "_embedded", "wp:featuredmedia"))
    sources = (_inside(picture, "source_url") for picture in pictures)
    return Metadata(
        headlines=tuple(filter(None, [_text(_rendered(post, "title"))])),
        authors=tuple(_names(as_list(_inside(post, "_embedded", "author")))),
        sections=tuple(_names(term for term in terms if _inside(term, "taxonomy") == "category")),
        tags=tuple(_names(term for term in terms if _inside(term, "taxonomy") == "post_tag")),
        image=next((found for source in sources if (found := web_address(source, url))), None),
        published_at=_moment(post.get("date_gmt")),
        updated_at=_moment(post.get("modified_gmt")),
    )


def _inside(value: object, *path: str) -> object:
    """What stands under these keys; None where anything on the way is missing or of another kind."""
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _rendered(post: Mapping[str, Any], part: str) -> str:
    text = _inside(post, part, "rendered")
    return text if isinstance(text, str) else ""


def _names(things: Any) -> Iterator[str]:
    return (name for thing in things if (name := _text(_inside(thing, "name"))))


def _text(value: object) -> str:
    return clean(html.unescape(value[:_DESCRIBED])) if isinstance(value, str) else ""


def _moment(text: object) -> datetime | None:
    """WordPress writes UTC without saying so."""
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None and moment.year >= 1990 else None
