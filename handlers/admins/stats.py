"""`/stats`: subscribers, who came and went, how the last pushes did."""

from bot.rendering.statistics import statistics_message
from handlers.context import Talk


async def stats(talk: Talk) -> None:
    """One message of figures."""
    talk.say(statistics_message(await talk.newsroom.report_statistics(), talk.texts))
