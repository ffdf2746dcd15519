"""The buttons under a notice about a push that needs an editor. The first decision stands."""

from bot.domain.deliveries import Verdict
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
    won = await talk.newsroom.steer_push.resume(read_push_id(talk.subject), talk.person)
    await _answer(talk, "settled.go_on", won)


async def stop_push(talk: Talk) -> None:
    """*Cancel* what of it still waits."""
    won = await talk.newsroom.steer_push.cancel(read_push_id(talk.subject), talk.person)
    await _answer(talk, "settled.stop_push", won)


async def _settle(talk: Talk, verdict: Verdict) -> None:
    won = await talk.newsroom.settle_unknown(read_push_id(talk.subject), verdict, talk.person)
    await _answer(talk, f"settled.{verdict}", won)


async def _answer(talk: Talk, key: str, won: bool) -> None:
    if won:
        await talk.edit_buttons(decided_buttons(key, talk.texts, name=talk.person.name))
    else:
        await talk.edit_buttons(decided_buttons("settled.before", talk.texts))
        await talk.toast(talk.texts.plain("settled.before"), alert=True)
