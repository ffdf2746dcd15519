"""Pictures and videos of an entry: what the feed declares first, then what its content shows."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.domain.articles import Video
from bot.domain.videos import is_video_file, watch_address

Resolve = Callable[[object], str | None]
"""Makes an address absolute; None for what is no http(s) address."""

_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)$", re.IGNORECASE)
# Counting pixels, share buttons and emoji: in a feed's content a GIF is hardly ever a photograph.
_NOT_A_PICTURE = re.compile(r"\.gif(?:$|\?)|//feeds\.feedburner\.|/emoji/|//pixel\.", re.IGNORECASE)
_UNITS = (1, 60, 3_600)
_LONGEST_SECONDS = 86_400
_LAZY = ("data-src", "data-lazy-src", "data-original", "src")


def image_of(entry: Mapping[str, Any], tree: LexborHTMLParser | None, resolve: Resolve) -> str | None:
    """The entry's picture: media:content, an enclosure, media:thumbnail, then the first in the content."""
    thumbnails = (resolve(_address(item)) for item in entry.get("media_thumbnail") or [])
    for address in (*_of_kind(entry, resolve, "image", _is_picture_file), *thumbnails):
        if address:
            return address
    return next(_pictures(tree, resolve), None) if tree else None


def videos_of(entry: Mapping[str, Any], tree: LexborHTMLParser | None, resolve: Resolve) -> tuple[Video, ...]:
    """Watchable videos, each once: YouTube's own id, declared ones, then players in the content."""
    found = [
        *_of_channel(entry, resolve),
        *_declared_videos(entry, resolve),
        *(Video(url=address) for address in (_players(tree, resolve) if tree else ())),
    ]
    first: dict[str, Video] = {}
    for video in found:
        first.setdefault(video.url, video)
    return tuple(first.values())


def _of_channel(entry: Mapping[str, Any], resolve: Resolve) -> Iterator[Video]:
    """The video of an entry of a YouTube channel's feed."""
    name = str(entry.get("yt_videoid") or "")
    if re.fullmatch(r"[\w-]{11}", name):
        posters = (resolve(_address(item)) for item in entry.get("media_thumbnail") or [])
        yield Video(url=f"https://www.youtube.com/watch?v={name}", poster=next(posters, None))


def _declared_videos(entry: Mapping[str, Any], resolve: Resolve) -> Iterator[Video]:
    for item in _declared(entry):
        address = resolve(_address(item)) or ""
        watch = watch_address(address) or (address if _is_kind(item, address, "video", is_video_file) else "")
        if watch:
            # A podcast tells the length of its one enclosure beside it.
            length = item.get("duration") or (item.get("rel") and entry.get("itunes_duration"))
            yield Video(url=watch, duration_seconds=_seconds(length))


def _seconds(length: object) -> int | None:
    """`185`, `12:30` or `1:02:03`; None for anything else, and for what can be no video's length."""
    parts = str(length or "").strip().split(":")
    if len(parts) > len(_UNITS) or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    seconds = sum(int(part[:9]) * unit for part, unit in zip(reversed(parts), _UNITS, strict=False))
    return seconds if 0 < seconds <= _LONGEST_SECONDS else None


def _declared(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    player = entry.get("media_player")
    enclosures = [link for link in entry.get("links") or [] if link.get("rel") == "enclosure"]
    return [*(entry.get("media_content") or []), *([player] if player else []), *enclosures]


def _address(item: Mapping[str, Any]) -> object:
    return item.get("url") or item.get("href")


def _is_picture_file(address: str) -> bool:
    return bool(_PICTURE_FILE.search(urlsplit(address).path))


def _of_kind(
    entry: Mapping[str, Any], resolve: Resolve, kind: str, is_file: Callable[[str], bool]
) -> Iterator[str]:
    for item in _declared(entry):
        address = resolve(_address(item))
        if address and _is_kind(item, address, kind, is_file):
            yield address


def _is_kind(item: Mapping[str, Any], address: str, kind: str, is_file: Callable[[str], bool]) -> bool:
    """Whether a media item is an image (or video): by its word, or by its file name if it says nothing."""
    stated = str(item.get("medium") or item.get("type") or "").lower()
    if stated and stated != "application/octet-stream":
        return stated.startswith(kind)
    return is_file(address)


def _pictures(tree: LexborHTMLParser, resolve: Resolve) -> Iterator[str]:
    for picture in tree.css("img"):
        tiny = any((picture.attributes.get(side) or "") in ("0", "1", "2") for side in ("width", "height"))
        address = None if tiny else _source(picture, resolve)
        if address and not _NOT_A_PICTURE.search(address):
            yield address


def _players(tree: LexborHTMLParser, resolve: Resolve) -> list[str]:
    found = []
    for node in tree.css("iframe, a[href], video, video source"):
        if node.tag in ("video", "source"):
            found.append(_source(node, resolve))
        elif node.tag == "iframe":
            found.append(watch_address(_source(node, resolve) or ""))
        elif node.text().strip() == (href := node.attributes.get("href") or ""):
            # A link whose text is its address is how feeds show a player they had to leave out.
            found.append(watch_address(href))
    return [address for address in found if address]


def _source(node: LexborNode, resolve: Resolve) -> str | None:
    return next((url for name in _LAZY if (url := resolve(node.attributes.get(name)))), None)
