"""Where a site's feeds may be: what its page says, then where the usual systems have them."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from bot.feeds.fields import absolute

_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
_USUAL = ("feed/", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml")
_WORDS = ("/feed", "/rss", "rss.xml", "feed.xml", "atom.xml")
_LANGUAGES = ("mk", "en", "sq")
_MOST = 20


def feed_links(page: bytes, url: str) -> tuple[str, ...]:
    """Addresses worth a try, the declared ones first; feeds of comments are left out."""
    tree = LexborHTMLParser(page)
    found = dict.fromkeys([*_declared(tree, url), *_linked(tree, url), *_usual(tree, url)])
    return tuple(address for address in found if "comments" not in address)[:_MOST]


def _declared(tree: LexborHTMLParser, url: str) -> Iterator[str]:
    for link in tree.css("link[rel~=alternate][href]"):
        stated = (link.attributes.get("type") or "").lower()
        if stated in _TYPES and (address := absolute(url, link.attributes.get("href"))):
            yield address


def _linked(tree: LexborHTMLParser, url: str) -> Iterator[str]:
    """Links on the page itself that lead to something called a feed, on the same site."""
    for link in tree.css("a[href]"):
        address = absolute(url, link.attributes.get("href"))
        if address and urlsplit(address).hostname == urlsplit(url).hostname:
            path = urlsplit(address).path.rstrip("/").lower()
            if path.endswith(_WORDS):
                yield address


def _usual(tree: LexborHTMLParser, url: str) -> Iterator[str]:
    home = urljoin(url, "/")
    yield from (urljoin(home, name) for name in _USUAL)
    languages = {link.attributes.get("hreflang") or "" for link in tree.css("link[hreflang], a[hreflang]")}
    for language in _LANGUAGES:
        if any(one.lower().startswith(language) for one in languages):
            yield urljoin(home, f"{language}/feed/")
