"""Headlines: kicker and site name come off, the columnist's name stays."""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from bot.articles.text import clean
from bot.domain.folding import fold

_SPEAKER = re.compile(r"^((?:[^\W\d_][\w’'.-]*\s+){0,2}[^\W\d_][\w’'.-]*):\s")
_SUFFIX = re.compile(r"^(.{3,}?)\s+[-–—|»·]\s+([^|»·]{2,60})$")
_SHOUTED_ONLY = ("–", "—", "-", "/")
_SIGNS = r"(?:[\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]+\s*)?"
"""Arrows and emoji before a kicker, which say the same as our own icon."""


def split_kicker(title: str, kickers: Collection[str]) -> tuple[str | None, str]:
    """(`VIDEO`, `Andonovic: Three reasons`) for `VIDEO | Andonovic: Three reasons`.

    Only known kickers are split off, before `|`, `:`, `»` or (in capitals) a dash or a slash, or in brackets
    at either end. Several come out joined with ` | `.
    """
    found: list[str] = []
    rest = clean(title)
    while len(found) < 3 and (split := _one_off(rest, tuple(kickers))):
        kicker, rest = split
        found.append(kicker.upper())
    return (" | ".join(found) or None), rest


def without_site(title: str, sites: Iterable[str]) -> str:
    """The title without ` - Name of the paper` at its end."""
    names = {_bare(site) for site in sites if site}
    found = _SUFFIX.match(title)
    return found[1] if found and _bare(found[2]) in names else title


def speaker_of(headline: str) -> str | None:
    """`Andonovic` for `Andonovic: Three reasons …`: a columnist, or whoever is quoted."""
    found = _SPEAKER.match(headline)
    return found[1] if found and found[1][0].isupper() else None


def _one_off(title: str, kickers: tuple[str, ...]) -> tuple[str, str] | None:
    leading, bracketed, trailing = _patterns(kickers)
    for pattern in (leading, bracketed, trailing):
        found = pattern.match(title)
        if not found or not found["rest"]:
            continue
        if pattern is leading and found["mark"].strip() in _SHOUTED_ONLY and not found["kicker"].isupper():
            continue
        return clean(found["kicker"]), found["rest"]
    return None


@lru_cache(maxsize=8)
def _patterns(kickers: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    word = "|".join(re.escape(kicker) for kicker in sorted(kickers, key=len, reverse=True))
    words = rf"(?P<kicker>(?:{word})(?:(?:\s*[/+&,]\s*|\s+(?:и|i|and|dhe)\s+)(?:{word}))*)"
    rest = r"(?P<rest>\S.*)"
    return (
        re.compile(rf"^{_SIGNS}{words}(?P<mark>\s*[|:–—»/]|\s+-)\s*{rest}$", re.IGNORECASE),
        re.compile(rf"^{_SIGNS}[\[(]\s*{words}\s*[\])]\s*[|:–—-]?\s*{rest}$", re.IGNORECASE),
        re.compile(rf"^(?P<rest>.*\S)\s*(?:[\[(]\s*|\|\s*){words}\s*[\])]?$", re.IGNORECASE),
    )


def _bare(name: str) -> str:
    return re.sub(r"\W", "", fold(name))
