"""*Audience*: who gets it. Taps change it one by one; names, tags and topics are written."""

from collections.abc import Awaitable, Callable

from bot.domain.pushes import ButtonRows
from bot.domain.queue import Target
from bot.domain.subscribers import Person
from bot.errors import UsageError
from bot.locales import read_back
from bot.newsroom import Chosen
from bot.rendering.audiences import audience_rows
from handlers.callbacks import read_page, read_target
from handlers.context import Talk

_QUESTIONS = {
    "topic": "audience.ask_subject",
    "author": "audience.ask_subject",
    "source": "audience.ask_source",
    "name": "audience.ask_name",
}


async def show(talk: Talk) -> None:
    """The page, in place of the other buttons."""
    target = read_target(talk.subject)
    talk.edit_buttons(_rows(talk, target, await talk.newsroom.choose_audience.look(target)))


async def narrow(talk: Talk) -> None:
    """One tap."""
    target, rest = _read(talk)
    step, _, value = rest.partition(".")
    talk.edit_buttons(
        _rows(talk, target, await talk.newsroom.choose_audience.step(target, step, value, talk.person))
    )


async def use(talk: Talk) -> None:
    """One that has a name."""
    target, number = _read(talk)
    chosen = await talk.newsroom.choose_audience.use(target, read_page(number), talk.person)
    talk.edit_buttons(_rows(talk, target, chosen))


async def ask(talk: Talk) -> None:
    """Ask for what must be written."""
    target, about = _read(talk)
    if about not in _QUESTIONS:
        raise UsageError("error.stale_button")
    talk.ask(talk.texts.html(_QUESTIONS[about], target=target))


async def subject_written(talk: Talk) -> None:
    """A topic or an author."""
    await _written(talk, "audience.ask_subject", talk.newsroom.choose_audience.subject)


async def source_written(talk: Talk) -> None:
    """The tag of a link."""
    await _written(talk, "audience.ask_source", talk.newsroom.choose_audience.source)


async def name_written(talk: Talk) -> None:
    """A name for the audience."""
    await _written(talk, "audience.ask_name", talk.newsroom.choose_audience.save)


async def reached(talk: Talk, target: Target) -> str:
    """How many it is for."""
    chosen = await talk.newsroom.choose_audience.look(target)
    return talk.texts.html("audience.count", count=chosen.count, of=chosen.of)


async def _written(talk: Talk, key: str, choose: Callable[[Target, str, Person], Awaitable[Chosen]]) -> None:
    asked = read_back(key, talk.replied.text) if talk.replied else None
    target = read_target((asked or {}).get("target", ""))
    chosen = await choose(target, talk.written, talk.person)
    reached = talk.texts.html("audience.count", count=chosen.count, of=chosen.of)
    talk.say(reached, _rows(talk, target, chosen))


def _read(talk: Talk) -> tuple[Target, str]:
    target, _, rest = talk.subject.partition("/")
    return read_target(target), rest


def _rows(talk: Talk, target: Target, chosen: Chosen) -> ButtonRows:
    editions = tuple(talk.newsroom.paper.editions)
    reached = chosen.count, chosen.of
    return audience_rows(target, chosen.audience, reached, chosen.saved, editions, talk.texts)
