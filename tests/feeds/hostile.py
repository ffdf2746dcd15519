"""Feeds that want to hurt: more than 300 documents, made here, each under a name that says how.

`TRAPS` keep feedparser busy for longer than anybody waits; the rest ends by itself.
"""

import gzip
import json
import random
import zlib
from collections.abc import Iterator

from tests.feeds.hostile_fields import hostile_fields

Named = tuple[str, bytes]
_WORDS = "Собранието ја изгласа одлуката за новиот буџет, вели Андоновиќ"


_WRITTEN = (
    *("windows-1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic"),
    *("utf-8", "utf-16", "utf-32", "utf-7"),
)
_DECLARED = (
    *("", "utf-8", "windows-1251", "iso-8859-1", "utf-16"),
    *("punycode", "rot13", "zlib_codec", "nonsense"),
)


def corpus() -> dict[str, bytes]:
    """All documents by name."""
    found: dict[str, bytes] = {}
    makers = (_entities, _traps, _nesting, _charsets, _truncated, _bytes, _large, _structure, hostile_fields)
    for maker in makers:
        for name, body in maker():
            assert name not in found
            found[name] = body
    return found


def rss(items: str, *, head: str = "", attributes: str = "") -> str:
    """An RSS document around its items."""
    return (
        f"<?xml version='1.0'?>{head}<rss version='2.0' {attributes}><channel><title>T</title>"
        f"{items}</channel></rss>"
    )


def item(inside: str = "<title>Вест</title>") -> str:
    """One item."""
    return f"<item>{inside}</item>"


def _entities() -> Iterator[Named]:
    for levels in range(3, 13):
        names = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(levels)]
        doctype = f"<!DOCTYPE rss [{''.join(names)}]>"
        yield f"laughs-{levels}", rss(item(f"<title>&a{levels - 1};</title>"), head=doctype).encode()
    for length, times in ((200_000, 1_000), (5_000, 100_000), (100, 100)):
        doctype = f'<!DOCTYPE rss [<!ENTITY a "{"x" * length}">]>'
        yield f"quadratic-entity-{length}-{times}", rss(item("&a;" * times), head=doctype).encode()
    for kind in ("file:///etc/passwd", "http://127.0.0.1:9/x", "ftp://127.0.0.1/x", "php://filter"):
        doctype = f'<!DOCTYPE rss [<!ENTITY a SYSTEM "{kind}">]>'
        yield f"external-{kind[:4]}", rss(item("<title>&a;</title>"), head=doctype).encode()
        doctype = f'<!DOCTYPE rss [<!ENTITY % a SYSTEM "{kind}"> %a;]>'
        yield f"parameter-{kind[:4]}", rss(item(), head=doctype).encode()
        yield f"dtd-{kind[:4]}", rss(item(), head=f'<!DOCTYPE rss SYSTEM "{kind}">').encode()
    doctype = '<!DOCTYPE rss [<!ENTITY a "&b;"><!ENTITY b "&a;">]>'
    yield "entity-loop", rss(item("<title>&a;</title>"), head=doctype).encode()
    yield (
        "entity-backslash",
        rss(item("<title>&a;</title>"), head='<!DOCTYPE rss [<!ENTITY a "\\1\\g">]>').encode(),
    )


TRAPS = ("attributes-100000", "author-60000")


