"""How often a feed's document says that it wants to be asked."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_LONGEST = timedelta(days=30)


def wish_of(feed: Mapping[str, Any]) -> timedelta | None:
    """`<ttl>` in minutes, or the period of `sy:updatePeriod` divided by `sy:updateFrequency`."""
    minutes = _number(feed.get("ttl"))
    if minutes:
        return min(timedelta(minutes=minutes), _LONGEST)
    period = _PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower())
    return min(period / (_number(feed.get("sy_updatefrequency")) or 1), _LONGEST) if period else None


def _number(value: object) -> int:
    text = str(value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
