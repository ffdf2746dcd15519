"""A feed document before it is parsed: repairs that make it readable, and a name for what it is not."""

import codecs
import re

from bot.errors import FeedError

_SPACE = b" \t\r\n"
_UTF16 = (
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*\?>")
_BROKEN_DECLARATION = re.compile(rb"<\?xml\?[^>]*\?>")
_PREFIX = re.compile(rb"(</?)rss:(?=[a-zA-Z])")
_REFERENCE = re.compile(rb"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,10}));")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_HEAD = 2_000


def prepared(body: bytes, url: str) -> bytes:
    """The document as the parser wants it: no space before the declaration, UTF-16 turned into UTF-8.

    Raises FeedError for an empty body.
    """
    stripped = body.removeprefix(codecs.BOM_UTF8).lstrip(_SPACE).removeprefix(codecs.BOM_UTF8)
    if not stripped.strip(b"\x00" + _SPACE):
        raise FeedError("error.feed.empty", url=url)
    for start, codec in _UTF16:
        if stripped.startswith(start):
            text = stripped.decode(codec, "replace").lstrip("\ufeff")
            # The declaration still says UTF-16, which is no longer true.
            return _DECLARATION.sub(b"", text.encode("utf-8", "replace"))
    return stripped


def without_bad_references(body: bytes) -> bytes:
    """The document without references to characters that XML cannot have, such as `&#xD800;`."""
    return _REFERENCE.sub(lambda match: match[0] if _is_character(match) else b"", body)


def without_stray_prefixes(body: bytes) -> bytes:
    """The document with `<rss:item>` as `<item>` and without declarations that are not XML's."""
    return _PREFIX.sub(rb"\1", _BROKEN_DECLARATION.sub(b"", body))


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
