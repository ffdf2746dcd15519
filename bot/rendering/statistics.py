"""/stats as one message."""

from html import escape

from babel.dates import format_date
from babel.numbers import format_decimal

from bot.domain.deliveries import DeliveryState, Tally
from bot.domain.statistics import DayMoves, PushTally, Statistics
from bot.domain.subscribers import Standing
from bot.locales import Texts
from bot.rendering.plain import shorten

_LONGEST_HEADLINE = 150


def statistics_message(statistics: Statistics, texts: Texts) -> str:
    """Subscribers by standing, moves per day, the last pushes; Telegram HTML."""
    parts = [f"<b>{texts.html('stats.title')}</b>", _standings(statistics, texts)]
    if statistics.days:
        parts.append(
            f"<b>{texts.html('stats.days')}</b>\n" + "\n".join(_day(d, texts) for d in statistics.days)
        )
    if statistics.pushes:
        lines = "\n".join(_push(one, texts) for one in statistics.pushes)
        parts.append(f"<b>{texts.html('stats.pushes')}</b>\n{lines}")
    if statistics.digests.planned:
        parts.append(f"<b>{texts.html('stats.digests')}</b>\n{_figures(statistics.digests, texts)}")
    if statistics.sources:
        lines = "\n".join(_source(*one, texts) for one in statistics.sources)
        parts.append(f"<b>{texts.html('stats.sources')}</b>\n{lines}")
    parts.append(f"<i>{texts.html('stats.no_opens')}</i>")
    return "\n\n".join(parts)


def _standings(statistics: Statistics, texts: Texts) -> str:
    return "\n".join(
        f"{texts.html(f'standing.{standing}')}: {_number(statistics.standings.get(standing, 0), texts)}"
        for standing in Standing
    )


def _day(moves: DayMoves, texts: Texts) -> str:
    day = format_date(moves.day, "d MMM", locale=texts.language)
    return f"{escape(day)}: +{moves.joined} −{moves.left} ⛔{moves.blocked}"


def _push(push: PushTally, texts: Texts) -> str:
    headline = escape(shorten(push.headline, _LONGEST_HEADLINE))
    return f"• {headline}\n   {_figures(push.tally, texts)}"


def _figures(tally: Tally, texts: Texts) -> str:
    return texts.html(
        "stats.push",
        sent=_number(tally.of(DeliveryState.SENT), texts),
        failed=_number(tally.of(DeliveryState.FAILED), texts),
        blocked=_number(tally.lost, texts),
        unknown=_number(tally.of(DeliveryState.UNKNOWN), texts),
    )


def _source(tag: str, count: int, texts: Texts) -> str:
    return f"<code>{escape(tag)}</code>: {_number(count, texts)}"


def _number(value: int, texts: Texts) -> str:
    return str(format_decimal(value, locale=texts.language))
