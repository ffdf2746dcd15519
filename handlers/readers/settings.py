"""`/settings`: everything about when and how news comes, in one message that is edited in place."""

from bot.domain.choosing import (
    Step,
    capped_at,
    digest_at,
    digest_day,
    digest_on,
    in_mode,
    only_breaking,
    quiet_between,
)
from bot.domain.ids import Edition
from bot.errors import UsageError
from bot.newsroom import Settings
from handlers.choices import (
    read_cap,
    read_day,
    read_days,
    read_hour,
    read_mode,
    read_quiet,
    read_typed_hour,
)
from handlers.context import Talk
from handlers.readers.when_pages import page_of

_QUESTIONS = {"town": "settings.write_town", "hour": "settings.write_hour", "day": "settings.write_day"}


async def settings(talk: Talk) -> None:
    """How the subscription stands."""
    say_page(talk, "", await talk.newsroom.adjust_settings.of(talk.person))


async def show(talk: Talk) -> None:
    """A page of the settings."""
    edit_page(talk, talk.subject, await talk.newsroom.adjust_settings.of(talk.person))


async def choose_edition(talk: Talk) -> None:
    """Another edition."""
    edit_page(
        talk, "", await talk.newsroom.adjust_settings.choose_edition(talk.person, Edition(talk.subject))
    )


async def choose_mode(talk: Talk) -> None:
    """*At once*, *Digest*."""
    await _change(talk, in_mode(read_mode(talk.subject)), "")


async def choose_cap(talk: Talk) -> None:
    """So many a day."""
    await _change(talk, capped_at(read_cap(talk.subject)), "")


async def choose_breaking(talk: Talk) -> None:
    """*Breaking*: nothing else."""
    await _change(talk, only_breaking, "")


async def choose_hour(talk: Talk) -> None:
    """An hour of the digest, on or off."""
    at, on = read_hour(talk.subject)
    await _change(talk, digest_at(at, on=on), "hours")


async def choose_days(talk: Talk) -> None:
    """*Every day*, *Weekdays*."""
    await _change(talk, digest_on(read_days(talk.subject)), "days")


async def choose_day(talk: Talk) -> None:
    """A day of the digest, on or off."""
    day, on = read_day(talk.subject)
    await _change(talk, digest_day(day, on=on), "days")


async def choose_quiet(talk: Talk) -> None:
    """When the quiet hours begin or end."""
    await _change(talk, quiet_between(read_quiet(talk.subject)), "quiet")


async def write(talk: Talk) -> None:
    """*Another …*: a question whose reply is a town, an hour or a day."""
    if talk.subject not in _QUESTIONS:
        raise UsageError("error.stale_button")
    talk.ask(talk.texts.html(_QUESTIONS[talk.subject]))


async def hour_written(talk: Talk) -> None:
    """The reply with an hour of the digest."""
    step = digest_at(read_typed_hour(talk.written), on=True)
    say_page(talk, "hours", await talk.newsroom.adjust_settings.change(talk.person, step))


async def _change(talk: Talk, step: Step, page: str) -> None:
    edit_page(talk, page, await talk.newsroom.adjust_settings.change(talk.person, step))


def say_page(talk: Talk, name: str, settings: Settings) -> None:
    """A page of the settings as a new message."""
    page = page_of(name, settings, talk.newsroom.paper, talk.texts)
    talk.say(page.html, page.buttons)


def edit_page(talk: Talk, name: str, settings: Settings) -> None:
    """A page of the settings in place of the tapped message."""
    page = page_of(name, settings, talk.newsroom.paper, talk.texts)
    talk.edit(page.html, page.buttons)
