"""*Schedule*: when an article or a push goes out. Which of both, and which moment, the button says."""

from html import escape

from bot.domain.queue import PushSeen
from bot.locales import read_back
from bot.newsroom import Timed
from bot.rendering.days import moment_text
from bot.rendering.queue import choice_rows, full_rows, title
from handlers.callbacks import read_target, read_target_and_moment
from handlers.context import Talk
from handlers.editors import newsroom_stop


async def choices(talk: Talk) -> None:
    """The quick choices, in place of the other buttons."""
    target = read_target(talk.subject)
    await talk.newsroom.schedule_push.buttons(target, talk.person)
    offered = await talk.newsroom.schedule_push.offers(target)
    talk.edit_buttons(choice_rows(target, offered, talk.newsroom.paper.zone, talk.texts))


async def back(talk: Talk) -> None:
    """The other buttons again."""
    talk.edit_buttons(await talk.newsroom.schedule_push.buttons(read_target(talk.subject), talk.person))


async def at(talk: Talk) -> None:
    """A time by a tap."""
    await _tapped(talk, anyway=False)


async def at_anyway(talk: Talk) -> None:
    """The same on a day that is full."""
    await _tapped(talk, anyway=True)


async def ask(talk: Talk) -> None:
    """Ask for a time."""
    talk.ask(talk.texts.html("when.ask", target=read_target(talk.subject)))


async def written(talk: Talk) -> None:
    """The time that somebody wrote."""
    asked = read_back("when.ask", talk.replied.text) if talk.replied else None
    target = read_target((asked or {}).get("target", ""))
    timed = await talk.newsroom.schedule_push.typed(target, talk.written, talk.person)
    if timed.queued is None:
        talk.say(_full(talk, timed), full_rows(target, timed.moment, timed.load, talk.texts))
    else:
        buttons = await talk.newsroom.schedule_push.buttons(PushSeen(timed.queued.push.id), talk.person)
        talk.say(f"<b>{escape(title(timed.queued))}</b>", buttons)


async def _tapped(talk: Talk, *, anyway: bool) -> None:
    target, moment = read_target_and_moment(talk.subject)
    timed = await talk.newsroom.schedule_push.at(target, moment, talk.person, anyway=anyway)
    if timed.queued is None:
        talk.edit_buttons(full_rows(target, moment, timed.load, talk.texts))
        talk.toast(_full(talk, timed), alert=True)
    else:
        talk.edit_buttons(
            await talk.newsroom.schedule_push.buttons(PushSeen(timed.queued.push.id), talk.person)
        )
        await newsroom_stop.warn(talk)
        if moment is not None:
            talk.toast(talk.texts.plain("queue.when", when=_when(talk, timed)))


def _full(talk: Talk, timed: Timed) -> str:
    return talk.texts.plain("queue.full", sent=timed.load.count, cap=timed.load.cap)


def _when(talk: Talk, timed: Timed) -> str:
    return moment_text(timed.moment, talk.newsroom.paper.zone.key, talk.texts)
