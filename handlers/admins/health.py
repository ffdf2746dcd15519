"""`/health`: what is wrong, and the figures alarms are decided from."""

from handlers.context import Talk


async def health(talk: Talk) -> None:
    """One message, to the admin alone."""
    talk.show_alone(await talk.newsroom.watch_health.show(talk.person))
