"""One item as feedparser gives it → an Entry: every field cleaned, bounded, absolute."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from bot.domain.entries import Entry
from bot.feeds.media import image_of, videos_of
from bot.feeds.text import moment, plain, without_controls

_TITLE, _NAME, _GUID, _ADDRESS = 300, 100, 512, 2048
_CONTENT = 200_000
_NAMES = 20
_MAIL = re.compile(r"\S+@\S+\.\w+")
_SCRIPT = re.compile(r"<(?:script|/?[bi]|/?em|/?strong)\b", re.IGNORECASE)


class Room:
    """How many characters of content the entries of one feed may still bring."""

    def __init__(self, characters: int) -> None:
        self._left = characters

    def take(self, text: str) -> str:
        """As much of the text as there is room for."""
        taken = text[: self._left]
        self._left -= len(taken)
        return taken


def entry_of(item: dict[str, Any], base: str, language: str | None, now: datetime, room: Room) -> Entry:
    """The entry; `base` resolves relative addresses where the item names no base of its own."""
    content = room.take(_content(item))
    tree = LexborHTMLParser(content) if "<" in content else None
    resolve = partial(absolute, _base(item, base))
    return Entry(
        guid=_guid(item),
        url=resolve(_link(item)),
        title=_title(item),
        published=_published(item, now),
        authors=_unique(_author(each) for each in item.get("authors") or []),
        categories=_unique(_category(each) for each in item.get("tags") or []),
        language=plain(str(item.get("language") or ""), _NAME) or language,
        image=image_of(item, tree, resolve),
        videos=videos_of(item, tree, resolve),
        html=content,
    )


def absolute(base: str, address: object) -> str | None:
    """The address on its own, or None for what is not http(s), too long or unreadable."""
    if not isinstance(address, str) or not address.strip():
        return None
    text = without_controls(address).strip()
    try:
        joined = text if text.startswith(("http://", "https://")) else urljoin(base, text)
        parts = urlsplit(joined)
        if not joined.startswith(parts.scheme):
            joined = parts.geturl()  # Telegram wants `http`, whatever capitals others use
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.username is None
    except ValueError:
        return None
    return joined.replace(" ", "%20") if usable and len(joined) <= _ADDRESS else None


def _base(item: Mapping[str, Any], base: str) -> str:
    details = [item.get("title_detail"), item.get("summary_detail"), *(item.get("content") or [])]
    return next((found for each in details if each and (found := absolute(base, each.get("base")))), base)


def _link(item: Mapping[str, Any]) -> object:
    for link in item.get("links") or []:
        if link.get("rel") == "alternate" and link.get("href"):
            return link["href"]
    # Without a link feedparser offers the guid; a bare "1" is no address, whatever it is resolved with.
    guid = str(item.get("id") or "")
    return guid if item.get("guidislink") and guid.startswith(("http://", "https://")) else None


def _guid(item: Mapping[str, Any]) -> str | None:
    guid = without_controls(str(item.get("id") or "")).strip()
    if len(guid) > _GUID:
        return "blake2b:" + hashlib.blake2b(guid.encode(), digest_size=16).hexdigest()
    return guid or None


def _title(item: Mapping[str, Any]) -> str:
    title = str(item.get("title") or "")
    stated = (item.get("title_detail") or {}).get("type")
    return plain(title, _TITLE, markup=stated != "text/plain" or bool(_SCRIPT.search(title)))


def _published(item: dict[str, Any], now: datetime) -> datetime | None:
    # Looked up as a plain dict: feedparser's own look-up lends one date's value to another.
    dates = (dict.get(item, name) for name in ("published_parsed", "created_parsed", "updated_parsed"))
    return next((when for date in dates if (when := moment(date, now))), None)


def _author(author: Mapping[str, Any]) -> str:
    """The name without the mail address that RSS wants beside it."""
    name = plain(str(author.get("name") or ""), _NAME)
    return _MAIL.sub("", name).strip(" ()<>,;") if _MAIL.search(name) else name


def _category(tag: Mapping[str, Any]) -> str:
    return plain(str(tag.get("label") or tag.get("term") or ""), _NAME)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))[:_NAMES]


def _content(item: Mapping[str, Any]) -> str:
    """The longest content; the summary only where there is none."""
    contents = [str(each.get("value") or "") for each in item.get("content") or []]
    longest = max(contents, key=len, default="") or str(item.get("summary") or "")
    return without_controls(longest)[:_CONTENT]
