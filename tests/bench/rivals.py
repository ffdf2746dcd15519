"""What summaries are measured beside: the article's lead, and LexRank from sumy."""

import warnings
from collections.abc import Sequence
from typing import Any

from tests.bench.report import NotMeasurableError
from tests.bench.rouge import tokens


def lead(sentences: Sequence[str], budget: int) -> str:
    """Sentences from the beginning until one does not fit: better by ROUGE-L than going on behind it."""
    chosen: list[str] = []
    for sentence in sentences:
        if len(" ".join([*chosen, sentence])) > budget:
            break
        chosen.append(sentence)
    return " ".join(chosen) or sentences[0][:budget]


class LexRank:
    """sumy's, with words in any script: its own tokenizer knows no Macedonian and wants a download."""

    def __init__(self) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
                from sumy.summarizers.lex_rank import LexRankSummarizer
        except ImportError as missing:
            raise NotMeasurableError(f"{missing.name} is not installed") from None
        self._document, self._paragraph, self._sentence = ObjectDocumentModel, Paragraph, Sentence
        self._ranker: Any = LexRankSummarizer()

    def __call__(self, sentences: Sequence[str], budget: int) -> str:
        """The best ranked sentences that fit, in their order."""
        document = self._document([self._paragraph([self._sentence(each, self) for each in sentences])])
        chosen = self._ranker(document, lambda ranked: _filled(ranked, budget))
        return " ".join(str(each) for each in chosen) or sentences[0][:budget]

    def to_words(self, text: str) -> tuple[str, ...]:
        """What sumy asks of a tokenizer."""
        return tuple(tokens(text))


def _filled(ranked: Sequence[Any], budget: int) -> list[Any]:
    chosen, length = [], 0
    for each in ranked:
        longer = length + bool(length) + len(str(each.sentence))
        if longer <= budget:
            chosen.append(each)
            length = longer
    return chosen
