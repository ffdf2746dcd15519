"""A town in any spelling finds its zone; so does a point on the map."""

import pytest

from bot.domain.places import Found, Gazetteer, Place, Spot, definite


def place(zone: str, north: float, east: float, *names: str) -> tuple[Place, tuple[str, ...]]:
    """A town by its zone, where it lies, and what it is called."""
    return Place(zone, "", Spot(north, east), {"en": names[0]}), names


TOWNS = (
    place("Europe/Skopje", 42.0, 21.4, "Skopje", "Скопје", "Shkup"),
    place("Europe/Skopje", 41.0, 21.3, "Bitola", "Битола"),
    place("America/Toronto", 43.7, -79.4, "Toronto", "Торонто", "Canada"),
    place("America/Vancouver", 49.3, -123.1, "Vancouver", "Canada"),
    place("Pacific/Auckland", -36.8, 174.8, "Auckland"),
    place("Pacific/Apia", -13.8, -171.7, "Apia"),
)
GAZETTEER = Gazetteer([town for town, _ in TOWNS], [(name, town) for town, names in TOWNS for name in names])


def zones(found: Found) -> list[str]:
    """The zones of what was found."""
    return [one.zone for one in found.places]


@pytest.mark.parametrize("text", ["Skopje", "СКОПЈЕ", " shkup ", "Битола", "Skopje, Macedonia"])
def test_a_name_in_any_script_is_sure(text: str) -> None:
    found = GAZETTEER.find(text)
    assert (zones(found), found.is_sure) == (["Europe/Skopje"], True)


def test_a_name_that_several_zones_share_is_a_choice() -> None:
    found = GAZETTEER.find("canada")
    assert (zones(found), found.is_sure) == (["America/Toronto", "America/Vancouver"], False)


@pytest.mark.parametrize("text", ["Tor", "Tornto", "Торотно"])
def test_a_beginning_or_a_slip_is_only_a_suggestion(text: str) -> None:
    found = GAZETTEER.find(text)
    assert (zones(found), found.is_sure) == (["America/Toronto"], False)


@pytest.mark.parametrize("text", ["", "!?", "to", "Zanzibar", ",", "x" * 5_000])
def test_what_is_near_no_name_finds_nothing(text: str) -> None:
    assert GAZETTEER.find(text) == Found()


@pytest.mark.parametrize(
    ("spot", "zone"),
    [
        (Spot(41.1, 20.8), "Europe/Skopje"),
        (Spot(45.4, -75.7), "America/Toronto"),
        (Spot(-15.0, 178.0), "Pacific/Apia"),  # across the line where the date changes
    ],
)
def test_a_point_on_the_map_belongs_to_the_nearest_town(spot: Spot, zone: str) -> None:
    assert GAZETTEER.nearest(spot).zone == zone


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("Tiranë", "Tirana"),
        ("Londër", "Londra"),
        ("Gjermani", "Gjermania"),
        ("Cyrih", "Cyrihu"),
        ("Shkup", "Shkupi"),
    ],
)
def test_an_albanian_name_has_a_definite_form(name: str, spoken: str) -> None:
    assert definite(name) == spoken
