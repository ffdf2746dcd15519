"""How languages count: `three`, `the second`, `finally`, as folded words (so that both scripts are one).

Slavic covers mk, sr, hr, bg and ru; a language we do not know is read with all tables at once.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.articles.text import word_set
from bot.domain.folding import fold

_SLAVIC = word_set("mk sr hr bs sh bg ru")
_NUMERAL = re.compile(r"\w+(?:[.,:]\w+)*")
_END = r"(?:o|oto|a|ata|i|iot|ite|e|u|im|og|om|oj|ij|ijat|ija|aja|oe|ih)"


@dataclass(frozen=True)
class _Table:
    """Patterns for whole folded words; `ordinals` and `numbers` count from 1 and from 2."""

    ordinals: tuple[str, ...]
    numbers: tuple[str, ...]
    another: str
    last: str
    before: str
    """Words that may stand before the ordinal: `the second`, `како второ`, `arsyeja e dytë`."""


_TABLES = {
    "en": _Table(
        ("first|firstly", "second|secondly", "third|thirdly", "fourth|fourthly", "fifth", "sixth", "seventh"),
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        "another|next",
        "finally|lastly",
        "(?:the |a |and |but )*",
    ),
    "slavic": _Table(
        (
            rf"prv{_END}|parv{_END}|perv{_END}|edn(?:ata|iot|oto)|najprvo|najpre|najprije",
            rf"vtor{_END}|drug(?:i|a|o|ata|iot|oto)",
            rf"tret{_END}|tretja|trec(?:i|e|a|u|eg|em|oj)",
            rf"cetvrt{_END}|cetv[ae]rt{_END}",
            rf"pett{_END}|pet(?:i|a|o|iot|ata|oto|ijat)|pjat{_END}",
            rf"sest{_END}",
            rf"sedm{_END}",
        ),
        (
            "dva|dve|dvije|dvete|dvata|dvajca", "tri|trite|troje|trojca|trima",
            "cetiri|cetirite|cetire|cetvoro", "pet|pette|pjat", "sest|seste", "sedum|sedam|sedem|sem",
            "osum|osam|osem|vosem", "devet|devjat", "deset|desjat",
        ),
        "drug|druga|drugo|potoa|zatim|nadalje|ponatamu|potom|zatem",
        "konecno|konacno|kraj|kraju|kraja|nakraj|nakraja|nakonec|naposletku|naposledok",
        "(?:i |a |no |kako |kao |na |vo |v )*",
    ),
    "sq": _Table(
        (
            "pari|pare", "dyti|dyte", "treti|trete", "katerti|katert", "pesti|peste", "djasti|djaste",
            "stati|state",
        ),
        (
            "dy|dyja", "tri|tre|trija|tria", "kater|katra", "pese", "djaste", "state", "tete", "nente",
            "djete|dhjete",
        ),
        "tjeter|pastaj",
        "fund|perfundimisht|fundi",
        r"(?:dhe )?(?:se |(?:\w+ )?[ei] |te )?",
    ),
    "tr": _Table(
        (
            "birinci|birincisi|ilk", "ikinci|ikincisi", "ucuncu|ucuncusu", "dorduncu", "besinci", "altinci",
            "yedinci",
        ),
        ("iki", "uc", "dort", "bes", "alti", "yedi", "sekiz", "dokuz", "on"),
        "diger",
        "son",
        "",
    ),
    "de": _Table(
        (
            "erste|ersten|erster|erstens", "zweite|zweiten|zweiter|zweitens",
            "dritte|dritten|dritter|drittens", "vierte|viertens", "funfte|funftens", "sechste", "siebte",
        ),
        ("zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun", "zehn"),
        "weiterer|weitere",
        "schliesslich|schlieslich",
        "(?:und |aber |als |zum |die |der |das |ein |eine )*",
    ),
}  # fmt: skip
ADVERBS = re.compile(
    r"^\W*(?:(?:first|second|third|fourth|fifth)(?:ly)?,"
    r"|(?:kako |kao |na |vo-|prije svega |pred se )?"
    r"(?:prv|parv|perv|vtor|drug|tret|trec|cetvrt|cetv[ae]rt|pett?|pjat)(?:o|oto|e|ih)(?: mjasto)?,"
    r"|(?:najprvo|najpre|najprije|erstens|zweitens|drittens|viertens),?"
    r"|se (?:pari|dyti|treti|katerti|pesti),|(?:birincisi|ikincisi|ucuncusu),)"
)
"""A folded sentence that begins as a point of a list does: `Second,`, `Прво,`, `Во-вторых,`, `Së dyti,`."""


@cache
def _table(language: str) -> _Table:
    if language in _SLAVIC:
        return _TABLES["slavic"]
    if language in _TABLES:
        return _TABLES[language]
    tables = _TABLES.values()
    return _Table(
        tuple("|".join(same) for same in zip(*(table.ordinals for table in tables), strict=True)),
        tuple("|".join(same) for same in zip(*(table.numbers for table in tables), strict=True)),
        "|".join(table.another for table in tables),
        "|".join(table.last for table in tables),
        "(?:" + "|".join(table.before for table in tables) + ")",
    )


@dataclass(frozen=True)
class Opening:
    """How a sentence of a list begins: with its place from 1, with `another` (None), or as the last."""

    place: int | None
    is_last: bool = False


def opening(folded: Sequence[str], language: str) -> Opening | None:
    """What the first folded words of a sentence count, if they do."""
    table = _table(language)
    start = re.match(table.before, text := " ".join(folded))
    word = text[start.end() if start else 0 :].partition(" ")[0]
    if place := _place(word, table.ordinals, 1):
        return Opening(place)
    if re.fullmatch(table.last, word):
        return Opening(None, is_last=True)
    return Opening(None) if re.fullmatch(table.another, word) else None


def numbers(text: str, language: str) -> set[int]:
    """The numbers from 2 to 20 that a text names in letters or digits, as whole words: not 2.000 or 10:30."""
    found = set()
    for word in _NUMERAL.findall(fold(text)):
        if word.isdecimal():
            found |= {int(word)} if 2 <= int(word[:3]) <= 20 else set()
        elif count := _place(word, _table(language).numbers, 2):
            found.add(count)
    return found


def _place(word: str, patterns: tuple[str, ...], start: int) -> int | None:
    return next((place for place, pattern in enumerate(patterns, start) if re.fullmatch(pattern, word)), None)
