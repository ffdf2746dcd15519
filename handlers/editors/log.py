"""`/log`: what the desk decided."""

from handlers.callbacks import read_number
from handlers.context import Talk


async def log(talk: Talk) -> None:
    """The newest decisions."""
    talk.show(await talk.newsroom.show_log(talk.person))


async def older(talk: Talk) -> None:
    """Those before the last one of the page."""
    page = await talk.newsroom.show_log(talk.person, read_number(talk.subject))
    talk.edit(page.html, page.buttons)
