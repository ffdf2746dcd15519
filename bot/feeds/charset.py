"""In which letters a feed document is written: bytes → text.

What is told is believed where it fits; valid UTF-8 is UTF-8 whatever is told. Where nothing fits, the letters
decide: in the right charset of a Cyrillic text the frequent letters are frequent and small.
"""

import codecs
import re
from collections.abc import Iterator

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_STARTS = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_RUN = re.compile(rb"[\x80-\xff]+")
_NO_CHARSETS = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"})
_LATIN_1 = frozenset({"iso8859-1", "ascii"})
"""What servers say when nobody told them anything; on the web it means windows-1252."""
_CYRILLIC = ("windows-1251", "koi8-r", "iso8859-5", "cp866")
_FREQUENT = frozenset("оаеинтрсвлкмдп")
_SOUTH_SLAVIC, _WESTERN = frozenset("čćđČĆĐłřěůąęśżźő"), frozenset("éèêçëäöüßñàâôæøåÉÇË")
_SAMPLE = 50_000
_FEW = 0.001
"""Share of characters that a charset may fail to read and still be the right one (a cut-off letter)."""


def as_text(body: bytes, content_type: str) -> tuple[str, str]:
    """The document without a declaration that would name another charset, and the charset's name."""
    text, charset = _decoded(body, content_type)
    return _DECLARATION.sub("", text.lstrip("\ufeff")), charset


def _decoded(body: bytes, content_type: str) -> tuple[str, str]:
    for start, charset in (*_BOMS, *_STARTS):
        if body.startswith(start):
            return body.decode(charset, "replace"), charset
    told = list(_told(body, content_type))
    # A few charsets write everything in ASCII; they alone go before UTF-8.
    seven_bits = [charset for charset in told if charset.startswith(("iso2022", "hz"))]
    for charset in (*seven_bits, "utf-8", *told):
        if (text := _read(body, charset)) is not None:
            return text, charset
    charset = _by_letters(body)
    return body.decode(charset, "replace"), charset


def _told(body: bytes, content_type: str) -> Iterator[str]:
    """Charsets that the document, then the server, says it is in, by Python's names."""
    declared = _DECLARED.match(body[:1_000])
    header = _CHARSET.search(content_type)
    names = (declared[1].decode() if declared else "", header[1] if header else "")
    for place, name in enumerate(names):
        charset = _known(name)
        if charset in _LATIN_1:
            # In a header it is nobody's choice; the letters decide.
            charset = "windows-1252" if place == 0 else None
        if charset:
            yield charset


def _known(name: str) -> str | None:
    try:
        charset = codecs.lookup(name).name.replace("_", "-")
        b" ".decode(charset)
    except UnicodeError:
        pass  # one byte may be too few
    except (LookupError, ValueError):
        return None  # no charset at all, or one that makes no text: rot13, zlib
    return None if charset in _NO_CHARSETS else charset


def _read(body: bytes, charset: str) -> str | None:
    """The text, unless too much of it cannot be read in this charset."""
    try:
        return body.decode(charset)
    except (UnicodeError, ValueError):
        text = body.decode(charset, "replace")
    return text if text.count("\ufffd") <= len(text) * _FEW else None


def _by_letters(body: bytes) -> str:
    runs = _RUN.findall(body[:_SAMPLE])
    foreign = b" ".join(runs)
    # Cyrillic words are foreign bytes from end to end, Latin ones have single ones among ASCII letters.
    if runs and len(foreign) / len(runs) >= 3:
        return max(_CYRILLIC, key=lambda charset: _fit(foreign.decode(charset, "replace"), _FREQUENT))
    slavic = _fit(foreign.decode("windows-1250", "replace"), _SOUTH_SLAVIC)
    western = _fit(foreign.decode("windows-1252", "replace"), _WESTERN)
    return "windows-1250" if slavic > western else "windows-1252"


def _fit(text: str, letters: frozenset[str]) -> int:
    return sum(letter in letters for letter in text)
