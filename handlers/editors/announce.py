"""`/announce`, and a channel's post that an editor forwards: both become a draft, shown as it will go."""

from bot.domain.subscribers import Role
from handlers.context import Talk
from handlers.editors.audience import reached
from handlers.readers import help as helping
from handlers.readers import search


async def announce(talk: Talk) -> None:
    """The text after the command or in reply to the question; without one, the question."""
    if talk.written_html or talk.photo_id:
        await _draft(talk)
    else:
        talk.ask(talk.texts.html("announce.ask"))


async def forwarded(talk: Talk) -> None:
    """A post of a channel becomes a draft for an editor; all else that is forwarded is words, or none."""
    if talk.is_from_channel and talk.person.role >= Role.EDITOR:
        await _draft(talk)
    elif talk.words:
        await search.search(talk)
    else:
        await helping.only_words(talk)


async def _draft(talk: Talk) -> None:
    announce = talk.newsroom.announce
    drafted = await announce(talk.written_html, talk.photo_id, talk.update_id, talk.person)
    talk.say(await reached(talk, drafted.seen))
    talk.show(drafted.card)
