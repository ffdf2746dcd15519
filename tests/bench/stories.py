"""Whether articles that belong together are found, and what a new article costs in an archive of 30 days.

`data/story_pairs.jsonl` labels pairs of the shared articles (by their ids) by eye: `story` for two reports on
one event or its consequences, `related` for one topic, `nothing`. Pairs were picked among the likest ones of
each set, so `nothing` stands for the hard cases; what is linked and has no label is counted apart.
"""

import asyncio
import json
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.articles.vocabulary import terms_of
from bot.domain.articles import Draft
from bot.domain.ids import ArticleId, Edition
from bot.domain.stories import Kin, is_same_story, kin, question
from bot.domain.terms import Background, Term, weights
from bot.usecases.place_article import place_article
from storage.database import Database, connect
from tests.bench.articles import OWN, Sample, summaries
from tests.bench.report import Goal, Report, main

_ARCHIVE = 3_000
_MEASURED = 200
_NOW = datetime(2026, 11, 24, tzinfo=UTC)
Pair = tuple[str, str, str]
"""Set, earlier and later article."""


def _labels() -> dict[Pair, str]:
    lines = map(json.loads, (OWN / "story_pairs.jsonl").read_text("utf-8").splitlines())
    return {(one["set"], one["earlier"], one["later"]): one["are"] for one in lines}


def _terms(sample: Sample) -> tuple[Term, ...]:
    return terms_of(sample.title, sample.paragraphs, sample.language)


def _pairs(samples: Sequence[Sample]) -> Iterator[tuple[Pair, Kin]]:
    """Every later article of one set with its earlier kin, as if all had come within 30 days."""
    terms = [_terms(sample) for sample in samples]
    background = Background(len(samples), Counter(term.key for each in terms for term in each))
    archive: defaultdict[str, dict[ArticleId, float]] = defaultdict(dict)
    for number, each in enumerate(terms):
        asked = question(each, background)
        holders: defaultdict[ArticleId, dict[str, float]] = defaultdict(dict)
        for key in asked.worth:
            for holder, weight in archive[key].items():
                holders[holder][key] = weight
        for one in kin(asked, holders):
            yield (samples[number].group, samples[one.article_id].id, samples[number].id), one
        for key, weight in weights(each).items():
            archive[key][ArticleId(number)] = weight


def _found(labels: dict[Pair, str]) -> dict[Pair, Kin]:
    sets = {group for group, _, _ in labels}
    groups: defaultdict[str, list[Sample]] = defaultdict(list)
    for sample in summaries():
        if sample.group in sets:
            groups[sample.group].append(sample)
    return {pair: one for samples in groups.values() for pair, one in _pairs(samples)}


async def _cost(database: Database) -> float:
    """Milliseconds that placing an article takes, the median of the last ones of an archive."""
    read = [(sample, _terms(sample)) for sample in summaries()]
    took = []
    async with database.open_store() as store:
        for number in range(_ARCHIVE):
            sample, terms = read[number % len(read)]
            draft = Draft(url="", edition=Edition("mk"), language=sample.language, headline=sample.title)
            article = await store.articles.file(draft, feed_id=None, keys=(), fingerprint="", now=_NOW)
            begun = time.perf_counter()
            await place_article(store, article, terms, _NOW)
            took.append(time.perf_counter() - begun)
    return round(1000 * statistics.median(took[-_MEASURED:]), 1)


async def _cost_on_sqlite() -> float:
    with tempfile.TemporaryDirectory() as folder:
        async with connect(f"sqlite:///{Path(folder)}/bench.sqlite3") as database:
            await database.migrate()
            return await _cost(database)


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 1)


def measure() -> Report:
    labels = _labels()
    found = _found(labels)
    together = {pair for pair, label in labels.items() if label != "nothing"}
    stories = {pair for pair, label in labels.items() if label == "story"}
    linked = {pair for pair, one in found.items() if is_same_story(one)}
    seen = labels.keys() & found.keys()
    figures = {
        "labelled_pairs": len(labels),
        "percent_of_stories_found": _share(len(stories & linked), len(stories)),
        "percent_of_links_that_are_stories": _share(len(stories & linked), len(linked & labels.keys())),
        "links_without_a_label": len(linked - labels.keys()),
    }
    goals = (
        Goal("percent of related pairs found", _share(len(together & found.keys()), len(together)), 80),
        Goal("percent of found pairs that are related", _share(len(together & seen), len(seen)), 85),
        Goal("links between strangers", len((linked & labels.keys()) - together), 0, is_ceiling=True),
        Goal("milliseconds to place an article", asyncio.run(_cost_on_sqlite()), 20, is_ceiling=True),
    )
    return Report("stories", figures, goals)


if __name__ == "__main__":
    main(measure)
