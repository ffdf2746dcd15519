"""Videos of an article: players in its text, meta tags, JSON-LD → clean addresses a reader can open.

Side bars, related articles and footers have been taken out of the tree before; what they play is known by
its addresses (`outside`), so that JSON-LD about it is not believed.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from bot.articles.metadata import web_address
from bot.articles.players import players, video_address
from bot.articles.structured import Thing, addressed, article_of, as_list, of_type, text_of, things
from bot.domain.articles import Video

_DURATION = re.compile(r"^P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?$")


def find_videos(
    tree: LexborHTMLParser, base: str | None, outside: Collection[str], paragraphs: Collection[str]
) -> tuple[Video, ...]:
    """The article's videos, each once; those in the page's text first, details from JSON-LD added.

    `paragraphs` holds the prints of the article's text.
    """
    everything = things(tree)
    own = list(_described(as_list(article_of(everything).get("video")), base))
    page = list(_described(of_type(everything, "VideoObject"), base))
    played = list(players(tree, base, paragraphs))
    announced = [Video(url=url) for url in _announced(tree, base)]
    known = {video.url for video in (*played, *announced, *own)}
    # A page that describes several videos and plays none of them describes somebody else's.
    loose = [video for video in page if video.url not in outside] if len(page) == 1 else []
    about = [video for video in page if video.url in known]
    return merged((*played, *announced), (*own, *about, *loose))


def outside_videos(before: Iterable[Video], tree: LexborHTMLParser, base: str | None) -> frozenset[str]:
    """The addresses of what a page played before its surroundings were taken out, and no longer plays."""
    return frozenset(video.url for video in before) - {video.url for video in players(tree, base)}


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


def _announced(tree: LexborHTMLParser, base: str | None) -> Iterator[str]:
    names = ("og:video", "og:video:url", "og:video:secure_url", "twitter:player")
    for node in tree.css(", ".join(f'meta[property="{name}"], meta[name="{name}"]' for name in names)):
        if url := video_address(node.attributes.get("content"), base):
            yield url


def _described(said: Iterable[object], base: str | None) -> Iterator[Video]:
    for thing in said:
        if isinstance(thing, Mapping) and (url := _address_of(thing, base)):
            yield Video(
                url=url,
                poster=_poster(thing, base),
                title=text_of(thing, "name") or None,
                duration_seconds=_seconds(text_of(thing, "duration")),
            )


def _poster(thing: Thing, base: str | None) -> str | None:
    stated = (web_address(each, base) for each in addressed(thing.get("thumbnailUrl"), []))
    return next(filter(None, stated), None)


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
