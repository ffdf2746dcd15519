"""The figures of a period for a program: keys do not change with the language. Pure."""

from typing import Any

from bot.domain.small_groups import SMALL
from bot.domain.statistics import KEPT_AFTER, Audience, Ending, JoinWeek, Statistics


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
    }


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
