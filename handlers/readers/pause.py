"""`/pause`: nothing for so many days, until a day, or until the reader resumes."""

from bot.newsroom import Settings
from bot.rendering.days import read_day, read_days
from handlers.choices import read_pause
from handlers.context import Talk
from handlers.readers.settings import edit_page, say_page


async def pause(talk: Talk) -> None:
    """`/pause 3`, `/pause a week`, `/pause 15.12`; alone it shows the choice."""
    words = talk.words.strip()
    if words:
        say_page(talk, "", await _paused(talk, words))
    else:
        say_page(talk, "pause", await talk.newsroom.adjust_settings.of(talk.person))


async def written(talk: Talk) -> None:
    """The reply with a day."""
    say_page(talk, "", await _paused(talk, talk.written))


async def choose(talk: Talk) -> None:
    """*A week*, *Until I resume*."""
    edit_page(talk, "", await talk.newsroom.adjust_settings.pause(talk.person, read_pause(talk.subject)))


async def resume(talk: Talk) -> None:
    """*Resume*."""
    edit_page(talk, "", await talk.newsroom.adjust_settings.resume(talk.person))


async def _paused(talk: Talk, words: str) -> Settings:
    if days := read_days(words):
        return await talk.newsroom.adjust_settings.pause(talk.person, days)
    return await talk.newsroom.adjust_settings.pause_until(talk.person, read_day(words))
