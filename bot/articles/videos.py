"""Videos of an article: players in the page, meta tags, JSON-LD → clean addresses a reader can open.

Side bars, related articles and footers have been taken out of the tree before (`markup`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.articles.metadata import web_address
from bot.articles.structured import addressed, article_of, as_list, of_type, text_of, things
from bot.articles.text import clean
from bot.domain.articles import Video
from bot.domain.videos import is_video_file, watch_address

_LAZY = ("data-src", "data-lazy-src", "data-litespeed-src", "src")
_NODES = (
    "iframe, video, video source, amp-youtube, lite-youtube, amp-vimeo, blockquote.tiktok-embed, .fb-video, "
    "p, figure div"
)
_MOST_NODES = 2_000
_DURATION = re.compile(r"^P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?$")


def find_videos(tree: LexborHTMLParser, base: str | None) -> tuple[Video, ...]:
    """The article's videos, each once; those in the page's text first, details from JSON-LD added."""
    described = {video.url: video for video in _described(tree, base)}
    addresses = [*_played(tree, base), *_announced(tree, base), *described]
    return tuple(described.get(url, Video(url=url)) for url in dict.fromkeys(addresses))


def merged(first: Iterable[Video], second: Iterable[Video]) -> tuple[Video, ...]:
    """Each video once, in order; what one side knows about it completes the other."""
    videos: dict[str, Video] = {}
    for video in (*first, *second):
        known = videos.get(video.url, video)
        videos[video.url] = replace(
            known,
            poster=known.poster or video.poster,
            title=known.title or video.title,
            duration_seconds=known.duration_seconds or video.duration_seconds,
        )
    return tuple(videos.values())


def video_address(address: str | None, base: str | None = None) -> str | None:
    """The clean address to watch a player's video at; a video file's own; None for anything else."""
    url = web_address(address, base)
    if url is None:
        return None
    return url if is_video_file(url) else watch_address(url)


def _played(tree: LexborHTMLParser, base: str | None) -> Iterator[str]:
    for node in islice(tree.css(_NODES), _MOST_NODES):
        for address in _addresses(node):
            if url := video_address(address, base):
                yield url
                break


def _addresses(node: LexborNode) -> Iterator[str | None]:
    """Where a node may say what it plays."""
    attributes = node.attributes
    if node.tag in ("amp-youtube", "lite-youtube"):
        yield f"https://youtu.be/{attributes.get('data-videoid') or attributes.get('videoid') or ''}"
    elif node.tag == "amp-vimeo":
        yield f"https://vimeo.com/{attributes.get('data-videoid') or ''}"
    elif node.tag in ("p", "div"):
        # WordPress turns an address that is alone on its line into a player.
        text = clean(node.text()[:300])
        yield text if text.startswith("http") and " " not in text and not is_video_file(text) else None
    elif node.tag == "blockquote":
        yield attributes.get("cite")
    else:
        yield from (attributes.get(name) for name in (*_LAZY, "data-href"))


def _announced(tree: LexborHTMLParser, base: str | None) -> Iterator[str]:
    names = ("og:video", "og:video:url", "og:video:secure_url", "twitter:player")
    for node in tree.css(", ".join(f'meta[property="{name}"], meta[name="{name}"]' for name in names)):
        if url := video_address(node.attributes.get("content"), base):
            yield url


def _described(tree: LexborHTMLParser, base: str | None) -> Iterator[Video]:
    everything = things(tree)
    inside = [each for each in as_list(article_of(everything).get("video")) if isinstance(each, Mapping)]
    for thing in [*inside, *of_type(everything, "VideoObject")]:
        if url := _address_of(thing, base):
            yield Video(
                url=url,
                poster=next(
                    filter(
                        None, (web_address(each, base) for each in addressed(thing.get("thumbnailUrl"), []))
                    ),
                    None,
                ),
                title=text_of(thing, "name") or None,
                duration_seconds=_seconds(text_of(thing, "duration")),
            )


def _address_of(thing: Mapping[str, Any], base: str | None) -> str | None:
    stated = (thing.get(name) for name in ("embedUrl", "contentUrl", "url"))
    return next(
        (url for each in stated if isinstance(each, str) and (url := video_address(each, base))), None
    )


def _seconds(duration: str) -> int | None:
    found = _DURATION.match(duration)
    if not found:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return days * 86_400 + hours * 3_600 + minutes * 60 + seconds or None
