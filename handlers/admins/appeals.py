"""`/appeals`: when readers are asked for support, each wording as they see it, and all of it off at once."""

from bot.rendering.appeals import appeals_page, below_answers, harmless, samples
from handlers.context import Talk


async def appeals(talk: Talk) -> None:
    """How it stands."""
    pause = await talk.newsroom.pause_appeals.look()
    talk.show_alone(appeals_page(talk.newsroom.paper, pause, talk.texts))


async def show(talk: Talk) -> None:
    """Every wording of an edition, each in a message of its own."""
    edition = talk.edition(talk.subject)
    talk.show_alone(below_answers(edition, talk.texts))
    for card in samples(edition).values():
        talk.show_alone(harmless(card))


async def sample(talk: Talk) -> None:
    """A button of such a message."""
    talk.toast(talk.texts.plain("appeals.sample"), alert=True)


async def pause(talk: Talk) -> None:
    """*Turn all appeals off*"""
    await talk.newsroom.pause_appeals.begin(talk.person)
    await _again(talk)


async def resume(talk: Talk) -> None:
    """*Turn appeals on*"""
    await talk.newsroom.pause_appeals.end(talk.person)
    await _again(talk)


async def _again(talk: Talk) -> None:
    card = appeals_page(talk.newsroom.paper, await talk.newsroom.pause_appeals.look(), talk.texts)
    talk.edit(card.html, card.buttons)
