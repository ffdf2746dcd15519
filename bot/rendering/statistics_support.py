"""The page *Support* of /stats, and its table: what asking brings and costs, how the wordings do. Pure."""

from collections.abc import Iterator, Sequence
from html import escape

from bot.domain.appeals import Effect
from bot.domain.intervals import Interval, Share, wilson
from bot.domain.paper import Paper
from bot.domain.small_groups import SMALL
from bot.domain.statistics import Statistics
from bot.domain.support_counts import Step
from bot.domain.support_figures import Pair, SupportFacet, SupportFigures, SupportGroup, WordingFigures
from bot.domain.tables import Cell
from bot.domain.wording_tests import Comparison, Verdict
from bot.locales import Texts
from bot.rendering.figures import NOTHING, exact_share, interval_text, number_text, points_text
from bot.rendering.plain import one_line, shorten

_GROUPS = 5
_LONGEST_NAME = 60
_LETTERS = "AB"
_ON_THE_PAGE = (
    SupportFacet.PLACE,
    SupportFacet.ARTICLE,
    SupportFacet.AUTHOR,
    SupportFacet.SOURCE,
)
COLUMNS = (
    "column.by",
    "column.group",
    "column.asked",
    "column.opened",
    "column.members",
    "column.opened_low",
    "column.opened_high",
    "column.less",
    "column.gone",
)


def support_page(statistics: Statistics, paper: Paper, texts: Texts) -> list[str]:
    """As much of it as fits on a phone."""
    figures = statistics.support
    if figures is None or not any(figures.steps.values()):
        return []
    facets = (_facet(one, figures, paper, texts) for one in _ON_THE_PAGE)
    return [
        _totals(figures, texts),
        *_wordings(figures, paper, texts),
        *filter(None, facets),
        _cost(figures, texts),
    ]


def verdict_text(pair: Comparison, texts: Texts) -> str:
    """What may be said of two wordings, and no more."""
    known, verdict = pair.difference, pair.verdict
    ends = sorted((abs(known.low), abs(known.high)))
    low, high = (points_text(one, texts) for one in ends)
    match verdict:
        case Verdict.NOT_ENOUGH:
            return texts.plain("compared.not_enough")
        case Verdict.ALIKE:
            return texts.plain("compared.alike", most=high)
        case Verdict.FIRST | Verdict.SECOND:
            ahead = _LETTERS[verdict is Verdict.SECOND]
            return texts.plain("compared.ahead", name=ahead, low=low, high=high)


def _totals(figures: SupportFigures, texts: Texts) -> str:
    steps = {step.value: number_text(figures.steps.get(step, 0), texts) for step in Step}
    rates = {step: figures.rate(step) for step in Step}
    per_thousand = {
        step.value: NOTHING if rate is None else number_text(rate, texts) for step, rate in rates.items()
    }
    total = texts.html("support.totals", **steps)
    return f"{total}\n{texts.html('support.rates', **per_thousand)}"


def _wordings(figures: SupportFigures, paper: Paper, texts: Texts) -> Iterator[str]:
    for pair in figures.pairs:
        yield "\n".join(_pair(pair, _name(SupportFacet.EDITION, pair.first.edition, paper, texts), texts))
    if figures.pairs:
        yield f"<i>{texts.html('support.compared')}</i>"


def _pair(pair: Pair, edition: str, texts: Texts) -> Iterator[str]:
    yield f"<b>{texts.html('support.wordings', edition=edition)}</b>"
    for letter, one in zip(_LETTERS, (pair.first, pair.second), strict=True):
        funnel = one.funnel
        yield texts.html(
            "support.wording",
            name=letter,
            shown=number_text(funnel.shown, texts),
            tapped=_share(funnel.taps, texts),
            confirmed=_share(funnel.members, texts),
            text=shorten(one_line(one.text), _LONGEST_NAME),
        )
    yield texts.html("support.compare_taps", verdict=verdict_text(pair.taps, texts))
    yield texts.html("support.compare_members", verdict=verdict_text(pair.members, texts))


