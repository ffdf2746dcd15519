"""`/help`, and the answers to what we can't make sense of."""

from bot.domain.commands import nearest
from bot.domain.favours import Favour
from bot.errors import UsageError
from handlers.context import Talk


async def help_(talk: Talk) -> None:
    """What this person can do here."""
    texts = talk.texts
    lines = [texts.html("help.line", name=name, description=text) for name, text in talk.commands()]
    title = texts.html("help.title", paper=talk.edition(talk.person.language).title)
    talk.say("\n".join((title, "", *lines, "", texts.html("help.search"), texts.html("help.report"))))


async def unknown_command(talk: Talk) -> None:
    """A command that does not exist, for this person; one that is near is named."""
    near = nearest(talk.command, [name for name, _ in talk.commands()])
    talk.say(talk.texts.html("help.nearest", command=near) if near else talk.texts.html("help.unknown"))


async def only_words(talk: Talk) -> None:
    """A picture, a voice, a place: nothing we could search for. Once, not for each picture of an album."""
    if talk.newsroom.grant_favours(Favour.HINT, talk.person, talk.update_id):
        talk.say(talk.texts.html("help.only_words"))


async def stale_button(_talk: Talk) -> None:
    """A button of a version before this one. Always raises UsageError."""
    raise UsageError("error.stale_button")
