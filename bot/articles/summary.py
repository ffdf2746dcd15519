"""A first honest summary: the article's own sentences, whole, from the lead on."""

from collections.abc import Iterator, Sequence

from bot.articles.boilerplate import is_sentence
from bot.articles.sentences import split_sentences
from bot.articles.text import shortened

CARD = 400
_TOO_SHORT = 25


def summarize(body: Sequence[str], limit: int = CARD) -> str:
    """As many sentences from the beginning as fit into `limit` characters, at least one.

    A first sentence that is longer than that is cut and marked with `…`. Empty for an empty body.
    """
    chosen: list[str] = []
    length = 0
    for sentence in _sentences(body):
        if length + len(sentence) > limit:
            break
        chosen.append(sentence)
        length += len(sentence) + 1
    if chosen:
        return " ".join(chosen)
    return shortened(next(_sentences(body), "") or " ".join(body), limit)


def _sentences(body: Sequence[str]) -> Iterator[str]:
    """Real sentences: headings and labels have no end, and a few words alone say nothing."""
    for paragraph in body:
        for sentence in split_sentences(paragraph):
            if is_sentence(sentence) and len(sentence) >= _TOO_SHORT and not sentence.endswith("…"):
                yield sentence
