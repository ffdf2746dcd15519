"""What a page says about its article in JSON-LD, meta tags and a few conventions of newspaper sites."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime, tzinfo
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.articles.headline import split_kicker
from bot.articles.lexicon import KICKERS
from bot.articles.structured import (
    Thing,
    addressed,
    article_of,
    as_list,
    credited,
    named,
    of_type,
    text_of,
    things,
    types,
)
from bot.articles.text import clean

_MOST = 20
_AFTER_BAR = re.compile(r"^(?P<headline>\S+\s.*\S)\s+[|»]\s+(?P<site>[^|»]{2,40})$")
_NO_NAME = ("http://", "https://", "@")
_BY = re.compile(r"^(?:by|nga|од|пишува|пише|piše)\s*:?\s+", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """All that was found; nothing is certain, everything may be empty."""

    url: str | None = None
    headlines: tuple[str, ...] = ()
    """Candidates, best first, still with kicker and site name."""
    sites: tuple[str, ...] = ()
    """Names of the paper, to be dropped from headlines and authors."""
    authors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image: str | None = None
    credit: str | None = None
    """Whose picture it is, where the page says so apart from the caption."""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    language: str | None = None
    deck: str = ""
    """The publisher's own summary, as written."""
    is_live: bool = False
    """Whether it is a live blog."""
    is_closed: bool = False
    """Whether the page says that it is not free to read."""


def completed(first: Metadata, second: Metadata) -> Metadata:
    """The first, with what it does not know from the second; names of the site from both."""
    known = {one.name: getattr(first, one.name) or getattr(second, one.name) for one in fields(Metadata)}
    return Metadata(**{**known, "sites": _unique([*first.sites, *second.sites])})


def metadata_of(tree: LexborHTMLParser, base: str | None, zone: tzinfo) -> Metadata:
    """Read a page; `base` is the address it was asked for, None for a file, `zone` the paper's own."""
    everything = things(tree)
    article = article_of(everything)
    url = _canonical(tree, base)
    return Metadata(
        url=url,
        headlines=_headlines(tree, article),
        sites=_sites(tree, article, everything, url),
        authors=_authors(tree, article, everything),
        sections=_unique([*_parts(as_list(article.get("articleSection"))), *_meta(tree, "article:section")]),
        tags=_unique([*_parts(as_list(article.get("keywords"))), *_meta(tree, "article:tag")]),
        image=_image(tree, article, everything, url),
        credit=next(credited(article.get("image"), everything), None),
        published_at=moment(_times(tree, article, "datePublished", "article:published_time"), zone),
        updated_at=moment(_times(tree, article, "dateModified", "article:modified_time"), zone),
        language=_language(tree, article),
        deck=next((text for text in _decks(tree, article) if text), ""),
        is_live="LiveBlogPosting" in types(article),
        is_closed=str(article.get("isAccessibleForFree")).lower() == "false",
    )


def _canonical(tree: LexborHTMLParser, base: str | None) -> str | None:
    """The page's own address if it is on the same host; a home page as canonical is a mistake."""
    links = [node.attributes.get("href") or "" for node in tree.css('link[rel="canonical"]')]
    for address in [*links, *_meta(tree, "og:url")]:
        url = web_address(address, base)
        if url and (base is None or (_host(url) == _host(base) and (_path(url) or not _path(base)))):
            return url
    return base


def _headlines(tree: LexborHTMLParser, article: Thing) -> tuple[str, ...]:
    """The h1 that other places confirm comes first: it is what readers see, but some name a section."""
    stated = [text_of(article, "headline"), *_meta(tree, "og:title"), _first_text(tree, "head title")]
    shown = [visible(node)[:1000] for node in tree.css("h1")]
    confirmed = [text for text in shown if text and any(text in each for each in stated)]
    return _unique([*confirmed, *stated[:-1], *shown, stated[-1]])


def visible(node: LexborNode) -> str:
    """The text of a node that a reader sees."""
    pieces = (
        inner.text_content or ""
        for inner in node.traverse(include_text=True)
        if inner.tag == "-text" and inner.parent is not None and inner.parent.tag not in ("script", "style")
    )
    return clean(" ".join(pieces))


