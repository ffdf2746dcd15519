"""Time zones by what people call them: towns and countries in all our languages, and IANA's own names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from unicodedata import normalize

from babel import Locale

from bot.domain.places import Found, Gazetteer, Place, Spot, definite
from bot.locales import Texts, available

REGIONS: Mapping[str, tuple[str, ...]] = {
    "europe": ("Europe", "Arctic"),
    "america": ("America",),
    "oceania": ("Australia", "Pacific"),
    "asia": ("Asia", "Indian"),
    "africa": ("Africa", "Atlantic", "Antarctica"),
}
"""What a reader chooses among, and how the names of its zones begin."""
_CITIES = Path(__file__).with_name("cities.tsv")
_ALPHABET = " -.’абвгдѓежзѕијклљмнњопрстќуфхцчџшabcçdeëfghijklmnopqrstuvwxyz"
_NO_ZONES = frozenset({"Factory", "localtime"})
_SPOT = re.compile(r"([+-])(\d{2,3})(\d\d)(\d\d)?([+-])(\d{3})(\d\d)(\d\d)?")
"""Degrees, minutes and perhaps seconds, ISO 6709."""


def find_zone(text: str) -> Found:
    """What zone a town, a country or an IANA name stands for, in any of our languages."""
    found = _gazetteer().find(text)
    zone = None if found.is_sure else _iana().get(text.strip().casefold())
    return Found((_namesake(zone),), is_sure=True) if zone else found


def zone_near(north: float, east: float) -> Place:
    """The town nearest to a place on the map, with its zone."""
    return _gazetteer().nearest(Spot(north, east))


def zone_name(zone: str, texts: Texts) -> str:
    """The town that a zone is named after, e.g. `Скопје`."""
    return place_name(_namesake(zone), texts)


def place_name(place: Place, texts: Texts) -> str:
    """What a town is called in the reader's language."""
    return place.names[texts.language]


@cache
def zones_of(region: str, texts: Texts) -> Sequence[str]:
    """All zones of a region, in the order of their names in the reader's language."""
    begin = tuple(f"{one}/" for one in REGIONS[region])
    zones = (zone for _, _, zone, *_ in _official_rows() if zone.startswith(begin))
    return sorted(zones, key=lambda zone: _in_order(zone_name(zone, texts)))


def _in_order(name: str) -> list[int]:
    """As that language's alphabet has it; a letter of others counts as the one under its accent."""
    return [_ALPHABET.find(one if one in _ALPHABET else normalize("NFKD", one)[0]) for one in name.lower()]


@cache
def _gazetteer() -> Gazetteer:
    places = (*_cities(), *_official())
    return Gazetteer(places, _all_names(places))


def _all_names(places: Sequence[Place]) -> Iterator[tuple[str, Place]]:
    for place in places:
        yield place.zone.rpartition("/")[2], place
        for language, name in place.names.items():
            yield from _spellings(name, language, place)
    # Whoever names a country is offered its towns of ours, and all its zones where there are none.
    ours = {one.country for one in _cities()}
    theirs = (one for one in _official() if one.country not in ours)
    for place in (*_cities(), *theirs):
        for language in available():
            country = Locale(language).territories.get(place.country, "")
            yield from _spellings(str(country), language, place)


def _spellings(names: str, language: str, place: Place) -> Iterator[tuple[str, Place]]:
    for name in names.split(";"):
        yield name, place
        if language == "sq":
            yield definite(name), place


@cache
def _cities() -> Sequence[Place]:
    lines = (line for line in _CITIES.read_text("utf-8").splitlines() if not line.startswith("#"))
    return tuple(_city(*line.split("\t")) for line in lines)


def _city(zone: str, country: str, north: str, east: str, *names: str) -> Place:
    known = dict(zip(("en", "mk", "sq", "elsewhere"), names, strict=False))
    return Place(zone, country, Spot(float(north), float(east)), known)


@cache
def _official() -> Sequence[Place]:
    """The town of every zone of every country, as tzdata lists them."""
    return tuple(Place(zone, code, _spot(where), _names(zone)) for code, where, zone, *_ in _official_rows())


@cache
def _official_rows() -> Sequence[Sequence[str]]:
    return [line.split("\t") for line in _tzdata("zoneinfo", "zone.tab") if not line.startswith("#")]


def _spot(text: str) -> Spot:
    match = _SPOT.fullmatch(text)
    assert match is not None
    return Spot(_degrees(*match.groups()[:4]), _degrees(*match.groups()[4:]))


def _degrees(sign: str, degrees: str, minutes: str, seconds: str | None) -> float:
    size = int(degrees) + int(minutes) / 60 + int(seconds or 0) / 3600
    return -size if sign == "-" else size


@cache
def _namesake(zone: str) -> Place:
    """The first town of a zone; its name alone where it has none, such as `UTC`."""
    ours = next((one for one in _cities() if one.zone == zone), None)
    return ours or Place(zone, "", Spot(0, 0), _names(zone))


def _names(zone: str) -> Mapping[str, str]:
    plain = zone.rpartition("/")[2].replace("_", " ")
    return {one: str(Locale(one).time_zones.get(zone, {}).get("city", plain)) for one in available()}


@cache
def _iana() -> Mapping[str, str]:
    """Every zone by its IANA name in small letters, old ones included."""
    return {zone.casefold(): zone for zone in _tzdata("zones") if zone not in _NO_ZONES}


def _tzdata(*path: str) -> Iterable[str]:
    return files("tzdata").joinpath(*path).read_text("utf-8").splitlines()
