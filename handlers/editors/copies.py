"""`/retract`, `/resend` and `/proof`, in reply to what was pushed or with its address, and their buttons."""

from bot.domain.origins import Origin
from bot.newsroom import Done
from bot.rendering.callbacks import Action
from bot.rendering.desk import decided_buttons, wall_time
from handlers.context import Talk
from handlers.editors import verdicts


async def retract(talk: Talk) -> None:
    """How many have it, and whether to take it back."""
    talk.show(await talk.newsroom.handle_copies.ask_retract(await _about(talk, Action.RETRACT), talk.person))


async def retract_now(talk: Talk) -> None:
    """The button that takes it back."""
    done = await talk.newsroom.handle_copies.retract(talk.subject, talk.person)
    _settle(talk, "retract.done", done)


async def missed(talk: Talk) -> None:
    """How many missed it, and whether to send it to them."""
    talk.show(await talk.newsroom.handle_copies.ask_missed(await _about(talk, Action.MISSED), talk.person))


async def send_missed(talk: Talk) -> None:
    """The button that sends it to them."""
    done = await talk.newsroom.handle_copies.send_missed(talk.subject, talk.person)
    _settle(talk, "missed.done", done)


async def proof(talk: Talk) -> None:
    """Who did not get it and why, to the editor alone."""
    origin = await _about(talk, Action.PROOF)
    talk.show_alone(await talk.newsroom.handle_copies.prove(origin, talk.person))


async def keep(talk: Talk) -> None:
    """*Leave it*: nothing was done."""
    talk.edit_buttons(decided_buttons("desk.kept", talk.texts, name=talk.person.name))


async def _about(talk: Talk, action: Action) -> Origin:
    copies = talk.newsroom.handle_copies
    if talk.is_press:
        return await copies.pressed(talk.subject, action, talk.person)
    replied = talk.replied
    url = talk.words or (replied.url if replied else None)
    return await copies.named(talk.person, replied.message_id if replied else None, url)


def _settle(talk: Talk, key: str, done: Done) -> None:
    if done.by_other is None:
        talk.edit_buttons(decided_buttons(key, talk.texts, name=talk.person.name, number=done.people))
        return
    when = wall_time(done.by_other.at, talk.newsroom.paper.zone, talk.texts)
    decision = talk.texts.plain("desk.done_by", name=done.by_other.name, when=when)
    talk.edit_buttons(decided_buttons("desk.done_by", talk.texts, name=done.by_other.name, when=when))
    verdicts.too_late(talk, decision)
