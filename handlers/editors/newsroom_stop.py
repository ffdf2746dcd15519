"""`/pause_all` stops all pushing and shows what waits; *Resume* asks about each push that has waited."""

from functools import partial

from bot.domain.ids import PushId
from bot.domain.newsroom_stops import Halt
from bot.rendering.newsroom_stop import expired_text, halt_card
from handlers.callbacks import read_push_id
from handlers.context import Talk


async def pause_all(talk: Talk) -> None:
    """Stop; once more shows what waits by now."""
    halt = await talk.newsroom.stop_newsroom.stop(talk.person)
    talk.show(halt_card(halt, talk.newsroom.paper.zone, talk.texts))
    talk.then(partial(talk.newsroom.stop_newsroom.tell_others, "halt.told_stop", talk.person))


async def resume_all(talk: Talk) -> None:
    """*Resume*"""
    halt = await talk.newsroom.stop_newsroom.resume(talk.person)
    _edit(talk, halt)
    if halt.expired:
        talk.say(expired_text(halt, talk.texts))
    talk.then(partial(talk.newsroom.stop_newsroom.tell_others, "halt.told_resume", talk.person))


async def send_held(talk: Talk) -> None:
    """*Send*: it goes on where it was."""
    sent = await talk.newsroom.steer_push.resume(read_push_id(talk.subject), talk.person)
    await _look(talk, is_done=sent is not None)


async def ask_drop(talk: Talk) -> None:
    """*Drop*: how many would not get it."""
    _edit(talk, await talk.newsroom.stop_newsroom.look(), read_push_id(talk.subject))


async def drop_held(talk: Talk) -> None:
    """*Not for …*: it does not go out."""
    dropped = await talk.newsroom.steer_push.cancel(read_push_id(talk.subject), talk.person)
    await _look(talk, is_done=dropped is not None)


async def look_held(talk: Talk) -> None:
    """*Back*"""
    await _look(talk, is_done=True)


async def warn(talk: Talk) -> None:
    """A toast for who sends something while all pushing is stopped."""
    halt = await talk.newsroom.stop_newsroom.look()
    if halt.stop is not None:
        talk.toast(talk.texts.plain("halt.not_yet"), alert=True)


async def _look(talk: Talk, *, is_done: bool) -> None:
    _edit(talk, await talk.newsroom.stop_newsroom.look())
    if not is_done:
        talk.toast(talk.texts.plain("settled.before"), alert=True)


def _edit(talk: Talk, halt: Halt, dropping: PushId | None = None) -> None:
    card = halt_card(halt, talk.newsroom.paper.zone, talk.texts, dropping=dropping)
    talk.edit(card.html, card.buttons)