def _authors(tree: LexborHTMLParser, article: Thing, everything: list[Thing]) -> tuple[str, ...]:
    stated = [
        *named(article.get("author"), everything),
        *_meta(tree, "author"),
        *_meta(tree, "article:author"),
    ]
    shown = [clean(node.text()) for node in tree.css('article a[rel="author"], .byline a, .author.vcard a')]
    names = [_BY.sub("", name) for name in stated or shown if not name.startswith(_NO_NAME)]
    return _unique(name for name in names if len(name) <= 100)


def _sites(
    tree: LexborHTMLParser, article: Thing, everything: list[Thing], url: str | None
) -> tuple[str, ...]:
    organisations = [
        name for kind in ("Organization", "NewsMediaOrganization", "WebSite")
        for thing in of_type(everything, kind) for name in named([thing], everything)
    ]  # fmt: skip
    host = (_host(url).split(".") if url else [""])[0]
    return _unique(
        [
            *_meta(tree, "og:site_name"),
            *named(article.get("publisher"), everything),
            *organisations,
            host,
            _site_in_title(tree, article),
        ]
    )


def _site_in_title(tree: LexborHTMLParser, article: Thing) -> str:
    """`Paper` of a title `Premier resigns | Paper` where the page has no other headline.

    Beside another one, what stands after the bar may belong to the headline.
    """
    if text_of(article, "headline") or _meta(tree, "og:title"):
        return ""
    _, title = split_kicker(_first_text(tree, "head title"), KICKERS)
    found = _AFTER_BAR.match(title)
    shown = {visible(node)[:1000] for node in tree.css("h1")}
    return found["site"] if found and shown <= {found["headline"], title} else ""


def _parts(words: list[object]) -> list[str]:
    """Names that are written one by one or in one line with commas."""
    return [_text(part) for word in words if isinstance(word, str) for part in word.split(",")]


def _decks(tree: LexborHTMLParser, article: Thing) -> list[str]:
    stated = [*_meta(tree, "og:description"), *_meta(tree, "description")]
    return [*stated, text_of(article, "description")]


def _image(tree: LexborHTMLParser, article: Thing, everything: list[Thing], base: str | None) -> str | None:
    candidates = [
        *addressed(article.get("image"), everything),
        *_meta(tree, "og:image"),
        *_meta(tree, "twitter:image"),
    ]
    return next((url for address in candidates if (url := web_address(address, base))), None)


def moment(texts: Iterable[str], zone: tzinfo) -> datetime | None:
    """The first time that names its zone, in UTC; where none does, the first one, in the paper's zone."""
    told = [time for text in texts if (time := _time(text)) and 1990 <= time.year < 9999]
    first = next((time for time in told if time.tzinfo), told[0] if told else None)
    return (first if first.tzinfo else first.replace(tzinfo=zone)).astimezone(UTC) if first else None


def _times(tree: LexborHTMLParser, article: Thing, name: str, meta: str) -> list[str]:
    return [text_of(article, name), *_meta(tree, meta)]


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _language(tree: LexborHTMLParser, article: Thing) -> str | None:
    root = tree.css_first("html")
    stated = [
        root.attributes.get("lang") if root else None,
        text_of(article, "inLanguage"),
        *_meta(tree, "og:locale"),
    ]
    return next((language for each in stated if (language := primary_language(each))), None)


def primary_language(tag: str | None) -> str | None:
    """`mk` for `mk-MK` or `mk_MK`; None for what is no language tag."""
    primary = (tag or "").replace("_", "-").split("-")[0].strip().lower()
    return primary if primary.isascii() and primary.isalpha() and 2 <= len(primary) <= 3 else None


def web_address(address: object, base: str | None) -> str | None:
    """The address made absolute; None for what is no http(s) address."""
    if not isinstance(address, str) or not address.strip():
        return None
    try:
        url = urljoin(base or "", clean(address).replace(" ", "%20"))
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.username is None
    except ValueError:
        return None
    return url if usable and len(url) <= 2048 else None


def _meta(tree: LexborHTMLParser, name: str) -> list[str]:
    nodes = tree.css(f'meta[property="{name}"], meta[name="{name}"]')
    return [text for node in nodes if (text := clean(node.attributes.get("content") or ""))]


def _first_text(tree: LexborHTMLParser, selector: str) -> str:
    node = tree.css_first(selector)
    return clean(node.text()[:1000]) if node else ""


def _text(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))[:_MOST]


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _path(url: str) -> str:
    return urlsplit(url).path.strip("/")
