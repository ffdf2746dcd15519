"""Light compression: a sentence without parentheses and leading connectives. Nothing else ever leaves."""

import re
from itertools import accumulate

_ASIDE = re.compile(r"(?:^|\s+)\([^().!?…]{1,200}\)(?=[\s,.;:!?…]|$)")
"""What is nobody's words but the writer's: square brackets are an editor's, and hold what a quote needs."""
_QUOTES = re.compile(
    r"„[^„“”]+[“”]|“[^„“”]+[“”]|”[^„“”]+”|«[^«»]+»|»[^«»]+«|‘[^‘]+’"
    r"|(?<![^\s(\[])\"(?=\S)[^\"]+\"(?!\w)|(?<![^\s(\[])'(?=\w)(?:[^']|'(?=\w))+'(?!\w)"
)
_OPEN_QUOTE = re.compile(r"[\"„“”«»‘]|(?<![^\s(\[])'(?=\w)")
_CONNECTIVES = (
    "however|moreover|furthermore|meanwhile|besides|in addition|therefore|thus|nevertheless|nonetheless|also"
    "|меѓутоа|сепак|притоа|освен тоа|покрај тоа|имено|затоа|инаку|исто така|во меѓувреме|оттука"
    "|međutim|ipak|osim toga|pored toga|naime|inače|takođe|također|zato|stoga|u međuvremenu"
    "|међутим|ипак|осим тога|поред тога|наиме|иначе|такође|зато|стога|у међувремену"
    "|megjithatë|ndërkohë|gjithashtu|përveç kësaj|prandaj|për më tepër|nga ana tjetër"
    "|обаче|освен това|също така|междувременно|затова|все пак"
    "|однако|кроме того|также|при этом|между тем|впрочем|таким образом|тем не менее|поэтому"
    "|ancak|ayrıca|öte yandan|bu arada|bununla birlikte"
)
_LEADING = re.compile(rf"^(?:{_CONNECTIVES}),\s+", re.IGNORECASE)
_LABEL = re.compile(
    r"^\W*(?:first|second|third|fourth|fifth|finally|lastly|firstly|secondly|thirdly"
    r"|(?:како |као |kako |kao )?(?:прво|второ|друго|трето|треће|четврто|петто|prvo|drugo|treće|četvrto|peto)"
    r"|(?:и |i )?(?:конечно|коначно|на крај|на крају|na kraju)|најпрво|најпре|најпре|najpre|најпосле"
    r"|на (?:първо|второ|трето|четвърто) място|първо|четвърто|накрая"
    r"|во-(?:первых|вторых|третьих)|в-(?:четвертых|пятых)|наконец"
    r"|së (?:pari|dyti|treti|katërti|pesti)|së fundi)(?:,|:)\s+(?=(?:\S+\s+){3})",
    re.IGNORECASE,
)
_LEAST = 25


def compressed(sentence: str) -> str:
    """The sentence in fewer words where that is safe, itself otherwise."""
    return _without(_LEADING, _without_asides(sentence))


def unlabelled(sentence: str) -> str:
    """Without the counting word in front, where the rest stands as a sentence: `Second, the …` → `The …`."""
    rest = _LABEL.sub("", sentence)
    spoken = "," in rest[:20]  # `First, he said, there is …`
    return sentence if spoken else _without(_LABEL, sentence)


def capitalised(text: str) -> str:
    """With a capital first letter, as after something was left out before it."""
    return text[:1].upper() + text[1:]


def _without_asides(sentence: str) -> str:
    """Without parentheses, unless they may be somebody's words or a list's: in quotes, or not in pairs."""
    quotes = [match.span() for match in _QUOTES.finditer(sentence)]
    if _OPEN_QUOTE.search(_QUOTES.sub("", sentence)) or not _in_pairs(sentence):
        return sentence

    def left(aside: re.Match[str]) -> str:
        quoted = any(start < aside.start() < end for start, end in quotes)
        turning = aside[0].islower() and " " not in aside[0].strip()  # `(not)`
        return aside[0] if quoted or turning else ""

    return _long_enough(_ASIDE.sub(left, sentence).strip(), sentence)


def _in_pairs(text: str) -> bool:
    depths = accumulate((letter == "(") - (letter == ")") for letter in text)
    return text.count("(") == text.count(")") and min(depths, default=0) >= 0


def _without(part: re.Pattern[str], sentence: str) -> str:
    return _long_enough(part.sub("", sentence), sentence)


def _long_enough(shorter: str, sentence: str) -> str:
    return capitalised(shorter) if len(shorter) >= _LEAST and shorter != sentence else sentence
