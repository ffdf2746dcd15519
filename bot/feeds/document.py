"""A feed document before it is parsed: repairs that make it readable, and a name for what it is not."""

import re

from bot.errors import FeedError
from bot.feeds.charset import as_text

_SPACE = b" \t\r\n"
_BROKEN_DECLARATION = re.compile(rb"<\?xml\?[^>]*\?>")
_PREFIX = re.compile(rb"(</?)rss:(?=[a-zA-Z])")
_REFERENCE = re.compile(rb"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,10}));")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_HEAD = 2_000
_BEGINS, _ENDS = (b"<item", b"<entry"), (b"</item>", b"</entry>")


def prepared(body: bytes, content_type: str, url: str) -> tuple[bytes, str]:
    """The document as the parser wants it, in UTF-8 and with no space before it, and its own charset.

    Raises FeedError for an empty body.
    """
    text, charset = as_text(body.lstrip(_SPACE), content_type)
    document = text.lstrip("\ufeff \t\r\n")
    if not document.strip("\x00"):
        raise FeedError("error.feed.empty", url=url)
    return document.encode("utf-8", "replace"), charset


def without_bad_references(body: bytes) -> bytes:
    """The document without references to characters that XML cannot have, such as `&#xD800;`."""
    return _REFERENCE.sub(lambda match: match[0] if _is_character(match) else b"", body)


def without_stray_prefixes(body: bytes) -> bytes:
    """The document with `<rss:item>` as `<item>` and without declarations that are not XML's."""
    return _PREFIX.sub(rb"\1", _BROKEN_DECLARATION.sub(b"", body))


def breaks_off(body: bytes) -> bool:
    """Whether the document ends within an item."""
    begins, ends = (max(body.rfind(tag) for tag in tags) for tags in (_BEGINS, _ENDS))
    return begins > ends


def refusal(body: bytes, url: str) -> FeedError:
    """Why a document in which no feed was found is none."""
    head = body[:_HEAD].lstrip()
    if _HTML.search(head):
        return FeedError("error.feed.html", url=url)
    return FeedError("error.feed.not_a_feed", url=url, found=_kind(head))


def _kind(head: bytes) -> str:
    if head[:1] in (b"{", b"["):
        return "JSON"
    if head[:1] == b"<":
        return "XML"
    if b"\x00" in head or sum(byte < 9 for byte in head) > len(head) // 50:
        return "binary"
    return "text"


def _is_character(match: re.Match[bytes]) -> bool:
    number = int(match[1], 16) if match[1] else int(match[2])
    return number in (9, 10, 13) or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0x10FFFF
