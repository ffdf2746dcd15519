"""The pictures that stand in an article's text, besides its lead picture."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.articles.metadata import web_address

_MOST = 8
_ADDRESSES = ("data-src", "data-lazy-src", "data-original", "src")
"""What loads later stands in the first ones; its `src` then is a grey box."""
_SIZE = re.compile(r"-\d{2,4}x\d{2,4}(?=\.\w+$)")
"""What WordPress adds to the names of smaller copies."""
_DRAWN = (".svg", ".gif")


def pictures_in(tree: LexborHTMLParser, base: str | None) -> list[str]:
    """The addresses in the order of the page. Only figures count: a bare picture may be a button."""
    found = (_address(node, base) for node in tree.css("figure img, .wp-caption img"))
    return [url for url in found if url and not urlsplit(url).path.lower().endswith(_DRAWN)]


def besides(lead: str | None, pictures: Iterable[str]) -> tuple[str, ...]:
    """Each picture once, whatever its size, without the lead picture."""
    known = {_name(lead)} if lead else set()
    others: dict[str, str] = {}
    for picture in pictures:
        if _name(picture) not in known:
            others.setdefault(_name(picture), picture)
    return tuple(others.values())[:_MOST]


def _address(node: LexborNode, base: str | None) -> str | None:
    stated = (web_address(node.attributes.get(name), base) for name in _ADDRESSES)
    return next((url for url in stated if url), None)


def _name(url: str) -> str:
    return _SIZE.sub("", url.partition("?")[0])
