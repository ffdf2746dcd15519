"""Being let into groups and channels, losing and regaining the right to write, and being put out."""

from bot.domain.chats import News
from bot.domain.favours import Favour
from handlers.chats.settings import settings
from handlers.context import Talk

_TOLD = {News.SILENCED: "chat.silenced", News.BACK: "chat.back"}


async def place_changed(talk: Talk) -> None:
    """Greet where we came in; tell the keeper where we may not write."""
    place = talk.place
    told = await talk.newsroom.keep_chats.place_changed(talk.person, place)
    if told is None:
        return
    if told.news is News.WELCOME:
        if talk.newsroom.grant_favours(Favour.GREETING, talk.person, talk.update_id):
            await settings(talk)
    else:
        talk.tell(told.keeper_id, talk.texts.html(_TOLD[told.news], title=place.title))


async def moved(talk: Talk) -> None:
    """A group has become a supergroup."""
    await talk.newsroom.keep_chats.moved(*talk.move)


async def renamed(talk: Talk) -> None:
    """A group has another title."""
    await talk.newsroom.keep_chats.renamed(talk.person.chat_id, talk.new_title)
