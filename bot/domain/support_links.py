"""Links to the membership page, and the reference in them that tells where a membership came from.

A reference is sealed: the page sees letters, we can read them, and nobody else can make one. It names a
subscriber by our number, not by Telegram's; of who is erased it leads to nobody. What many have before them,
a push or a card, has a reference that is the same for all of them and names nobody.
"""

import base64
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bot.domain.ids import ArticleId, Edition, PushId

_VERSION = 2
_BODY = struct.Struct(">BBQ4sH2sII")
_LAYOUTS = {1: struct.Struct(">BBQ4sH"), _VERSION: _BODY}
"""By the version in the first byte. The first told neither edition nor push nor article."""
_TAG = 12
"""Bytes: 96 bits that nobody hits by trying."""
_FIRST_DAY = date(2020, 1, 1)
_NO_WORDING = bytes(4)
_NO_EDITION = bytes(2)
LINK_LASTS = timedelta(days=30)
"""So long a link into the bot counts for what it names; after that it only shows the page."""
_SKEW = timedelta(days=1)
"""Days begin at another moment elsewhere, and clocks differ."""


class Place(IntEnum):
    """Where the link stood."""

    COMMAND = 1
    """`/support`."""
    APPEAL = 2
    CARD = 3
    """Under an article that we showed as an answer, or under a push that is not on file any more."""
    PUSH = 4
    DIGEST = 5
    SHARE = 6
    """Under an article that a reader shared in another chat."""

    @property
    def campaign(self) -> str:
        """Its name in the tags of a link."""
        return "support" if self is Place.COMMAND else self.name.lower()

    @property
    def is_personal(self) -> bool:
        """Whether the reference may name the reader: only where they asked, or were asked alone."""
        return self in (Place.COMMAND, Place.APPEAL)


@dataclass(frozen=True, kw_only=True)
class Reference:
    """What a link says about itself. `reader` is 0 for nobody: for many, or for who is no subscriber."""

    place: Place
    reader: int = 0
    day: date
    wording: str | None = None
    """The key of the wording that led there."""
    edition: Edition | None = None
    push: PushId | None = None
    article: ArticleId | None = None

    def is_current(self, today: date) -> bool:
        """Whether a link into the bot made then still counts today."""
        return -_SKEW <= today - self.day <= LINK_LASTS


@dataclass(frozen=True, repr=False)
class References:
    """Made with `key`, which nobody outside may know."""

    key: str

    def __repr__(self) -> str:
        return "References()"

    def write(self, reference: Reference) -> str:
        """51 letters, digits, `-` and `_`, the same for the same reference."""
        body = _BODY.pack(
            _VERSION,
            reference.place,
            reference.reader,
            bytes.fromhex(reference.wording) if reference.wording else _NO_WORDING,
            # A machine whose clock stands in 1970 must still be able to push.
            max(0, (reference.day - _FIRST_DAY).days),
            reference.edition.encode() if reference.edition else _NO_EDITION,
            reference.push or 0,
            reference.article or 0,
        )
        tag = self._tag(body)
        return _letters(tag + self._veiled(body, tag))

    def read(self, written: str) -> Reference | None:
        """What it says, also one of an earlier version; None for what is not ours."""
        try:
            raw = base64.b64decode(written + "=" * (-len(written) % 4), altchars=b"-_", validate=True)
        except ValueError:
            return None
        tag, body = raw[:_TAG], self._veiled(raw[_TAG:], raw[:_TAG])
        # The last letter has bits to spare: only one spelling is ours.
        if not hmac.compare_digest(tag, self._tag(body)) or _letters(raw) != written:
            return None
        try:
            return _reference(body)
        except (LookupError, ValueError, struct.error):
            return None

    def _tag(self, body: bytes) -> bytes:
        return self._made_for(b"tag", body)[:_TAG]

    def _veiled(self, body: bytes, tag: bytes) -> bytes:
        """Twice is the body again."""
        return bytes(one ^ other for one, other in zip(body, self._made_for(b"veil", tag), strict=False))

    def _made_for(self, purpose: bytes, about: bytes) -> bytes:
        return hmac.new(self.key.encode(), purpose + b"\n" + about, hashlib.sha256).digest()


def _letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _reference(body: bytes) -> Reference:
    """Raises LookupError, ValueError or struct.error for what a later version of ours wrote."""
    layout = _LAYOUTS[body[0]]
    _, place, reader, wording, day, *more = layout.unpack(body)
    edition, push, article = more or (_NO_EDITION, 0, 0)
    return Reference(
        place=Place(place),
        reader=reader,
        day=_FIRST_DAY + timedelta(days=day),
        wording=wording.hex() if wording != _NO_WORDING else None,
        edition=Edition(edition.decode()) if edition != _NO_EDITION else None,
        push=PushId(push) if push else None,
        article=ArticleId(article) if article else None,
    )


def tagged(url: str, reference: str | None, *, campaign: str, content: str | None = None) -> str:
    """The address with our tags; what it carries itself stays, but for tags of the same names."""
    tags = {"utm_source": "telegram", "utm_medium": "bot", "utm_campaign": campaign}
    tags |= {"utm_content": content} if content else {}
    tags |= {"ref": reference} if reference else {}
    parts = urlsplit(url)
    own = [one for one in parse_qsl(parts.query, keep_blank_values=True) if one[0] not in tags]
    return urlunsplit(parts._replace(query=urlencode([*own, *tags.items()])))


def reference_in(url: str) -> str | None:
    """What stands in an address as its reference, ours or not."""
    return dict(parse_qsl(urlsplit(url).query)).get("ref")
