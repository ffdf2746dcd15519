"""Who wrote it and in which column, from metadata, captions and the headline together."""

from collections.abc import Iterable, Sequence

from bot.articles.headline import speaker_of
from bot.articles.lexicon import NEWSROOM, SERIES
from bot.domain.folding import fold, words

_NOBODY = frozenset(map(fold, NEWSROOM))


def series_of(texts: Iterable[str]) -> tuple[str | None, str | None]:
    """(`Analysis with Andonović`, `Andonović`) from the first section or caption that names a column."""
    for text in texts:
        if found := SERIES.match(text):
            return found["series"].strip(), found["name"].strip()
    return None, None


def authors_of(
    stated: Sequence[str], columnist: str | None, headline: str, sites: Iterable[str]
) -> tuple[str, ...]:
    """The authors, people before the newsroom.

    The newsroom itself is nobody, the paper's name an author where no other is stated. A columnist named in a
    caption is the author where nobody (or only the newsroom) is stated; spelt two ways, as in `Andonovic: …`
    over `Analysis with Andonović`, the spelling with its letters wins.
    """
    impersonal = _NOBODY | {fold(name) for name in sites}
    people = tuple(name for name in stated if fold(name) not in impersonal)
    if not columnist:
        return people or tuple(name for name in stated if fold(name) not in _NOBODY)
    if any(set(words(columnist)) <= set(words(person)) for person in people):
        return people
    return people or (_better_spelt(columnist, speaker_of(headline)),)


def _better_spelt(name: str, other: str | None) -> str:
    if other is None or fold(other) != fold(name):
        return name
    return max((name, other), key=lambda spelling: sum(not letter.isascii() for letter in spelling))
