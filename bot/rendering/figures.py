"""Numbers, shares and days as the reader writes them. Pure."""

from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent, get_group_symbol

from bot.domain.intervals import Interval
from bot.locales import Texts

NOTHING = "–"


def number_text(value: float, texts: Texts) -> str:
    """A number as the reader writes it; one decimal where it has any."""
    return str(format_decimal(value, format="#,##0.#", locale=texts.language))


def thousands(texts: Texts) -> str:
    """What stands between the thousands of a number."""
    return str(get_group_symbol(texts.language))


def share_text(share: float | None, texts: Texts) -> str:
    """A part in per cent."""
    return NOTHING if share is None else str(format_percent(share, format="#,##0 %", locale=texts.language))


def day_text(day: date, texts: Texts) -> str:
    """A day with its year."""
    return str(format_date(day, "d MMM y", locale=texts.language))


def exact_share(share: float, texts: Texts) -> str:
    """A small part in per cent, with one decimal; no line breaks within."""
    return str(format_percent(share, format="#,##0.0\u00a0%", locale=texts.language))


def interval_text(interval: Interval, texts: Texts) -> str:
    """From where to where a share lies."""
    low = format_decimal(100 * interval.low, format="#,##0.0", locale=texts.language)
    return f"{low}–{exact_share(interval.high, texts)}"


def points_text(difference: float, texts: Texts) -> str:
    """A difference of two shares, in percentage points."""
    return str(format_decimal(100 * abs(difference), format="#,##0.0", locale=texts.language))
