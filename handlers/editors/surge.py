"""The buttons under a card of held articles: one decision for all of them, and the first one stands."""

from functools import partial

from bot.domain.surges import SurgeDecided
from bot.rendering.surges import surge_verdict
from handlers.callbacks import read_surge_id
from handlers.context import Talk
from handlers.editors import verdicts


async def push_newest(talk: Talk) -> None:
    """Readers get the newest, the others count as seen."""
    surge_id = read_surge_id(talk.subject)
    _settle(talk, await talk.newsroom.decide_surge.push_newest(surge_id, talk.person))


async def mark_seen(talk: Talk) -> None:
    """Readers get none of them."""
    surge_id = read_surge_id(talk.subject)
    _settle(talk, await talk.newsroom.decide_surge.mark_seen(surge_id, talk.person))


async def review_each(talk: Talk) -> None:
    """Each of them comes before the desk as its own card."""
    surge_id = read_surge_id(talk.subject)
    _settle(talk, await talk.newsroom.decide_surge.review_each(surge_id, talk.person))


def _settle(talk: Talk, decided: SurgeDecided) -> None:
    verdict = surge_verdict(decided.surge, talk.newsroom.paper.zone, talk.texts)
    show = partial(talk.newsroom.show_surges.verdict, decided.surge, besides=talk.person.chat_id)
    verdicts.put(talk, verdict, by_this_press=decided.by_this_press, elsewhere=show)
