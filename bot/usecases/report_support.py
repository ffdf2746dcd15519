"""What asking for support brings and costs: by what brought it, and how the wordings did."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.domain.appeals import Effect
from bot.domain.folding import fold
from bot.domain.ids import ArticleId, Edition
from bot.domain.paper import Paper
from bot.domain.statistics import Facet
from bot.domain.subscribers import ChatKind, Standing
from bot.domain.support_counts import Dimension, Since, Step, Steps
from bot.domain.support_figures import (
    Pair,
    SupportFacet,
    SupportFigures,
    WordingFigures,
    told_steps,
)
from bot.domain.support_links import Place
from bot.domain.wording_tests import Funnel
from bot.ports import Store

_LEAVES = ("left", "blocked")


async def support_figures(store: Store, paper: Paper, day: date, today: date) -> SupportFigures:
    """From that day on."""
    since = Since.begin(day, paper.zone)
    composition = await store.statistics.composition()
    moves = await store.statistics.total("move", day)
    wordings = await wording_figures(store, paper, since)
    groups = await _groups(store, since)
    return SupportFigures(
        steps=await store.support.total(since),
        active=composition.get((Standing.ACTIVE, Facet.KIND, ChatKind.PRIVATE), 0),
        days=(today - day).days + 1,
        departures=sum(moves.get(one, 0) for one in _LEAVES),
        by={facet: told_steps(of, of_one_whole=facet.is_of_one_whole) for facet, of in groups.items() if of},
        wordings=wordings,
        pairs=pairs_of(paper, wordings),
    )


async def wording_figures(store: Store, paper: Paper, since: Since) -> tuple[WordingFigures, ...]:
    """How each wording did, those of the paper and others that were shown, by edition."""
    counts = await store.appeals.counts(since.day)
    # Words under a push were not shown as an appeal: what they bring says nothing of the comparison.
    confirmed = await store.support.by(Dimension.WORDING, since, Place.APPEAL)
    texts = {
        (code, one.key): one.text
        for code, facts in paper.editions.items()
        for one in facts.wordings
        if paper.appeals is not None
    }
    return tuple(
        _wording(edition, key, text, counts.get((edition, key), {}), confirmed.get(key, {}))
        for (edition, key), text in (dict.fromkeys(sorted(counts), "") | texts).items()
    )


def pairs_of(paper: Paper, wordings: Sequence[WordingFigures]) -> tuple[Pair, ...]:
    """The wordings that are compared now, of each edition that has two."""
    known = {(one.edition, one.key): one for one in wordings}
    return tuple(
        Pair(*(known[code, one.key] for one in facts.wordings))
        for code, facts in paper.editions.items()
        if paper.appeals is not None and len(facts.wordings) == 2
    )


def _wording(
    edition: Edition, key: str, text: str, effects: Mapping[Effect, int], steps: Steps
) -> WordingFigures:
    funnel = Funnel(effects.get(Effect.SHOWN, 0), effects.get(Effect.TAPPED, 0), steps.get(Step.CONFIRMED, 0))
    return WordingFigures(edition=edition, key=key, text=text, funnel=funnel, effects=effects)


async def _groups(store: Store, since: Since) -> dict[SupportFacet, dict[str, Steps]]:
    articles = await store.support.by(Dimension.ARTICLE, since)
    named = await store.support.articles(since)
    pushes = await store.support.pushes(since)
    return {
        SupportFacet.PLACE: {
            place.name.lower(): steps
            for place, steps in (await store.support.by(Dimension.PLACE, since)).items()
        },
        SupportFacet.EDITION: dict(await store.support.by(Dimension.EDITION, since)),
        SupportFacet.WORDING: dict(await store.support.by(Dimension.WORDING, since)),
        SupportFacet.ARTICLE: _summed((named[one][0], of) for one, of in articles.items() if one in named),
        SupportFacet.AUTHOR: _authors(articles, named),
        SupportFacet.PUSH: {
            f"{pushes[one]} ({one})": of
            for one, of in (await store.support.by(Dimension.PUSH, since)).items()
            if one in pushes
        },
        SupportFacet.SOURCE: dict(await store.support.by_source(since)),
    }


def _authors(
    articles: Mapping[ArticleId, Steps], named: Mapping[ArticleId, tuple[str, Sequence[str]]]
) -> dict[str, Steps]:
    """An article of two authors counts for both; spellings that fold to the same are one author."""
    spelt: dict[str, str] = {}
    return _summed(
        (spelt.setdefault(fold(author), author), of)
        for one, of in articles.items()
        if one in named
        for author in named[one][1]
    )


def _summed(parts: Iterable[tuple[str, Steps]]) -> dict[str, Steps]:
    total: dict[str, Counter[Step]] = defaultdict(Counter)
    for name, of in parts:
        total[name].update(of)
    return dict(total)
