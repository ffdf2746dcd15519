"""Where a WordPress site says about a page what it knows itself."""

import html
import re
from urllib.parse import urljoin, urlsplit

_LINK = re.compile(rb"<link\b[^<>]{0,500}>", re.IGNORECASE)
_JSON = re.compile(r"""\btype\s*=\s*["']application/json["']""", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*["']([^"'\s]+)["']""", re.IGNORECASE)
_POST = re.compile(r"/wp/v2/posts/\d+$")
_HEAD = 300_000
"""Bytes in which a page's own links stand."""
_EMBEDDED = "_embed=author,wp:term,wp:featuredmedia"


def post_address(page: bytes, url: str) -> str | None:
    """The address of the post behind a page, with author, terms and picture; None for other pages.

    WordPress links it in the page's head; another host's is not believed.
    """
    for found in _LINK.finditer(page[:_HEAD]):
        link = found[0].decode("utf-8", "replace")
        href = _HREF.search(link)
        if not href or not _JSON.search(link):
            continue
        address = _on_the_same_host(html.unescape(href[1]), url)
        if address and _POST.search(address):
            return f"{address}{'&' if '?' in address else '?'}{_EMBEDDED}"
    return None


def _on_the_same_host(link: str, url: str) -> str | None:
    try:
        address = urljoin(url, link)
        return address if _host(address) == _host(url) else None
    except ValueError:
        return None


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")
