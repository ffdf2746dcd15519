"""Codes that the membership page shows, for a site that cannot call us: the reader brings one to the bot.

A code is 20 characters of Crockford's base 32: 51 bits that say what it is for, and 49 that only who knows
the secret can make. It says a number of the site's own (32 bits), the last day (14) and an amount class (5).
"""

import hmac
import re
from dataclasses import dataclass
from datetime import date, timedelta

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 20
_TAG_BITS, _CLASS_BITS, _DAY_BITS, _NUMBER_BITS = 49, 5, 14, 32
_FIRST_DAY = date(2020, 1, 1)
_CODE = re.compile(f"[{_LETTERS}]{{{_LENGTH}}}")
_BETWEEN = re.compile(r"[\s\u2010-\u2015_-]+")
"""What stands between the groups."""
_READ_AS = str.maketrans("OIL" + "АВЕЈКМНОРСТХЅІ", "011" + "ABEJKMH0PCTXS1")
"""What is easily taken for another letter, and what a Cyrillic keyboard has in its place."""
_LONGEST = 64


@dataclass(frozen=True, kw_only=True)
class Code:
    """What a code of ours says."""

    spelling: str
    """The one that is kept: 20 capital letters and digits."""
    until: date
    amount_class: str
    """`0` to `31`: the site knows what it means."""


@dataclass(frozen=True, repr=False)
class MemberCodes:
    """Made with `secret`, which the site knows, too."""

    secret: str

    def __repr__(self) -> str:
        return "MemberCodes()"

    def write(self, number: int, until: date, amount_class: int) -> str:
        """The code as the page shows it, `XXXXX-XXXXX-XXXXX-XXXXX`; another number, another code."""
        body = (number << _DAY_BITS | (until - _FIRST_DAY).days) << _CLASS_BITS | amount_class
        whole = body << _TAG_BITS | self._tag(body)
        written = "".join(_LETTERS[whole >> 5 * place & 31] for place in reversed(range(_LENGTH)))
        return "-".join(written[start : start + 5] for start in range(0, _LENGTH, 5))

    def read(self, written: str) -> Code | None:
        """What a code says, however it was typed; None for what is not ours."""
        if len(written) > _LONGEST:
            return None
        spelling = _BETWEEN.sub("", written).upper().translate(_READ_AS)
        if not _CODE.fullmatch(spelling):
            return None
        whole = 0
        for letter in spelling:
            whole = whole << 5 | _LETTERS.index(letter)
        body = whole >> _TAG_BITS
        given, made = (tag.to_bytes(7) for tag in (whole & (1 << _TAG_BITS) - 1, self._tag(body)))
        if not hmac.compare_digest(given, made):
            return None
        days = body >> _CLASS_BITS & (1 << _DAY_BITS) - 1
        return Code(
            spelling=spelling,
            until=_FIRST_DAY + timedelta(days=days),
            amount_class=str(body & (1 << _CLASS_BITS) - 1),
        )

    def _tag(self, body: int) -> int:
        digest = hmac.digest(self.secret.encode(), b"kolporter code %d" % body, "sha256")
        return int.from_bytes(digest) >> 256 - _TAG_BITS
