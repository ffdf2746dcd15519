"""`/stop`: no more messages, at once and without a question back."""

from handlers.context import Talk
from handlers.readers.pages import farewell


async def stop(talk: Talk) -> None:
    """Unsubscribe."""
    await talk.newsroom.subscribe.stop(talk.person)
    edition = talk.edition(await talk.newsroom.subscribe.edition_of(talk.person))
    page = farewell(edition, talk.texts)
    talk.say(page.html, page.buttons)
