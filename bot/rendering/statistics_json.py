"""The figures of a period for a program: keys do not change with the language. Pure."""

from typing import Any

from bot.domain.appeals import Effect
from bot.domain.small_groups import SMALL
from bot.domain.statistics import KEPT_AFTER, Audience, Ending, JoinWeek, Statistics
from bot.domain.support_counts import Step
from bot.domain.support_figures import Pair, SupportFigures, WordingFigures
from bot.domain.wording_tests import Comparison

_SAID = (Effect.MEMBER, Effect.LATER, Effect.NOT_NOW, Effect.NEVER, Effect.LESS, Effect.GONE)


def statistics_json(statistics: Statistics) -> dict[str, Any]:
    """Values that JSON has; days are written `2026-11-26`, Monday is weekday 0."""
    return {
        "period": str(statistics.period),
        "since": statistics.since.isoformat(),
        "until": statistics.until.isoformat(),
        "standings": {str(standing): count for standing, count in statistics.standings.items()},
        "days": [vars(one) | {"day": one.day.isoformat()} for one in statistics.days],
        "audience": None if statistics.audience is None else _audience(statistics.audience),
        "weeks": [_week(one) for one in statistics.weeks],
        "deliveries": [
            {"day": one.day.isoformat(), "digests": one.digests}
            | {str(ending): one.endings.get(ending, 0) for ending in Ending}
            for one in statistics.deliveries
        ],
        "hours": [
            {"weekday": weekday, "hour": hour, "sent": count}
            for (weekday, hour), count in sorted((statistics.hours or {}).items())
        ],
        "articles": [vars(one) | {"due_at": one.due_at.isoformat()} for one in statistics.articles],
        "taps": statistics.taps,
        "gone": statistics.gone,
        "unfollowed": statistics.unfollowed,
        "unanswered": [vars(one) for one in statistics.unanswered],
        "unanswered_count": statistics.unanswered_count,
        "support": None if statistics.support is None else _support(statistics.support),
    }


def _support(figures: SupportFigures) -> dict[str, Any]:
    """Groups by the rule of small groups; None is fewer than are told."""
    return {
        "steps": {str(step): figures.steps.get(step, 0) for step in Step},
        "per_1000_active_and_month": {str(step): figures.rate(step) for step in Step},
        "active": figures.active,
        "gone": figures.cost(Effect.GONE),
        "gone_anyway": figures.gone_anyway,
        "less": figures.cost(Effect.LESS),
        "by": {
            str(facet): {
                "groups": {one.name: {str(step): one.steps[step] for step in Step} for one in table.groups},
                "hidden": table.hidden,
            }
            for facet, table in figures.by.items()
        },
        "fewer_are_hidden": SMALL,
        "comparisons": [pair_json(one) for one in figures.pairs],
    }


def wording_json(one: WordingFigures) -> dict[str, Any]:
    """One wording's way from showing to membership, with 95 % intervals of its shares, and what it cost."""
    funnel = one.funnel
    return {
        "edition": one.edition,
        "wording": one.key,
        "confirmed": funnel.confirmed,
        "shown": funnel.shown,
        "tapped": funnel.tapped,
        "tapped_share": [funnel.taps.value, funnel.sure_taps.low, funnel.sure_taps.high],
        "confirmed_share": [funnel.members.value, funnel.sure_members.low, funnel.sure_members.high],
        **{str(effect): one.effects.get(effect, 0) for effect in _SAID},
    }


def pair_json(pair: Pair) -> dict[str, Any]:
    """What may be said of an edition's two wordings: the first minus the second, 95 %."""
    return {
        "edition": pair.first.edition,
        "first": pair.first.key,
        "second": pair.second.key,
        "tapped": _comparison(pair.taps),
        "confirmed": _comparison(pair.members),
    }


def _comparison(compared: Comparison) -> dict[str, Any]:
    known = compared.difference
    return {"verdict": str(compared.verdict), "low": known.low, "high": known.high}


def _audience(audience: Audience) -> dict[str, Any]:
    by = {
        str(facet): {"groups": {one.name: one.count for one in found.groups}, "hidden": found.hidden}
        for facet, found in audience.by.items()
    }
    counted_on = audience.counted_on.isoformat() if audience.counted_on else None
    return {"active": audience.active, "counted_on": counted_on, "fewer_are_hidden": SMALL, "by": by}


def _week(week: JoinWeek) -> dict[str, Any]:
    """Of a week with few who joined, not how many."""
    joined = None if week.is_small else week.joined
    shares = {f"share_after_{days}": week.share(days) for days in KEPT_AFTER}
    return {"monday": week.monday.isoformat(), "joined": joined, **shares}
