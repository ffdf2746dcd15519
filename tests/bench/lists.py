"""Whether lists become key points: every announced item named in 600 characters, and no list where none is.

Three groups are told apart: `shared` and `dev`, which the rules were made on, and `unseen`, written before
them. Every list found in the ordinary articles counts as a false trigger, although some of them are lists.
"""

import re
from collections.abc import Sequence

from bot.articles.plain import summary_of_text
from bot.articles.read import read_page
from bot.articles.summary import summarise
from bot.domain.articles import Summary
from bot.domain.entries import Entry
from bot.domain.ids import Edition
from tests.bench.articles import SHARED, Sample, lists, summaries
from tests.bench.report import Goal, NotMeasurableError, Report, main

_BUDGET = 600
_VISIT = {"en": r"Putin arrives in North Korea", "mk": r"Путин пристигнува во Северна Кореја"}
_REASONS = {
    "en": (r"military cooperation", r"economic cooperation", r"cultural"),
    "mk": (r"воена соработка", r"економската соработка", r"културната"),
}
_APPEAL = r"dear reader|become a member|драги читателу|станете член|photo|фото"


def _whole(summary: Summary) -> str:
    return " ".join((summary.text, *summary.key_points))


def names_all(sample: Sample) -> bool:
    found = _whole(summary_of_text(sample.title, "\n".join(sample.paragraphs), sample.language, _BUDGET))
    return len(found) <= _BUDGET and all(re.search(item, found, re.IGNORECASE) for item in sample.items)


def _is_list(sample: Sample) -> bool:
    return bool(summarise(sample.title, None, sample.paragraphs, sample.language).key_points)


def _seed_is_right(language: str, found: str) -> bool:
    wanted = (_VISIT[language], *_REASONS[language])
    return (
        len(found) <= _BUDGET
        and all(re.search(each, found) for each in wanted)
        and not re.search(_APPEAL, found, re.IGNORECASE)
    )


def _seeds() -> list[bool]:
    """The page everything began with: in English, in Macedonian, and copied by a reader."""
    drafts = []
    for language in ("en", "mk"):
        file = SHARED / "seed_pages" / f"page_{language}_seed.html"
        if not file.exists():
            raise NotMeasurableError(f"{file} is not here")
        entry = Entry(url="https://paper.example/seed/")
        reading = read_page(entry, file.read_bytes(), edition=Edition(language), topic=None)
        drafts.append((language, reading.draft))
    copied = (SHARED.parent / "seed" / "article-en.txt").read_bytes()
    drafts.append(("en", read_page(Entry(), copied, edition=Edition("en"), topic=None).draft))
    return [
        _seed_is_right(language, _whole(summarise(draft.headline, None, draft.body, language)))
        for language, draft in drafts
    ]


def _share(samples: Sequence[bool]) -> float:
    return round(100 * sum(samples) / len(samples), 1)


def measure() -> Report:
    groups = {part: lists(part) for part in ("shared", "dev", "unseen")}
    named = {part: [names_all(sample) for sample in samples] for part, samples in groups.items()}
    everything = [one for samples in groups.values() for one in samples]
    ordinary = summaries()
    seeds = _seeds()
    figures: dict[str, float] = {f"{part}_percent_all_named": _share(each) for part, each in named.items()}
    figures |= {f"{part}_articles": len(samples) for part, samples in groups.items()}
    figures |= {
        f"articles_{code}": sum(s.language == code for s in everything) for code in ("mk", "sq", "sr")
    }
    goals = (
        Goal("list articles", len(everything), 60),
        Goal(
            "percent with all items named, all",
            _share([right for each in named.values() for right in each]),
            80,
        ),
        Goal("percent with all items named, unseen", figures["unseen_percent_all_named"], 80),
        Goal("percent of ordinary articles taken for lists", _share_of(ordinary), 0.5, is_ceiling=True),
        Goal("seed pages right", sum(seeds), len(seeds)),
    )
    return Report("lists", figures, goals)


def _share_of(ordinary: Sequence[Sample]) -> float:
    return round(100 * sum(map(_is_list, ordinary)) / len(ordinary), 2)


if __name__ == "__main__":
    main(measure)
