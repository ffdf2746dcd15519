"""ROUGE of our summaries against references at 400 and 700 characters, beside the lead and LexRank.

`macro` is the mean over sets without BBC, whose extracts favour centrality by construction; `news` leaves
out the columns, too. The halves (a hash of the id) only show how steady a gain is: the
figures of both were seen while the few weights were chosen. BBC never counted.
"""

import gc
import hashlib
import time
from collections.abc import Callable, Iterable
from statistics import fmean, median

from bot.articles.summary import summarise
from bot.domain.sentences import split_sentences
from tests.bench.articles import Sample, summaries
from tests.bench.report import Goal, Report, main
from tests.bench.resample import chance_of_no_gain, is_below
from tests.bench.rivals import LexRank, lead
from tests.bench.rouge import Rouge, rouge

Method = Callable[[Sample, int], str]
_APART, _COLUMNS = "bbc_extractive_en", "sadedegel_tr"


def ours(sample: Sample, budget: int) -> str:
    found = summarise(
        sample.title, None, sample.paragraphs, sample.language, budget=budget, with_points=budget
    )
    return " ".join((found.text, *found.key_points))


def _sentences(sample: Sample) -> list[str]:
    return [sentence for paragraph in sample.paragraphs for sentence in split_sentences(paragraph)]


def is_dev(sample: Sample) -> bool:
    return hashlib.md5(f"{sample.group}{sample.id}".encode()).digest()[-1] % 2 == 0


def _by_set(samples: Iterable[Sample], values: dict[Sample, float]) -> dict[str, list[float]]:
    sets: dict[str, list[float]] = {}
    for sample in samples:
        sets.setdefault(sample.group, []).append(values[sample])
    return sets


def _macro(samples: Iterable[Sample], values: dict[Sample, float]) -> float:
    return round(fmean(fmean(each) for each in _by_set(samples, values).values()), 2)


def _times(samples: Iterable[Sample]) -> list[float]:
    """Milliseconds of processor time per summary, the better of two runs: others use this machine, too."""
    gc.freeze()
    found = []
    for sample in samples:
        runs = []
        for _ in range(2):
            began = time.process_time()
            summarise(sample.title, None, sample.paragraphs, sample.language)
            runs.append((time.process_time() - began) * 1000)
        found.append(min(runs))
    return found


def _longest(samples: list[Sample], method: Method, budget: int) -> tuple[dict[Sample, float], list[float]]:
    """ROUGE-L of each article in percent, and the macro means of the three figures without BBC."""
    scores = {one: rouge(method(one, budget), one.reference) for one in samples}
    counted = [one for one in samples if one.group != _APART]
    means = [_macro(counted, {one: 100 * score[part] for one, score in scores.items()}) for part in range(3)]
    return {one: 100 * score.longest for one, score in scores.items()}, means


def _gains(everything: list[Sample], figures: dict[str, float]) -> dict[Sample, float]:
    """What ours has above the lead at 400, article by article; all else goes into the figures."""
    rank = LexRank()
    methods: dict[str, Method] = {
        "ours": ours,
        "lead": lambda sample, budget: lead(_sentences(sample), budget),
        "lexrank": lambda sample, budget: rank(_sentences(sample), budget),
    }
    longest = {}
    for budget in (700, 400):
        for name, method in methods.items():
            longest[name], means = _longest(everything, method, budget)
            for part, mean in zip(Rouge._fields, means, strict=True):
                figures[f"{name}_{budget}_rouge_{part}_macro"] = mean
    for name in methods:
        for group, found in _by_set(everything, longest[name]).items():
            figures[f"{name}_400_rouge_longest_{group}"] = round(fmean(found), 2)
    return {one: longest["ours"][one] - longest["lead"][one] for one in everything}


def measure() -> Report:
    everything = summaries()
    figures: dict[str, float] = {"articles": len(everything)}
    gains = _gains(everything, figures)
    counted = [sample for sample in everything if sample.group != _APART]
    news = [sample for sample in counted if sample.group != _COLUMNS]
    for group, found in _by_set(everything, gains).items():
        figures[f"gain_400_{group}"] = round(fmean(found), 2)
    for half, wanted in (("dev", True), ("test", False)):
        figures[f"gain_400_macro_{half}"] = _macro([s for s in counted if is_dev(s) is wanted], gains)
        figures[f"gain_400_news_{half}"] = _macro([s for s in news if is_dev(s) is wanted], gains)
    times = _times(everything)
    below = [group for group, found in _by_set(counted, gains).items() if is_below(found)]
    goals = (
        Goal("ROUGE-L above lead at 400, all sets but BBC", _macro(counted, gains), 0.6),
        Goal("ROUGE-L above lead at 400, news only", _macro(news, gains), 0.6),
        Goal("p of a gain on news", chance_of_no_gain(_by_set(news, gains)), 0.01, is_ceiling=True),
        Goal("sets significantly below lead", len(below), 0, is_ceiling=True),
        Goal("processor milliseconds per summary, median", round(median(times), 2), 10, is_ceiling=True),
        Goal("processor milliseconds per summary, worst", round(max(times), 1), 60, is_ceiling=True),
    )
    return Report("summaries", figures, goals)


if __name__ == "__main__":
    main(measure)
