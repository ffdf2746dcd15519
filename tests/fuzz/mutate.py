"""Small changes to real feeds, such as crashes, bad hands and worse editors make them."""

import random
import re
from pathlib import Path

from tests.feeds.hostile import corpus

FEEDS = Path(__file__).parents[2].parent / "shared" / "data" / "feeds"
_LONGEST = 6_000
_ITEM = re.compile(rb"<(item|entry)\b.*?</\1>", re.DOTALL)
_SPLINTERS = (
    *(b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"\x00", b"\xff", b"&#0;", b"&#xD800;"),
    *(b"<item>", b"</item>", b"<?xml version='1.0' encoding='koi8-r'?>", b"\xef\xbb\xbf", b"\\", b"%s"),
    *(b"&amp;", b"'", b'"', b"<guid>1</guid>", b"<link>javascript:1</link>", b"<pubDate>9</pubDate>"),
    *("\u202e".encode(), "ќ".encode()),
)


def seeds() -> list[bytes]:
    """Beginnings of real feeds (where they are at hand) and small hostile ones."""
    real = [path.read_bytes() for path in sorted(FEEDS.glob("*")) if path.suffix != ".json"]
    return [_short(one) for one in real] + [one for one in corpus().values() if len(one) < 2_000]


def _short(body: bytes) -> bytes:
    """The feed with its first two items."""
    items = list(_ITEM.finditer(body))
    if len(items) < 2 or items[1].end() > _LONGEST:
        return body[:_LONGEST]
    return body[: items[1].end()] + body[items[-1].end() :][:200]


def mutated(body: bytes, dice: random.Random) -> bytes:
    """The body after one to four accidents."""
    for _ in range(dice.randint(1, 4)):
        body = dice.choice(_ACCIDENTS)(body, dice)
    return body


def _flip(body: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(body) + 1)
    return body[:at] + dice.randbytes(1) + body[at + 1 :]


def _cut(body: bytes, dice: random.Random) -> bytes:
    start, end = sorted(dice.randrange(len(body) + 1) for _ in range(2))
    return body[:start] + body[end:]


def _truncate(body: bytes, dice: random.Random) -> bytes:
    return body[: dice.randrange(len(body) + 1)]


def _repeat(body: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(body) + 1)
    piece = body[start : start + dice.randint(1, 60)]
    return body[:start] + piece * dice.randint(2, 20) + body[start:]


def _insert(body: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(body) + 1)
    return body[:at] + dice.choice(_SPLINTERS) + body[at:]


def _swap(body: bytes, dice: random.Random) -> bytes:
    """Two tags change places."""
    tags = list(re.finditer(rb"<[^<>]{1,80}>", body))
    if len(tags) < 2:
        return body
    one, other = sorted(dice.sample(tags, 2), key=lambda tag: tag.start())
    between = body[one.end() : other.start()]
    return body[: one.start()] + other[0] + between + one[0] + body[other.end() :]


def _recode(body: bytes, dice: random.Random) -> bytes:
    charset = dice.choice(("windows-1251", "koi8-r", "utf-16", "iso8859-5"))
    return body.decode("utf-8", "replace").encode(charset, "replace")


_ACCIDENTS = (_flip, _flip, _cut, _truncate, _repeat, _insert, _insert, _swap, _swap, _recode)
