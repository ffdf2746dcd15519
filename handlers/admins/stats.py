"""`/stats`: the figures of a period, a page at a time; pictures and tables come as messages of their own."""

from functools import partial

from bot.domain.pushes import Card
from bot.domain.statistics import Period, Topic
from bot.rendering.statistics import statistics_card
from handlers.callbacks import read_chart, read_figures, read_table
from handlers.context import Talk


async def stats(talk: Talk) -> None:
    """The first page."""
    talk.show(await _page(talk, Topic.OVERVIEW, Period.MONTH))


async def turn(talk: Talk) -> None:
    """Another page, or another period."""
    page = await _page(talk, *read_figures(talk.subject))
    talk.edit(page.html, page.buttons)


async def chart(talk: Talk) -> None:
    """A picture, once it is drawn."""
    kind, period = read_chart(talk.subject)
    talk.toast(talk.texts.plain("stats.drawing"))
    talk.then(partial(talk.newsroom.send_statistics.picture, kind, period, talk.here, talk.person.language))


async def table(talk: Talk) -> None:
    """Every line as a file."""
    topic, period, kind = read_table(talk.subject)
    send = talk.newsroom.send_statistics.table
    talk.then(partial(send, topic, period, kind, talk.here, talk.person.language))


async def _page(talk: Talk, topic: Topic, period: Period) -> Card:
    newsroom = talk.newsroom
    statistics = await newsroom.report_statistics(period, (topic,))
    return statistics_card(
        statistics, topic, newsroom.paper, talk.texts, draws=newsroom.send_statistics.draws
    )
