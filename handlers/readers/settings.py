"""`/settings`: edition and pause, in one message that is edited in place."""

from bot.domain.ids import Edition
from bot.domain.subscribers import Subscriber
from handlers.context import Talk
from handlers.readers.pages import settings_page


async def settings(talk: Talk) -> None:
    """How the subscription stands."""
    subscriber = await talk.newsroom.subscribe.of(talk.person)
    edition = talk.edition(await talk.newsroom.subscribe.edition_of(talk.person))
    page = settings_page(subscriber, edition, talk.newsroom.paper, talk.texts)
    talk.say(page.html, page.buttons)


async def choose_edition(talk: Talk) -> None:
    """Another edition."""
    await _show(talk, await talk.newsroom.subscribe.choose_edition(talk.person, Edition(talk.subject)))


async def pause(talk: Talk) -> None:
    """*Pause*."""
    await _show(talk, await talk.newsroom.subscribe.pause(talk.person))


async def resume(talk: Talk) -> None:
    """*Resume*."""
    await _show(talk, await talk.newsroom.subscribe.resume(talk.person))


async def _show(talk: Talk, subscriber: Subscriber) -> None:
    page = settings_page(subscriber, talk.edition(subscriber.edition), talk.newsroom.paper, talk.texts)
    talk.edit(page.html, page.buttons)
