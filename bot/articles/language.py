"""In which language a text is, from the little words that every text of a language has.

Only a check on what feeds and pages state; it says nothing unless it is sure.
"""

import re
from collections import Counter
from collections.abc import Sequence

from bot.articles.text import word_set

_LITTLE = {
    "mk": word_set("и на во да се од за со што не е ги ќе го ја по сите беше кои дека како или ова тој"),
    "sr": word_set(
        "и у је да се на за од са који су не што то као ће из о али биће би je da se na za od sa koji su ne "
        "što to kao će iz o ali bi nije koja koje sve"
    ),
    "bg": word_set("и на за да се от в с че не по са до е към като ще при това който които но беше съм"),
    "ru": word_set("и в на не с что по как это из за от к его но они был для она же так все было мы"),
    "uk": word_set("і в на не з що у та до як це за від його але вони був для вона про ми є бути"),
    "en": word_set("the of and to in a is that for it on was with as by at be this are from have has not"),
    "sq": word_set("dhe në të e i që për me nga një është janë ka u do nuk si më se por kjo ai ajo duke"),
    "tr": word_set("ve bir bu da de için ile olarak çok daha olan gibi ne kadar sonra en her ise o değil"),
    "de": word_set("der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch"),
    "fr": word_set("le la les de des et en un une du que est pour dans qui par sur pas au plus avec ce"),
    "es": word_set("el la los de que y en un una del se las por con para es su al lo como más pero"),
    "it": word_set("il la di che e un una per in del con non le dei si da al alla sono è della gli più"),
    "el": word_set("και το η ο της του να την των με σε για που από τα οι στο είναι θα δεν στην τον"),
    "ro": word_set("și de în a la că cu pe nu este o pentru din care mai sunt au fost să un al ce se"),
    "pt": word_set("de a o que e do da em um para é com não uma os no se na por mais as dos como"),
}
_ONE_LANGUAGE = word_set("sr hr bs sh hbs cnr")
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH_WORDS = 40
_MOST_WORDS = 600
_SURE = 0.12
"""Of all words, those that must be a language's little words."""
_AHEAD = 1.5
"""How many times as many as the next language's."""


def language_of(text: str) -> str | None:
    """The language's code when the text leaves no doubt, else None."""
    found = _WORD.findall(text[:20_000].casefold())[:_MOST_WORDS]
    if len(found) < _ENOUGH_WORDS:
        return None
    counted = Counter(found)
    hits = sorted(
        ((sum(counted[word] for word in little), code) for code, little in _LITTLE.items()), reverse=True
    )
    (most, code), (next_most, _) = hits[:2]
    return code if most >= _SURE * len(found) and most >= _AHEAD * next_most else None


def little_words(language: str) -> frozenset[str]:
    """The language's little words in lower case; none of a language we know nothing about."""
    return _LITTLE.get("sr" if language in _ONE_LANGUAGE else language, frozenset())


def settled(stated: str | None, paragraphs: Sequence[str]) -> str:
    """The stated language unless the text is surely in another one; `und` when nobody knows."""
    found = language_of(" ".join(paragraphs))
    if found and (stated is None or not same_language(found, stated)):
        return found
    return stated or "und"


def same_language(one: str, other: str) -> bool:
    """Whether a text may be called either; nobody tells the norms of Serbo-Croatian apart by little words."""
    return one == other or {one, other} <= _ONE_LANGUAGE
