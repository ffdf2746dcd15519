"""The buttons under a push's one message: pause, go on, cancel with the number of people left."""

from functools import partial

from bot.domain.ids import PushId
from bot.domain.push_troubles import Places
from handlers.callbacks import read_push_id
from handlers.context import Talk


async def pause(talk: Talk) -> None:
    """*Pause*"""
    push_id = read_push_id(talk.subject)
    paused = await talk.newsroom.steer_push.pause(push_id, talk.person)
    await _show(talk, push_id, is_done=paused)


async def resume(talk: Talk) -> None:
    """*Resume*"""
    push_id = read_push_id(talk.subject)
    places = await talk.newsroom.steer_push.resume(push_id, talk.person)
    _settle_notices(talk, "settled.go_on", places)
    await _show(talk, push_id, is_done=places is not None)


async def ask(talk: Talk) -> None:
    """*Cancel*: how many would not get it."""
    await _show(talk, read_push_id(talk.subject), is_done=True, asks=True)


async def cancel(talk: Talk) -> None:
    """*Cancel for …*: nobody else gets it."""
    push_id = read_push_id(talk.subject)
    places = await talk.newsroom.steer_push.cancel(push_id, talk.person)
    _settle_notices(talk, "settled.stop_push", places)
    await _show(talk, push_id, is_done=places is not None)


async def keep(talk: Talk) -> None:
    """*Back*: it goes on."""
    await _show(talk, read_push_id(talk.subject), is_done=True)


async def _show(talk: Talk, push_id: PushId, *, is_done: bool, asks: bool = False) -> None:
    card = await talk.newsroom.show_progress.pressed(push_id, talk.person, asks=asks)
    talk.edit(card.html, card.buttons)
    if not is_done:
        talk.toast(talk.texts.plain("progress.too_late"), alert=True)


def _settle_notices(talk: Talk, key: str, places: Places | None) -> None:
    """A push that stopped by itself has notices of its own."""
    if places:
        name = talk.person.name
        # One in this chat is not the message that was pressed: it is told, too.
        talk.then(partial(talk.newsroom.show_trouble.verdict, places, key, name, None))