def _share(share: Share, texts: Texts) -> str:
    """How many, and where the true share lies; of so few that they could tell who, neither."""
    if 0 < share.hits < SMALL:
        return f"<{SMALL}"
    if not share.of:
        return number_text(share.hits, texts)
    known = interval_text(wilson(share), texts)
    return f"{number_text(share.hits, texts)} ({exact_share(share.value, texts)}; {known})"


def _facet(facet: SupportFacet, figures: SupportFigures, paper: Paper, texts: Texts) -> str:
    table = figures.by.get(facet)
    if table is None:
        return ""
    lines = [_group(facet, one, paper, texts) for one in table.groups[:_GROUPS]]
    if len(table.groups) > _GROUPS:
        lines.append(texts.html("stats.more_in_table", count=len(table.groups) - _GROUPS))
    if table.hidden:
        lines.append(texts.html("stats.hidden", count=table.hidden, small=SMALL))
    return "\n".join([f"<b>{texts.html(f'facet.{facet}')}</b>", *lines])


def _group(facet: SupportFacet, group: SupportGroup, paper: Paper, texts: Texts) -> str:
    name = escape(shorten(_name(facet, group.name, paper, texts), _LONGEST_NAME))
    counts = (group.steps[step] for step in Step)
    told = " → ".join(f"&lt;{SMALL}" if one is None else number_text(one, texts) for one in counts)
    return f"{name}: {told}"


def _name(facet: SupportFacet, name: str, paper: Paper, texts: Texts) -> str:
    match facet:
        case SupportFacet.PLACE:
            return texts.plain(f"place.{name}")
        case SupportFacet.EDITION if name in paper.editions:
            return next(one.title for code, one in paper.editions.items() if code == name)
    return one_line(name)


def _cost(figures: SupportFigures, texts: Texts) -> str:
    anyway = figures.gone_anyway
    return texts.html(
        "support.cost",
        gone=number_text(figures.cost(Effect.GONE), texts),
        anyway=NOTHING if anyway is None else number_text(anyway, texts),
        less=number_text(figures.cost(Effect.LESS), texts),
    )


def support_rows(statistics: Statistics, paper: Paper, texts: Texts) -> Iterator[Sequence[Cell]]:
    """Every line: the total, the wordings with the range of their share, then group by group."""
    figures = statistics.support
    if figures is None:
        return
    steps = (figures.steps.get(step, 0) for step in Step)
    costs = (figures.cost(Effect.LESS), figures.cost(Effect.GONE))
    yield texts.plain("column.total"), "", *steps, None, None, *costs
    for one in figures.wordings:
        yield _wording_row(one, texts)
    for facet, table in figures.by.items():
        by = texts.plain(f"facet.{facet}")
        for group in table.groups:
            counts = (f"<{SMALL}" if one is None else one for one in (group.steps[step] for step in Step))
            yield by, _name(facet, group.name, paper, texts), *counts, None, None, None, None
        if table.hidden:
            small = texts.plain("column.small_groups", number=table.hidden)
            yield by, small, f"<{SMALL}", f"<{SMALL}", f"<{SMALL}", None, None, None, None


def _wording_row(one: WordingFigures, texts: Texts) -> Sequence[Cell]:
    funnel = one.funnel
    told = [_few(count) for count in (funnel.shown, funnel.tapped, funnel.confirmed)]
    known: Interval | None = None if isinstance(told[1], str) or not funnel.shown else funnel.sure_taps
    ends = (None, None) if known is None else (round(known.low, 4), round(known.high, 4))
    costs = (_few(one.effects.get(effect, 0)) for effect in (Effect.LESS, Effect.GONE))
    name = f"{one.edition} {one.key} {shorten(one_line(one.text), _LONGEST_NAME)}".strip()
    return texts.plain("column.wording"), name, *told, *ends, *costs


def _few(count: int) -> Cell:
    return f"<{SMALL}" if 0 < count < SMALL else count
