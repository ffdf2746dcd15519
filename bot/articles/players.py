"""Players in a page: which nodes play a video, where it is watched, and what they say about it."""

import html
import re
from collections.abc import Collection, Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.articles.metadata import web_address
from bot.articles.text import clean
from bot.domain.articles import Video
from bot.domain.paragraphs import paragraph_print
from bot.domain.videos import is_video_file, watch_address

_LAZY = (
    "data-src",
    "data-lazy-src",
    "data-litespeed-src",
    "data-rocket-lazyload-src",
    "data-original",
    "src",
)
_NODES = (
    "iframe, amp-iframe, video, video source, amp-video, amp-video source, embed, object, amp-youtube, "
    "lite-youtube, youtube-video, amp-vimeo, lite-vimeo, amp-dailymotion, amp-facebook, blockquote, "
    ".fb-video, div[data-id], div[data-youtube-id], div[data-video-id], div[data-settings], p, figure div"
)
_MOST_NODES = 2_000
_LONGEST_ADDRESS = 300
_A_PARAGRAPH, _OTHER_TEXTS = 80, 3
_BY_ID = {
    "amp-youtube": "https://youtu.be/{}",
    "lite-youtube": "https://youtu.be/{}",
    "youtube-video": "https://youtu.be/{}",
    "amp-vimeo": "https://vimeo.com/{}",
    "lite-vimeo": "https://vimeo.com/{}",
    "amp-dailymotion": "https://www.dailymotion.com/video/{}",
}
_ID = ("data-videoid", "videoid", "video-id")
_BOX_ID = ("data-youtube-id", "data-video-id", "data-id")
_SETTINGS = re.compile(r'"(?:youtube|vimeo|dailymotion)_url"\s*:\s*"([^"]{10,200})"')
_GENERIC = re.compile(r"^(?:youtube|vimeo|video|facebook|embedded|dailymotion|tiktok)\b", re.IGNORECASE)
"""Titles of players, not of videos."""
_ADVERT = re.compile(r"(?:^|\s)(?:ads?|advert\w*|vast|preroll|banner|sponsor\w*)(?:$|[\s_-])", re.IGNORECASE)


def players(tree: LexborHTMLParser, base: str | None, own: Collection[str] = frozenset()) -> Iterator[Video]:
    """The videos that the page plays, in its order; advertising left out.

    `own` holds the prints of the article's paragraphs, where they are known: what plays after several
    other texts belongs to another article on the same page.
    """
    elsewhere = 0
    for node in islice(tree.css(_NODES), _MOST_NODES):
        if node.tag == "p" and len(text := clean(node.text())) >= _A_PARAGRAPH:
            elsewhere = 0 if not own or paragraph_print(text) in own else elsewhere + 1
        if elsewhere < _OTHER_TEXTS and (video := _played(node, base)):
            yield video


def _played(node: LexborNode, base: str | None) -> Video | None:
    for address in _addresses(node):
        if (url := video_address(address, base)) and not _is_advert(node):
            poster = web_address(node.attributes.get("poster"), base)
            return Video(url=url, poster=poster, title=_title(node))
    return None


def video_address(address: str | None, base: str | None = None) -> str | None:
    """The clean address to watch a player's video at; a video file's own; None for anything else."""
    url = web_address(address, base)
    if url is None:
        return None
    return url if is_video_file(url) else watch_address(url)


def _addresses(node: LexborNode) -> Iterator[str | None]:
    """Where a node may say what it plays."""
    attributes, tag = node.attributes, node.tag or ""
    if tag in _BY_ID:
        yield from (_BY_ID[tag].format(attributes[name]) for name in _ID if attributes.get(name))
    elif tag == "p" or (tag == "div" and not _is_player(node)):
        # WordPress turns an address that is alone on its line into a player.
        text = clean(node.text()[:_LONGEST_ADDRESS])
        yield text if text.startswith("http") and " " not in text and not is_video_file(text) else None
    elif tag == "blockquote":
        yield from _quoted(node)
    else:
        yield from (attributes.get(name) for name in (*_LAZY, "data-href", "data"))
        if "youtube" in (attributes.get("class") or "").casefold():
            yield from (f"https://youtu.be/{attributes[name]}" for name in _BOX_ID if attributes.get(name))
        if found := _SETTINGS.search(html.unescape(attributes.get("data-settings") or "")):
            yield found[1].replace("\\/", "/")


def _is_player(node: LexborNode) -> bool:
    """Whether a box stands for a player that a script puts there."""
    names = (node.attributes.get("class") or "").casefold()
    return any(word in names for word in ("youtube", "fb-video", "elementor-widget-video"))


def _quoted(node: LexborNode) -> Iterator[str | None]:
    """TikTok's and X's quotations of a video."""
    names = node.attributes.get("class") or ""
    if "tiktok-embed" in names:
        yield node.attributes.get("cite")
    elif "twitter-video" in names:
        links = [link.attributes.get("href") or "" for link in node.css("a[href]")]
        yield from (f"{link.partition('?')[0]}/video/1" for link in reversed(links) if "/status/" in link)


def _title(node: LexborNode) -> str | None:
    title = clean(html.unescape(node.attributes.get("title") or ""))
    return title if title and not _GENERIC.match(title) else None


def _is_advert(node: LexborNode) -> bool:
    around: LexborNode | None = node
    for _ in range(4):
        if around is None:
            return False
        if _ADVERT.search(f"{around.attributes.get('class') or ''} {around.attributes.get('id') or ''}"):
            return True
        around = around.parent
    return False
