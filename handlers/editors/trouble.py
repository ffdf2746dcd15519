"""The buttons under a notice about a push that needs an editor. The first decision stands."""

from functools import partial

from bot.domain.deliveries import Verdict
from bot.domain.push_troubles import Places
from bot.rendering.desk import decided_buttons
from handlers.callbacks import read_push_id
from handlers.context import Talk


async def resend(talk: Talk) -> None:
    """*Resend*: the unknown ones go out again."""
    await _settle(talk, Verdict.RESEND)


async def arrived(talk: Talk) -> None:
    """*It arrived*: the unknown ones count as sent."""
    await _settle(talk, Verdict.ARRIVED)


async def leave(talk: Talk) -> None:
    """*Leave*: they stay unknown, and somebody saw it."""
    await _settle(talk, Verdict.LEAVE)


async def go_on(talk: Talk) -> None:
    """*Go on* with a push that stopped by itself."""
    push_id = read_push_id(talk.subject)
    _answer(talk, "settled.go_on", await talk.newsroom.steer_push.resume(push_id, talk.person))


async def stop_push(talk: Talk) -> None:
    """*Cancel* what of it still waits."""
    push_id = read_push_id(talk.subject)
    _answer(talk, "settled.stop_push", await talk.newsroom.steer_push.cancel(push_id, talk.person))


async def _settle(talk: Talk, verdict: Verdict) -> None:
    places = await talk.newsroom.settle_unknown(read_push_id(talk.subject), verdict, talk.person)
    _answer(talk, f"settled.{verdict}", places)


def _answer(talk: Talk, key: str, places: Places | None) -> None:
    if places is None:
        talk.edit_buttons(decided_buttons("settled.before", talk.texts))
        talk.toast(talk.texts.plain("settled.before"), alert=True)
    else:
        name, chat_id = talk.person.name, talk.person.chat_id
        talk.edit_buttons(decided_buttons(key, talk.texts, name=name))
        talk.then(partial(talk.newsroom.show_trouble.verdict, places, key, name, chat_id))