def _traps() -> Iterator[Named]:
    for count in (1_000, 10_000, 100_000):
        attributes = " ".join(f"a{n}='1'" for n in range(count))
        yield f"attributes-{count}", rss(item(), attributes=attributes).encode()
    for length in (1_000, 60_000):
        author = "a@" + "a." * (length // 2) + "!"
        yield f"author-{length}", rss(item(f"<author>{author}</author>")).encode()
    for length in (4_000, 400_000):
        comments = "<!--" * (length // 4)
        yield f"comments-{length}", rss(item(f"<description><![CDATA[{comments}]]></description>")).encode()
    repeated = ("<", "&", "&#", "[", "(", "<a ", "</", "<p<", "]]>", "%", "\\", '"', "<![CDATA[", "{{", "1 ")
    for number, text in enumerate(repeated):
        for times in (1_000, 50_000):
            inside = (text * times).replace("]]>", "]] >")
            body = rss(item(f"<title>x</title><description><![CDATA[{inside}]]></description>"))
            yield f"repeated-{number}-{times}", body.encode()
    for spaces in (1_000, 30_000):
        style = f'<p style="color:red;{" " * spaces}!">x</p>'
        yield f"style-{spaces}", rss(item(f"<description><![CDATA[{style}]]></description>")).encode()


def _nesting() -> Iterator[Named]:
    for depth in (10, 100, 1_000, 10_000, 100_000):
        yield f"nested-items-{depth}", rss("<item>" * depth + "</item>" * depth).encode()
        yield f"nested-open-{depth}", rss("<item>" * depth).encode()
        divs = "<div>" * depth + "x" + "</div>" * depth
        yield f"nested-html-{depth}", rss(item(f"<description><![CDATA[{divs}]]></description>")).encode()
    yield "namespaces", rss(item(), attributes=" ".join(f"xmlns:n{n}='u:{n}'" for n in range(3_000))).encode()


def _charsets() -> Iterator[Named]:
    title = item(f"<title>{_WORDS}</title>")
    for charset in _WRITTEN:
        for name in _DECLARED:
            told = f" encoding='{name}'" if name else ""
            text = f"<?xml version='1.0'{told}?><rss version='2.0'><channel>{title}</channel></rss>"
            yield f"charset-{charset}-as-{name or 'nothing'}", text.encode(charset, "replace")


def _truncated() -> Iterator[Named]:
    whole = rss("".join(item(f"<title>Вест {n}</title><guid>{n}</guid>") for n in range(20))).encode()
    for part in range(1, 25):
        yield f"truncated-{part}", whole[: len(whole) * part // 25]
    for part in range(1, 9):
        at = len(whole) * part // 9
        yield f"nul-{part}", whole[:at] + b"\x00" * part + whole[at:]
        yield f"broken-utf8-{part}", whole[:at] + b"\xff\xfe\xc3" + whole[at:]


def _bytes() -> Iterator[Named]:
    for seed in range(12):
        yield f"random-{seed}", random.Random(seed).randbytes(20_000)
    bomb = rss(item("x" * 3_000_000)).encode()
    kinds = {
        "empty": b"",
        "space": b" \n" * 1_000,
        "zeros": bytes(10_000_000),
        "gif": b"GIF89a" + bytes(1_000),
        "png": b"\x89PNG\r\n\x1a\n" + bytes(1_000),
        "pdf": b"%PDF-1.7\n" + bytes(1_000),
        "json": json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": []}).encode(),
        "html": b"<!doctype html><html><body><p>Hello</p></body></html>",
        "gzip-bomb": gzip.compress(bomb),
        "zlib-bomb": zlib.compress(bomb),
        "gzip-of-gzip": gzip.compress(gzip.compress(bomb)),
        "gzip-of-many": gzip.compress(b"") * 240_000,
        "a-path": b"/etc/passwd",
        "an-address": b"http://127.0.0.1:9/feed",
        "a-file-address": b"file:///etc/passwd",
        "bom-only": b"\xef\xbb\xbf",
        "many-boms": b"\xef\xbb\xbf" * 1_000 + rss(item()).encode(),
        "lone-angle": b"<",
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>",
        "xslt": b"<?xml-stylesheet href='javascript:1'?>" + rss(item()).encode(),
    }
    yield from kinds.items()


def _large() -> Iterator[Named]:
    yield "many-entries", rss(item() * 8_000).encode()
    yield "one-long-title", rss(item(f"<title>{'дълго ' * 300_000}</title>")).encode()
    yield "one-long-text", rss(item(f"<description>{'текст ' * 500_000}</description>")).encode()
    yield "long-guid", rss(item(f"<guid>{'g' * 1_000_000}</guid>")).encode()
    yield "long-link", rss(item(f"<link>https://a.example/{'l' * 1_000_000}</link>")).encode()
    yield "many-categories", rss(item("<category>c</category>" * 20_000)).encode()
    yield (
        "many-enclosures",
        rss(item("<enclosure url='https://a.example/1.jpg' type='image/jpeg'/>" * 5_000)).encode(),
    )
    html = "".join(f"<p><img src='https://a.example/{n}.jpg'><b>{n}</b></p>" for n in range(20_000))
    yield "long-html", rss(item(f"<description><![CDATA[{html}]]></description>")).encode()


def _structure() -> Iterator[Named]:
    yield "two-roots", rss(item()).encode() * 2
    yield "items-outside", b"<rss version='2.0'><item><title>x</title></item></rss>"
    yield "atom-in-rss", rss("<entry xmlns='http://www.w3.org/2005/Atom'><title>x</title></entry>").encode()
    yield "no-version", b"<rss><channel><item><title>x</title></item></channel></rss>"
    yield "wrong-case", rss(item()).replace("item", "ITEM").encode()
    yield "unclosed-cdata", rss(item("<description><![CDATA[ text")).encode()
    yield "unclosed-comment", rss("<!-- " + item()).encode()
    yield "base-script", rss(item("<link>x</link>"), attributes="xml:base='javascript:alert(1)//'").encode()
    yield "base-file", rss(item("<link>x</link>"), attributes="xml:base='file:///etc/'").encode()
