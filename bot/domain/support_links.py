"""Links to the membership page, and the reference in them that tells where a membership came from.

A reference is sealed: the page sees letters, we can read them, and nobody else can make one. It names a
subscriber by our number, not by Telegram's; of who is erased it leads to nobody.
"""

import base64
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_VERSION = 1
_BODY = struct.Struct(">BBQ4sH")
_TAG = 12
"""Bytes: 96 bits that nobody hits by trying."""
_FIRST_DAY = date(2020, 1, 1)
_NO_WORDING = bytes(4)


class Place(IntEnum):
    """Where the link stood."""

    COMMAND = 1
    """`/support`."""
    APPEAL = 2


@dataclass(frozen=True, kw_only=True)
class Reference:
    """What a link says about itself. `reader` is 0 for who is no subscriber."""

    place: Place
    reader: int
    day: date
    wording: str | None = None
    """The key of the wording that led there."""


@dataclass(frozen=True, repr=False)
class References:
    """Made with `key`, which nobody outside may know."""

    key: str

    def __repr__(self) -> str:
        return "References()"

    def write(self, reference: Reference) -> str:
        """38 letters, digits, `-` and `_`, the same for the same reference."""
        wording = bytes.fromhex(reference.wording) if reference.wording else _NO_WORDING
        day = (reference.day - _FIRST_DAY).days
        body = _BODY.pack(_VERSION, reference.place, reference.reader, wording, day)
        tag = self._tag(body)
        return base64.urlsafe_b64encode(tag + self._veiled(body, tag)).rstrip(b"=").decode()

    def read(self, written: str) -> Reference | None:
        """What it says; None for what is not ours."""
        try:
            raw = base64.b64decode(written + "=" * (-len(written) % 4), altchars=b"-_", validate=True)
        except ValueError:
            return None
        tag, body = raw[:_TAG], self._veiled(raw[_TAG:], raw[:_TAG])
        if len(body) != _BODY.size or not hmac.compare_digest(tag, self._tag(body)):
            return None
        _, place, reader, wording, day = _BODY.unpack(body)
        reference = Reference(
            place=Place(place),
            reader=reader,
            day=_FIRST_DAY + timedelta(days=day),
            wording=wording.hex() if wording != _NO_WORDING else None,
        )
        # The last letter has bits to spare: only one spelling is ours.
        return reference if self.write(reference) == written else None

    def _tag(self, body: bytes) -> bytes:
        return self._made_for(b"tag", body)[:_TAG]

    def _veiled(self, body: bytes, tag: bytes) -> bytes:
        """Twice is the body again."""
        return bytes(one ^ other for one, other in zip(body, self._made_for(b"veil", tag), strict=False))

    def _made_for(self, purpose: bytes, about: bytes) -> bytes:
        return hmac.new(self.key.encode(), purpose + b"\n" + about, hashlib.sha256).digest()


def tagged(url: str, reference: str | None, *, campaign: str, content: str | None = None) -> str:
    """The address with our tags; what it carries itself stays, but for tags of the same names."""
    tags = {"utm_source": "telegram", "utm_medium": "bot", "utm_campaign": campaign}
    tags |= {"utm_content": content} if content else {}
    tags |= {"ref": reference} if reference else {}
    parts = urlsplit(url)
    own = [one for one in parse_qsl(parts.query, keep_blank_values=True) if one[0] not in tags]
    return urlunsplit(parts._replace(query=urlencode([*own, *tags.items()])))
