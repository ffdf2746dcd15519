"""The buttons under a card that shows what the paper changed. The first decision stands."""

from bot.domain.corrections import CorrectionId
from bot.locales import read_back
from bot.newsroom import Corrected
from bot.rendering.corrections import correction_verdict
from handlers.callbacks import read_number
from handlers.context import Talk
from handlers.editors import verdicts


async def fix(talk: Talk) -> None:
    """*Silent fix*."""
    _settle(talk, await talk.newsroom.correct_push.fix(talk.subject, talk.person))


async def ignore(talk: Talk) -> None:
    """*Ignore*."""
    _settle(talk, await talk.newsroom.correct_push.ignore(talk.subject, talk.person))


async def ask(talk: Talk) -> None:
    """*Correct with note*: what is to be told?"""
    asked = await talk.newsroom.correct_push.ask(talk.subject, talk.person)
    if asked.by_this_press:
        talk.ask(talk.texts.html("correction.ask", number=asked.correction.id))
    else:
        _settle(talk, asked)


async def written(talk: Talk) -> None:
    """The note, shown as readers will get it."""
    asked = read_back("correction.ask", talk.replied.text) if talk.replied else None
    number = CorrectionId(read_number((asked or {}).get("number", "")))
    talk.show(await talk.newsroom.correct_push.propose(number, talk.written, talk.person))


async def send_note(talk: Talk) -> None:
    """The button that sends it."""
    _settle(talk, await talk.newsroom.correct_push.correct(talk.subject, talk.person))


def _settle(talk: Talk, corrected: Corrected) -> None:
    verdict = correction_verdict(corrected.correction, talk.newsroom.paper.zone, talk.texts)
    verdicts.put(talk, verdict, by_this_press=corrected.by_this_press)
