"""Hostile fields of otherwise well-made items: dates, guids, links, titles, names, markup, videos."""

from collections.abc import Iterator
from html import escape

_DATES = (
    "Mon, 01 Jan 10000 00:00:00 GMT",
    "Mon, 01 Jan 0000 00:00:00 GMT",
    "2021-02-31",
    "2021-13-45T99:99:99Z",
    "1637577000000",
    "Tue, 23 Nov 2026 23:59:60 GMT",
    "23 ноември 2026",
    "вчера",
    "now",
    "",
    "0",
    "-1",
    "99999999999999999999",
    "2026-11-23T12:00:00+9999",
    "2026-11-23T12:00:00-99:99",
    "Mon, 23 Nov 2026",
    "1969-12-31T23:59:59Z",
    "2038-01-19T03:14:08Z",
    "3026-01-01T00:00:00Z",
    "2026-W48-1",
    "2026-327",
    "26/11/23",
    "Mon, 23 Nov 2026 12:00:00 XYZ",
    "\u0661\u0662/\u0661\u0661/\u0662\u0660",
    "2026\u221211\u221223",
    "NaN",
    "1e400",
    "T",
    "::::",
    "P1Y",
)
_LINKS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>",
    "file:///etc/passwd",
    "tg://user?id=1",
    "tg://resolve?domain=x",
    "ftp://a.example/",
    "vbscript:x",
    "mailto:a@a.example",
    "//",
    "///",
    "http://",
    "http://[",
    "http://[::1",
    "http://a.example:99999/",
    "http://user:password@a.example/",
    "http://a.example\\@b.example/",
    "https://a.example/\u202egpj.exe",
    "https://a.example/ space",
    "https://a.example/<b>",
    "https://\u0430.example/",
    "?",
    "#",
    "..",
    "../" * 500,
    "%",
    "%00",
    "http://a.example/%zz",
    "\x85http://a.example/",
    "HTTP://A.EXAMPLE",
)
_TITLES = (
    "<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<a href='tg://user?id=1'>x</a>",
    "<b><i>x",
    "\u202eобратно",
    "\u2066\u2067\u2068x\u2069",
    "\u200f\u200e",
    "a\u0300" * 500,
    "\ufeff",
    "\ufffe",
    "&#0;",
    "&#xD800;",
    "&#x110000;",
    "&#99999999999;",
    "&#x1F4A9;",
    "&nosuch;",
    "&amp;amp;amp;",
    "<![CDATA[",
    "]]&gt;",
    "{title} %s {0}",
    "*_`[x](y)",
    "@everyone /start",
    "\x0b\x0c",
    "🏴\u200d☠️" * 50,
    "<" * 500,
    "&" * 500,
    " ",
    "\t\n\r",
    "﷽" * 100,
    "Z\u0351\u036b" * 200,
)
_GUIDS = (
    "",
    " ",
    "1",
    "\x00",
    "\u202e1",
    "http://[",
    "g" * 600,
    "<b>1</b>",
    "&#xD800;",
    "https://a.example/?p=1",
    "\n1\n",
    "тест",
)
_AUTHORS = (
    "a@a.example (А)",
    "<b>x</b>",
    "()",
    "a@",
    "@a",
    "x" * 5_000,
    "&lt;script&gt;",
    "\u202ea",
    "a@a.example" * 50,
)
_MEDIA = (
    "<media:content url='javascript:1' medium='image'/>",
    "<media:content url='file:///etc/passwd' type='image/png'/>",
    "<media:thumbnail url='http://['/>",
    "<enclosure url='' type='' length='-1'/>",
    "<enclosure length='9e99'/>",
    "<media:player url='https://www.youtube.com/embed/&lt;script&gt;'/>",
    "<yt:videoId>../../etc</yt:videoId>",
    "<yt:videoId>" + "x" * 5_000 + "</yt:videoId>",
    "<itunes:duration>99:99:99:99</itunes:duration>",
    "<georss:point>1e999 x</georss:point>",
    "<media:content>" * 200,
    "<media:group><media:group>",
)
_TTLS = ("-5", "0", "99999999999999", "1e9", "пет", " 10 ", "")
_SPACES = (
    "xmlns:media='http://search.yahoo.com/mrss/' xmlns:yt='http://www.youtube.com/xml/schemas/2015' "
    "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' xmlns:georss='http://www.georss.org/georss' "
    "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"
)


def hostile_fields() -> Iterator[tuple[str, bytes]]:
    """Documents of one item each, named by field and number."""
    kinds = {
        "date": ("pubDate", _DATES),
        "link": ("link", _LINKS),
        "guid": ("guid", _GUIDS),
        "author": ("author", _AUTHORS),
    }
    for kind, (tag, values) in kinds.items():
        for number, value in enumerate(values):
            yield f"{kind}-{number}", _document(f"<title>x</title><{tag}>{escape(value)}</{tag}>")
    for number, value in enumerate(_TITLES):
        yield (
            f"title-{number}",
            _document(f"<title>{escape(value)}</title><description>{escape(value)}</description>"),
        )
        yield f"raw-title-{number}", _document(f"<title>{value}</title>")
    for number, value in enumerate(_MEDIA):
        yield f"media-{number}", _document(f"<title>x</title>{value}")
    for number, value in enumerate(_TTLS):
        yield f"ttl-{number}", _document("<title>x</title>", f"<ttl>{value}</ttl>")
        yield (
            f"sy-{number}",
            _document(
                "<title>x</title>",
                f"<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>{value}</sy:updateFrequency>",
            ),
        )


def _document(inside: str, channel: str = "") -> bytes:
    text = f"<rss version='2.0' {_SPACES}><channel>{channel}<item>{inside}</item></channel></rss>"
    return text.encode("utf-8", "surrogatepass")
