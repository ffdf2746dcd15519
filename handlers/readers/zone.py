"""`/zone`: whose clocks count, by a town's name, by a shared location, or by buttons."""

from bot.domain.choosing import in_zone
from bot.domain.places import Place
from bot.rendering.zones import find_zone, zone_near
from handlers.callbacks import read_page
from handlers.context import Talk
from handlers.readers.settings import edit_page, say_page
from handlers.readers.zone_pages import chosen_page, region_page, which_page


async def zone(talk: Talk) -> None:
    """`/zone Toronto`; alone it shows the choice."""
    if talk.words.strip():
        await _seek(talk, talk.words)
    else:
        say_page(talk, "zone", await talk.newsroom.adjust_settings.of(talk.person))


async def written(talk: Talk) -> None:
    """The reply with a town."""
    await _seek(talk, talk.written)


async def located(talk: Talk) -> None:
    """A shared location: the nearest town counts, and the location itself is forgotten."""
    await _choose(talk, zone_near(*talk.location))


async def choose(talk: Talk) -> None:
    """A town's button."""
    edit_page(talk, "", await talk.newsroom.adjust_settings.change(talk.person, in_zone(talk.subject)))


async def show_region(talk: Talk) -> None:
    """*Europe*, *Asia*, and the pages of their towns."""
    region, _, number = talk.subject.partition(".")
    settings = await talk.newsroom.adjust_settings.of(talk.person)
    page = region_page(region, read_page(number), settings, talk.texts)
    talk.edit(page.html, page.buttons)


async def _seek(talk: Talk, words: str) -> None:
    found = find_zone(words)
    if found.is_sure:
        await _choose(talk, found.places[0])
        return
    settings = await talk.newsroom.adjust_settings.of(talk.person)
    page = which_page(words, found.places, settings, talk.texts)
    talk.say(page.html, page.buttons)


async def _choose(talk: Talk, place: Place) -> None:
    settings = await talk.newsroom.adjust_settings.change(talk.person, in_zone(place.zone))
    page = chosen_page(place, settings, talk.texts)
    talk.say(page.html, page.buttons)
