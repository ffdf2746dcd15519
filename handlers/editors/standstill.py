"""The buttons under a standstill's card: one decision for all that was held, and the first one stands."""

from functools import partial

from bot.domain.standstills import StandstillDecided
from bot.rendering.standstills import standstill_verdict
from handlers.callbacks import read_standstill_id
from handlers.context import Talk


async def send_late(talk: Talk) -> None:
    """*Send the rest*"""
    number = read_standstill_id(talk.subject)
    _settle(talk, await talk.newsroom.decide_standstill.send(number, talk.person))


async def drop_late(talk: Talk) -> None:
    """*Drop*"""
    number = read_standstill_id(talk.subject)
    _settle(talk, await talk.newsroom.decide_standstill.drop(number, talk.person))


def _settle(talk: Talk, decided: StandstillDecided) -> None:
    buttons = standstill_verdict(decided.standstill, talk.newsroom.paper.zone, talk.texts)
    talk.edit_buttons(buttons)
    if decided.by_this_press:
        show = talk.newsroom.show_standstill.verdict
        talk.then(partial(show, decided.standstill, besides=talk.person.chat_id))
    else:
        talk.toast(talk.texts.plain("desk.too_slow", decision=buttons[0][0].label), alert=True)
