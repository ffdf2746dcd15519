"""Places by what people call them, or by where they are: which time zone somebody lives in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt

from bot.domain.folding import words
from bot.domain.spelling import closest

_LONGEST = 60
"""Characters of what somebody typed; no place is called by more."""
_SHORTEST_BEGINNING = 3
_AT_MOST = 8
_BACK = ("k", "g", "h")
"""After these an Albanian name in its definite form ends in -u."""


@dataclass(frozen=True)
class Spot:
    """Degrees north and east."""

    north: float
    east: float


@dataclass(frozen=True)
class Place:
    """A town with its IANA zone, its country's ISO code, and what it is called, by language."""

    zone: str
    country: str
    spot: Spot
    names: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True)
class Found:
    """The places that may be meant, one per zone; `is_sure` where there is no doubt which one is."""

    places: Sequence[Place] = ()
    is_sure: bool = False


class Gazetteer:
    """Places known by names, the likeliest first."""

    def __init__(self, places: Iterable[Place], named: Iterable[tuple[str, Place]]) -> None:
        """`named` are all the names, in any spelling, each with a place that it may mean."""
        self._places = tuple(places)
        self._named: dict[str, list[Place]] = {}
        for name, place in named:
            self._named.setdefault(key_of(name), []).append(place)

    def find(self, text: str) -> Found:
        """What `text` names: `Скопје`, `skopje`, `Toronto, Canada`, a beginning, or with a slip or two."""
        short = text[:_LONGEST]
        asked = dict.fromkeys((key_of(short), key_of(short.partition(",")[0])))
        for key in filter(None, asked):
            if found := _by_zone(self._named.get(key, ())):
                return Found(found, is_sure=len(found) == 1)
            if near := _by_zone(self._near(key)):
                return Found(near)
        return Found()

    def nearest(self, spot: Spot) -> Place:
        """The place least far from there."""
        return min(self._places, key=lambda one: _distance(one.spot, spot))

    def _near(self, key: str) -> list[Place]:
        begun = [name for name in self._named if len(key) >= _SHORTEST_BEGINNING and name.startswith(key)]
        return [place for name in begun or closest(key, self._named) for place in self._named[name]]


def key_of(name: str) -> str:
    """What all spellings of a name have in common."""
    return " ".join(words(name.replace("_", " ")))


def definite(name: str) -> str:
    """An Albanian name with its article: Tiranë and Tirana, Londër and Londra, Shkup and Shkupi."""
    if name.endswith("ë"):
        return name[:-1] + "a"
    if name.endswith("ër"):
        return name[:-2] + "ra"
    if name.endswith("i"):
        return name + "a"
    return name + ("u" if name.endswith(_BACK) else "i")


def _by_zone(places: Iterable[Place]) -> Sequence[Place]:
    """The first place of each zone."""
    firsts: dict[str, Place] = {}
    for place in places:
        firsts.setdefault(place.zone, place)
    return tuple(firsts.values())[:_AT_MOST]


def _distance(one: Spot, other: Spot) -> float:
    """Along the surface, as a part of the Earth's diameter."""
    north, other_north = radians(one.north), radians(other.north)
    over = sin((north - other_north) / 2) ** 2
    along = sin(radians(one.east - other.east) / 2) ** 2
    return asin(min(1.0, sqrt(over + cos(north) * cos(other_north) * along)))
