"""Text → sentences, for mk, sr (both scripts), hr, bg, sq, tr, en and ru. Rules; nothing is learnt."""

import re

_STRAY = re.compile(r"(?<=[.!?…])(?: \.)+(?= |$)")
_BREAK = re.compile(r"[.!?…]+[\"“”»’')\]]*(?=\s)")
_AFTER_NUMBER = re.compile(r"\d\s*\S$")
_NEAR = 40
_OPENING = " \"„“”«»([‘'"
_QUOTES = re.compile(r"„[^„“”]{1,250}[“”]|“[^“”„]{1,250}”|«[^«»]{1,250}»|\"[^\"]{1,250}\"")
_LAST_WORD = re.compile(r"(?:^|[\s(\[\"„“«])([^\s(\[\"„“«]+)$")
_SAYS = re.compile(r"[^\W_]")
_LETTER = re.compile(r"[^\W\d_]")
_ENDS = re.compile(r"[.!?…][\"”“»’')\]]*$")


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


# Never the end of a sentence: something that belongs to them follows.
_BEFORE_NAME = _words(
    "dr mr mrs ms prof st sen rep gov gen lt col sgt rev hon mt ing mag doc akad ul bul "
    "д-р м-р проф доц акад инж г-дин г-ѓа г-ца ул бул др мр св гос z znj zoti "
    "акад гр обл им пл тов dipl sv gosp av sn doç hz"
)
# No end before a number: `бр. 12`, `Jan. 6`, `чл. 3`.
_BEFORE_NUMBER = _words(
    "no nr br str art st vol p pp jan feb mar apr jun jul aug sep sept oct nov dec fig "
    "бр чл ст стр тел сл точ јан фев мар апр авг септ окт ноем дек nenit "
    "approx рис табл кв čl tel sl toč"
)
_MONTHS = _words(
    "april aralık august avgust avgusta ağustos decembar decembra dezember dhjetor ekim eylül februar "
    "februari february gusht haziran janar januar januara januari jul jula juli jun juna juni jänner "
    "kasım kolovoza korrik lipnja listopada mai maj maja march mars mart marta mayıs märz nisan novembar "
    "november novembra nëntor ocak oktobar oktober oktobra ožujka prill prosinca qershor rujna septembar "
    "september septembra shkurt shtator siječnja srpnja studenoga svibnja temmuz tetor travnja veljače "
    "şubat август августа април априла декември децембар децембра май март марта мај маја новембар "
    "новембра ноември октобар октобра октомври септембар септембра септември фебруар фебруара фебруари "
    "февруари юли юни януари јануар јануара јануари јул јула јули јун јуна јуни"
)
"""With a capital, as some write them after a day: `25. März`, `5. Maj`."""
_DAY = re.compile(r"\d{1,2}$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_DOTTED = re.compile(r"^(?:[^\W\d_]{1,4}\.)+[^\W\d_]{1,4}$")
"""`т.е.`, `d.m.th.`, `U.S.`, `д.о.о.`: the last dot is taken off before matching."""
_MAY_END = frozenset({"a.m", "p.m", "d.c"})


def split_sentences(text: str) -> list[str]:
    """The sentences of a paragraph in order; pieces without letter or digit (a stray dot) leave."""
    text = " ".join(text.split())
    if " ." in text:
        text = _STRAY.sub("", text)
    quoted = [match.span() for match in _QUOTES.finditer(text)]
    sentences, start = [], 0
    for match in _BREAK.finditer(text):
        if _is_end(text, match, quoted):
            sentences.append(text[start : match.end()].strip())
            start = match.end()
    sentences.append(text[start:].strip())
    return [sentence for sentence in sentences if _SAYS.search(sentence)]


def is_whole(text: str) -> bool:
    """Whether a text ends like a sentence, as headings, labels and names do not."""
    return bool(_ENDS.search(text))


def _is_end(text: str, match: re.Match[str], quoted: list[tuple[int, int]]) -> bool:
    after = text[match.end() : match.end() + _NEAR].lstrip(_OPENING)
    if not after[:1].isalnum() or after[0].islower():
        return False
    if any(start < match.start() and match.end() < end for start, end in quoted):
        return False
    return match[0] != "." or not _is_abbreviation(text[max(0, match.start() - _NEAR) : match.start()], after)


def _is_abbreviation(before: str, after: str) -> bool:
    """Whether the dot after `before` belongs to its last word."""
    found = _LAST_WORD.search(before.rpartition(" ")[2])
    word = found[1] if found else ""
    lower = word.casefold()
    if len(word) == 1 and _LETTER.match(word):
        # `S. Petrov`, `z. Meta`, `p. 5`, `в г. Москве`; after a number a year's or an hour's dot may end.
        return word.isupper() or not _AFTER_NUMBER.search(before)
    if after[:1].isdigit() and (lower in _BEFORE_NUMBER or lower.isdigit()):
        return True
    month = _DAY.match(word) and _FIRST_WORD.match(after)
    if month and month[0].casefold() in _MONTHS:
        return True
    return lower in _BEFORE_NAME or (bool(_DOTTED.match(lower)) and lower not in _MAY_END)
