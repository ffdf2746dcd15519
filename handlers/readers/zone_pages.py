"""Whose clocks count: likely towns, all towns by region, and what a typed name may have meant. Pure."""

from collections.abc import Sequence

from bot.domain.paper import Paper
from bot.domain.places import Place
from bot.domain.pushes import Button, ButtonRows
from bot.errors import UsageError
from bot.locales import Texts
from bot.newsroom import Settings
from bot.rendering.callbacks import Action, pack
from bot.rendering.days import hour_text, wall_time
from bot.rendering.plain import one_line, shorten
from bot.rendering.zones import REGIONS, place_name, zone_name, zones_of
from handlers.readers.follow_pages import page_turns
from handlers.readers.pages import Page, in_rows
from handlers.readers.settings_pages import back, choice, to_page

_LIKELY = (
    "Europe/London", "Europe/Istanbul", "America/New_York", "America/Chicago", "America/Toronto",
    "Australia/Melbourne", "Australia/Perth",
)  # fmt: skip
"""Where the readers of a Balkan paper live, one of each clock."""
_ON_A_PAGE = 16
_LONGEST_ECHO = 60
_SHORT_NAME = 9


def zone_page(settings: Settings, paper: Paper, texts: Texts) -> Page:
    """The zone that holds, and the likely others."""
    now = settings.chosen.zone
    likely = dict.fromkeys((paper.zone.key, now, *_LIKELY))
    towns = [_town(zone, _short(zone_name(zone, texts)), settings, texts) for zone in likely]
    write = (Button(texts.plain("button.write_town"), data=pack(Action.WRITE, "town")),)
    html = texts.html(
        "settings.ask_zone", place=zone_name(now, texts), time=hour_text(wall_time(settings.now, now))
    )
    return Page(html, (*in_rows(towns, 2), *_regions(texts), write, back(texts)))


def region_page(region: str, number: int, settings: Settings, texts: Texts) -> Page:
    """All towns of a region that a zone is named after. Raises UsageError for a region that is none."""
    if region not in REGIONS:
        raise UsageError("error.stale_button")
    zones = zones_of(region, texts)
    last = (len(zones) - 1) // _ON_A_PAGE
    here = min(number, last)
    shown = zones[here * _ON_A_PAGE : (here + 1) * _ON_A_PAGE]
    towns = [_town(zone, _short(zone_name(zone, texts)), settings, texts) for zone in shown]
    beside = page_turns(here, last + 1, lambda page: pack(Action.REGION, f"{region}.{page}"))
    back = to_page("zone", texts.plain("button.to_zone"))
    return Page(
        texts.html("settings.ask_town", region=texts.plain(f"region.{region}")),
        (*in_rows(towns, 2), *((beside,) if beside else ()), (back,)),
    )


def chosen_page(place: Place, settings: Settings, texts: Texts) -> Page:
    """That the clocks of a town count from now on."""
    time = hour_text(wall_time(settings.now, settings.chosen.zone))
    html = texts.html("settings.zone_chosen", place=place_name(place, texts), time=time)
    return Page(html, (back(texts),))


def which_page(words: str, places: Sequence[Place], settings: Settings, texts: Texts) -> Page:
    """What a name may have meant, or that nothing is known by it."""
    echo = shorten(one_line(words), _LONGEST_ECHO)
    if not places:
        return Page(texts.html("settings.no_town", words=echo), (*_regions(texts), back(texts)))
    towns = [_town(one.zone, place_name(one, texts), settings, texts) for one in places]
    others = to_page("zone", texts.plain("button.to_zone"))
    return Page(texts.html("settings.which_town", words=echo), (*in_rows(towns, 1), (others,)))


def _short(name: str) -> str:
    """As much of a name as leaves room for the time beside it, two on a phone's row."""
    town = name.partition(",")[0]
    return town if len(town) <= _SHORT_NAME else f"{town[: _SHORT_NAME - 1].rstrip()}…"


def _town(zone: str, name: str, settings: Settings, texts: Texts) -> Button:
    """A town and what its clocks show now."""
    label = f"{name} {hour_text(wall_time(settings.now, zone))}"
    return choice(Action.ZONE, zone, label, zone == settings.chosen.zone, texts)


def _regions(texts: Texts) -> ButtonRows:
    labels = [Button(texts.plain(f"region.{one}"), data=pack(Action.REGION, f"{one}.0")) for one in REGIONS]
    return in_rows(labels, 3)
