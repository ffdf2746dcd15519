"""Dates, times and numbers as a language writes them, by Babel.

It is imported when there is something to write: what a start says holds neither.
"""

from datetime import date, datetime, timedelta, tzinfo


def day(moment: date, pattern: str, language: str) -> str:
    """A date by a CLDR pattern: `d MMM` is 3 Mar, 3 мар."""
    from babel.dates import format_date

    return str(format_date(moment, pattern, locale=language))


def moment_at(moment: datetime, pattern: str, zone: tzinfo, language: str) -> str:
    """An instant as the clocks of a zone show it, by a CLDR pattern."""
    from babel.dates import format_datetime

    return str(format_datetime(moment, pattern, tzinfo=zone, locale=language))


def distance(span: timedelta, language: str) -> str:
    """How far away something is: in two hours, 3 days ago."""
    from babel.dates import format_timedelta

    return str(format_timedelta(span, add_direction=True, locale=language))


def number(value: int, language: str) -> str:
    """12,345 or 12.345."""
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=language))
