"""The buttons under a standstill's card: one decision for all that was held, and the first one stands."""

from functools import partial

from bot.domain.standstills import StandstillDecided
from bot.rendering.standstills import standstill_verdict
from handlers.callbacks import read_standstill_id
from handlers.context import Talk
from handlers.editors import verdicts


async def send_late(talk: Talk) -> None:
    """*Send the rest*"""
    number = read_standstill_id(talk.subject)
    _settle(talk, await talk.newsroom.decide_standstill.send(number, talk.person))


async def drop_late(talk: Talk) -> None:
    """*Drop*"""
    number = read_standstill_id(talk.subject)
    _settle(talk, await talk.newsroom.decide_standstill.drop(number, talk.person))


def _settle(talk: Talk, decided: StandstillDecided) -> None:
    verdict = standstill_verdict(decided.standstill, talk.newsroom.paper.zone, talk.texts)
    show = partial(talk.newsroom.show_standstill.verdict, decided.standstill, besides=talk.person.chat_id)
    verdicts.put(talk, verdict, by_this_press=decided.by_this_press, elsewhere=show)
