"""The yardstick of the benchmarks against the package that everybody measures with."""

import warnings

import pytest

from tests.bench.rouge import rouge, tokens

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from rouge_score import rouge_scorer


class AnyScript:
    """rouge-score's own tokenizer drops everything that is not Latin."""

    def tokenize(self, text: str) -> list[str]:
        return tokens(text)


@pytest.mark.parametrize(
    ("summary", "reference"),
    [
        ("the cat sat on the mat", "the cat was on a mat today"),
        ("Снег падна во Скопје. Снег падна и во Битола.", "Во Скопје и во Битола падна снег."),
        ("one", "two"),
        ("a b c d e f g", "g f e d c b a"),
        ("", "empty"),
    ],
)
def test_our_rouge_is_that_of_rouge_score(summary: str, reference: str) -> None:
    scorer = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rougeL"], tokenizer=AnyScript())
    theirs = [scorer.score(reference, summary)[name].fmeasure for name in ("rouge1", "rouge2", "rougeL")]
    assert list(rouge(summary, reference)) == pytest.approx(theirs)
