"""The pages of /stats as messages, with buttons to other periods and pages, pictures and tables. Pure."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from html import escape

from babel.dates import format_date, get_day_names

from bot.domain.charts import ChartKind
from bot.domain.paper import Paper
from bot.domain.pushes import Button, ButtonRows, Card
from bot.domain.small_groups import SMALL, Breakdown
from bot.domain.statistics import (
    ASKED_AT_LEAST,
    KEPT_AFTER,
    ArticleFigures,
    DayEndings,
    DayMoves,
    Ending,
    Facet,
    JoinWeek,
    Period,
    Statistics,
    Topic,
    monday_of,
    per_thousand,
)
from bot.domain.subscribers import Standing
from bot.domain.tables import Format
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack
from bot.rendering.figures import NOTHING, day_text, number_text, share_text
from bot.rendering.plain import one_line, shorten
from bot.rendering.statistics_support import support_page

_LONGEST_HEADLINE = 100
_LONGEST_NAME = 40
_GROUPS = 8
_LINES = 14
_WEEKS = 12
_BUSIEST = 5
CHARTS = {
    Topic.GROWTH: (ChartKind.GROWTH, ChartKind.MOVES),
    Topic.AUDIENCE: (ChartKind.SOURCES,),
    Topic.RETENTION: (ChartKind.RETENTION,),
    Topic.HOURS: (ChartKind.HOURS,),
}
"""The pictures of a page."""


def statistics_card(statistics: Statistics, topic: Topic, paper: Paper, texts: Texts, *, draws: bool) -> Card:
    """A page; `draws` tells whether pictures can be had."""
    html = f"{statistics_html(statistics, topic, paper, texts)}\n\n{no_opens(texts)}"
    return Card(html=html, buttons=_buttons(statistics.period, topic, texts, draws=draws))


def no_opens(texts: Texts) -> str:
    """What these figures are not."""
    return f"<i>{texts.html('stats.no_opens')}</i>"


def statistics_html(statistics: Statistics, topic: Topic, paper: Paper, texts: Texts) -> str:
    """What a page says, without what holds for all of them."""
    since, until = day_text(_begins(statistics, topic), texts), day_text(statistics.until, texts)
    title = texts.html("stats.title", topic=texts.plain(f"figures.{topic}"), since=since, until=until)
    body = _PAGES[topic](statistics, paper, texts) or [texts.html("stats.nothing")]
    return "\n\n".join([title, *body])


def _begins(statistics: Statistics, topic: Topic) -> date:
    """The first day of a page: who stayed for months joined before the last 30 days."""
    mondays = [one.monday for one in statistics.weeks if one.joined] if topic is Topic.RETENTION else []
    return min([statistics.since, *mondays])


def group_text(facet: Facet, name: str, paper: Paper, texts: Texts) -> str:
    """What a group is called."""
    match facet:
        case Facet.EDITION if name in paper.editions:
            return next(one.title for code, one in paper.editions.items() if code == name)
        case Facet.KIND:
            return texts.plain(f"kind.{name}")
        case Facet.MODE:
            return texts.plain(f"mode.{name}")
        case Facet.SOURCE if not name:
            return texts.plain("stats.no_source")
    return one_line(name)


def hour_text(weekday: int, hour: int, texts: Texts) -> str:
    """An hour of a weekday."""
    return f"{weekday_name(weekday, texts)} {hour:02}–{(hour + 1) % 24:02}"


def weekday_name(weekday: int, texts: Texts) -> str:
    """A short name; Monday is 0."""
    return str(get_day_names("abbreviated", locale=texts.language)[weekday])


def in_steps(days: Sequence[DayMoves], period: Period) -> list[DayMoves]:
    """Days, or what they come to by the week or month, so that they fit on a phone; newest first."""
    step = {Period.WEEK: _same, Period.MONTH: monday_of, Period.QUARTER: monday_of, Period.ALL: _first}[
        period
    ]
    steps: dict[date, DayMoves] = {}
    for one in days:
        begin = max(step(one.day), days[0].day)
        before = steps.get(begin, DayMoves(begin, 0, 0, 0))
        steps[begin] = DayMoves(
            begin,
            before.joined + one.joined,
            before.left + one.left,
            before.blocked + one.blocked,
            one.subscribers,
        )
    return list(reversed(steps.values()))


def _same(day: date) -> date:
    return day


def _first(day: date) -> date:
    return day.replace(day=1)


def _buttons(period: Period, topic: Topic, texts: Texts, *, draws: bool) -> ButtonRows:
    def turn(label: str, *, to: Topic, over: Period) -> Button:
        is_here = (to, over) == (topic, period)
        return Button(f"•{label}" if is_here else label, data=pack(Action.STATS, f"{to}.{over}"))

    periods = tuple(turn(texts.plain(f"period.{one}"), to=topic, over=one) for one in Period)
    pages = [turn(texts.plain(f"figures.{one}"), to=one, over=period) for one in Topic]
    pictures = [
        (Button(texts.plain(f"chart.{one}"), data=pack(Action.CHART, f"{one}.{period}")),)
        for one in (CHARTS.get(topic, ()) if draws else ())
    ]
    tables = tuple(
        Button(
            texts.plain("button.table", kind=kind.upper()),
            data=pack(Action.TABLE, f"{topic}.{period}.{kind}"),
        )
        for kind in Format
    )
    return (periods, *_in_rows(pages, 2), *pictures, tables)


def _in_rows(buttons: Sequence[Button], width: int) -> list[tuple[Button, ...]]:
    return [tuple(buttons[start : start + width]) for start in range(0, len(buttons), width)]


def _overview(statistics: Statistics, _: Paper, texts: Texts) -> list[str]:
    standings = "\n".join(
        f"{texts.html(f'standing.{one}')}: <b>{number_text(statistics.standings.get(one, 0), texts)}</b>"
        for one in Standing
    )
    return [standings, _moved(statistics, texts), _delivered(statistics, texts), *_effects(statistics, texts)]


def _moved(statistics: Statistics, texts: Texts) -> str:
    return texts.html(
        "stats.moved",
        joined=number_text(sum(one.joined for one in statistics.days), texts),
        left=number_text(sum(one.left for one in statistics.days), texts),
        blocked=number_text(sum(one.blocked for one in statistics.days), texts),
    )


def _delivered(statistics: Statistics, texts: Texts) -> str:
    endings = [(one, statistics.ended(one)) for one in Ending]
    lines = [
        f"{texts.html(f'ending.{one}')}: {number_text(count, texts)}"
        for one, count in endings
        if count or one is Ending.SENT
    ]
    share = statistics.digests / statistics.sent if statistics.sent else None
    digests = texts.html("stats.digest_share", share=share_text(share, texts))
    return "\n".join([f"<b>{texts.html('figures.deliveries')}</b>", *lines, digests])


def _effects(statistics: Statistics, texts: Texts) -> list[str]:
    taps = per_thousand(statistics.taps, statistics.sent)
    lines = [
        texts.html("stats.taps", taps=NOTHING if taps is None else number_text(taps, texts)),
        texts.html(
            "stats.cost",
            gone=number_text(statistics.gone, texts),
            unfollowed=number_text(statistics.unfollowed, texts),
        ),
        texts.html("stats.unanswered", number=number_text(statistics.unanswered_count, texts)),
    ]
    return ["\n".join(lines)]


def _growth(statistics: Statistics, _: Paper, texts: Texts) -> list[str]:
    lines = [_step(one, statistics.period, texts) for one in in_steps(statistics.days, statistics.period)]
    now = texts.html("stats.subscribers", number=number_text(statistics.subscribers, texts))
    return [f"{now}\n{_moved(statistics, texts)}", _cut(lines, texts)]


def _step(step: DayMoves, period: Period, texts: Texts) -> str:
    day = format_date(step.day, "MMM y" if period is Period.ALL else "d MMM", locale=texts.language)
    joined, left, blocked, there = (
        number_text(one, texts) for one in (step.joined, step.left, step.blocked, step.subscribers)
    )
    return f"{escape(day)}: +{joined} −{left} ⛔{blocked} → <b>{there}</b>"


def _cut(lines: Sequence[str], texts: Texts) -> str:
    more = len(lines) - _LINES
    return "\n".join(
        [*lines[:_LINES], *([texts.html("stats.more_in_table", count=more)] if more > 0 else [])]
    )


def _audience(statistics: Statistics, paper: Paper, texts: Texts) -> list[str]:
    audience = statistics.audience
    assert audience is not None
    total = texts.html("stats.active", number=number_text(audience.active, texts))
    counted = (
        [texts.html("stats.counted_on", day=day_text(audience.counted_on, texts))]
        if audience.counted_on
        else []
    )
    facets = [_facet(one, audience.by[one], paper, texts) for one in Facet if one in audience.by]
    return [total, *filter(None, facets), *counted]


def _facet(facet: Facet, found: Breakdown, paper: Paper, texts: Texts) -> str:
    if not found.groups and not found.hidden:
        return ""
    names = [shorten(group_text(facet, one.name, paper, texts), _LONGEST_NAME) for one in found.groups]
    lines = [
        f"{escape(name)}: {number_text(one.count, texts)}"
        for name, one in zip(names[:_GROUPS], found.groups[:_GROUPS], strict=True)
    ]
    if len(found.groups) > _GROUPS:
        lines.append(texts.html("stats.more_in_table", count=len(found.groups) - _GROUPS))
    if found.hidden:
        lines.append(texts.html("stats.hidden", count=found.hidden, small=SMALL))
    return "\n".join([f"<b>{texts.html(f'facet.{facet}')}</b>", *lines])


def _retention(statistics: Statistics, _: Paper, texts: Texts) -> list[str]:
    weeks = [one for one in statistics.weeks if one.joined]
    if not weeks:
        return []
    first, second, third = KEPT_AFTER
    head = texts.html("stats.retention", first=first, second=second, third=third)
    lines = [_week(one, texts) for one in weeks[:_WEEKS]]
    if len(weeks) > _WEEKS:
        lines.append(texts.html("stats.more_in_table", count=len(weeks) - _WEEKS))
    return [head, "\n".join(lines)]


def _week(week: JoinWeek, texts: Texts) -> str:
    day = escape(format_date(week.monday, "d MMM y", locale=texts.language))
    if week.is_small:
        return f"{day}: {texts.html('stats.fewer', small=SMALL)}"
    shares = " · ".join(share_text(week.share(days), texts) for days in KEPT_AFTER)
    return f"{day}: {number_text(week.joined, texts)} → {shares}"


def _deliveries(statistics: Statistics, _: Paper, texts: Texts) -> list[str]:
    days = statistics.deliveries
    lines = [_day(one, texts) for one in reversed(days)]
    if not days:
        return []
    return [_delivered(statistics, texts), f"{texts.html('stats.by_day')}\n{_cut(lines, texts)}"]


def _day(day: DayEndings, texts: Texts) -> str:
    when = escape(format_date(day.day, "d MMM", locale=texts.language))
    others = sum(day.endings.values()) - day.sent
    return f"{when}: <b>{number_text(day.sent, texts)}</b> · {number_text(others, texts)}"


def _hours(statistics: Statistics, _: Paper, texts: Texts) -> list[str]:
    hours = sorted((statistics.hours or {}).items(), key=lambda one: (-one[1], one[0]))
    if not hours:
        return []
    lines = [
        f"{escape(hour_text(*hour, texts))}: {number_text(count, texts)}" for hour, count in hours[:_BUSIEST]
    ]
    return ["\n".join([texts.html("stats.busiest"), *lines])]


def _articles(statistics: Statistics, _: Paper, texts: Texts) -> list[str]:
    if not statistics.articles:
        return []
    return [texts.html("stats.top"), *(_article(one, texts) for one in statistics.articles)]


def _article(one: ArticleFigures, texts: Texts) -> str:
    taps = per_thousand(one.taps, one.delivered)
    figures = texts.html(
        "stats.article",
        delivered=number_text(one.delivered, texts),
        taps=NOTHING if taps is None else number_text(taps, texts),
        gone=NOTHING if one.gone is None else number_text(one.gone, texts),
        unfollowed=number_text(one.unfollowed, texts),
    )
    return f"• <b>{escape(shorten(one_line(one.headline), _LONGEST_HEADLINE))}</b>\n{figures}"


def _questions(statistics: Statistics, _: Paper, texts: Texts) -> list[str]:
    count = texts.html("stats.unanswered", number=number_text(statistics.unanswered_count, texts))
    lines = [
        f"• {escape(shorten(one.words, _LONGEST_HEADLINE))}: {number_text(one.count, texts)}"
        for one in statistics.unanswered
    ]
    return [
        count,
        *(["\n".join(lines)] if lines else []),
        texts.html("stats.questions", number=ASKED_AT_LEAST),
    ]


_PAGES: dict[Topic, Callable[[Statistics, Paper, Texts], Iterable[str]]] = {
    Topic.OVERVIEW: _overview,
    Topic.GROWTH: _growth,
    Topic.AUDIENCE: _audience,
    Topic.RETENTION: _retention,
    Topic.DELIVERIES: _deliveries,
    Topic.HOURS: _hours,
    Topic.ARTICLES: _articles,
    Topic.QUESTIONS: _questions,
    Topic.SUPPORT: support_page,
}
