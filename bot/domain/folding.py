"""One spelling for many: case, diacritics and Cyrillic or Latin letters fold into bare Latin.

`Андоновиќ`, `Andonović`, `Andonovikj`, `Andonovik` and `andonovic` become the same key.
Lossy on purpose; for matching only.
"""

import re
import unicodedata

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ѓ": "dj", "е": "e", "ж": "z", "з": "z", "ѕ": "dz",
    "и": "i", "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "ќ": "c", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c", "џ": "dz",
    "ш": "s", "ђ": "dj", "ћ": "c", "ѐ": "e", "ѝ": "i", "й": "j", "щ": "st", "ъ": "a", "ь": "", "ю": "ju",
    "я": "ja", "ы": "i", "э": "e", "ё": "e", "є": "e", "і": "i", "ї": "ji", "ґ": "g",
}  # fmt: skip
_LATIN = {"đ": "dj", "ǵ": "dj", "ḱ": "c", "ð": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe"}
_LETTERS = str.maketrans(_CYRILLIC | _LATIN)
_DIGRAPHS = tuple(
    (re.compile(letters), letter)
    for letters, letter in (
        ("dzh+", "dz"), ("gj", "dj"), ("kj", "c"), ("ch+", "c"), ("sh+", "s"), ("zh+", "z"), ("xh+", "dz"),
    )
)  # fmt: skip
_WORD = re.compile(r"\w+")
_SURNAME = re.compile(r"(?<=[oe]v)ik\b")
"""-виќ is written -vić, -vikj and, without its mark, -vik."""


def fold(text: str) -> str:
    """The folding key of a text, lower case bare Latin, other characters kept."""
    # Letters such as ќ, ѓ and й decompose into another letter and an accent: map them first.
    mapped = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    bare = mapped if mapped.isascii() else _bared(mapped)
    for digraph, letter in _DIGRAPHS:
        bare = digraph.sub(letter, bare)
    return _SURNAME.sub("ic", bare)


def _bared(text: str) -> str:
    letters = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return "".join(letters).translate(_LETTERS)


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return _WORD.findall(fold(text))
