"""`/support`: the paper's own appeal, and the way to its membership page."""

from bot.domain.pushes import Button
from handlers.context import Talk


async def support(talk: Talk) -> None:
    """Appeal and link of the reader's edition."""
    edition = talk.edition(await talk.newsroom.subscribe.edition_of(talk.person))
    button = Button(talk.texts.plain("button.support"), url=edition.membership_url)
    text = talk.texts.html("support.text", paper=edition.title, appeal=edition.appeal)
    talk.say(text, ((button,),))
