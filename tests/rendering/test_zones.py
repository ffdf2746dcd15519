"""Towns, countries and zones by all the names that our readers have for them."""

from zoneinfo import ZoneInfo

import pytest

from bot.locales import texts_for
from bot.rendering.zones import REGIONS, find_zone, place_name, zone_name, zone_near, zones_of
from tests.rendering.samples import LANGUAGES


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Skopje", "Europe/Skopje"),
        ("Скопје", "Europe/Skopje"),
        ("Shkup", "Europe/Skopje"),
        ("Tetova", "Europe/Skopje"),
        ("Prishtina", "Europe/Skopje"),
        ("Melbourne", "Australia/Melbourne"),
        ("Торонто", "America/Toronto"),
        ("Њујорк", "America/New_York"),
        ("Londra", "Europe/London"),
        ("München", "Europe/Berlin"),
        ("Цариград", "Europe/Istanbul"),
        ("Zvicra", "Europe/Zurich"),
        ("Германија", "Europe/Berlin"),
        ("Сингапур", "Asia/Singapore"),
        ("Fort Wayne", "America/Indiana/Indianapolis"),
        ("Windsor, Canada", "America/Toronto"),
        ("europe/skopje", "Europe/Skopje"),
        ("Europe/Kiev", "Europe/Kiev"),
        ("UTC", "UTC"),
    ],
)
def test_a_name_in_any_of_our_languages_is_one_zone(text: str, zone: str) -> None:
    found = find_zone(text)
    assert ([one.zone for one in found.places], found.is_sure) == ([zone], True)


@pytest.mark.parametrize("text", ["Австралија", "SHBA", "USA", "САД", "Kanadaja", "new"])
def test_a_land_of_many_zones_is_a_choice(text: str) -> None:
    found = find_zone(text)
    assert len({one.zone for one in found.places}) == len(found.places) > 1
    assert not found.is_sure


@pytest.mark.parametrize(
    ("text", "zone"),
    [("Skoplje", "Europe/Skopje"), ("Мелбрун", "Australia/Melbourne"), ("Toronot", "America/Toronto")],
)
def test_a_slip_is_suggested(text: str, zone: str) -> None:
    found = find_zone(text)
    assert [one.zone for one in found.places] == [zone]
    assert not found.is_sure


@pytest.mark.parametrize("text", ["", "😀" * 4_000, "qwxz", "../../etc/passwd", "Factory", "\x00", "/"])
def test_what_is_no_place_finds_none(text: str) -> None:
    assert not find_zone(text).places


@pytest.mark.parametrize(
    ("spot", "town"),
    [
        ((41.12, 20.80), "Ohrid"),
        ((42.66, 21.17), "Pristina"),
        ((-37.9, 145.1), "Melbourne"),
        ((38.9, -6.9), "Badajoz"),  # Lisbon, an hour behind, would be the nearest of tzdata's own
        ((64.15, -21.9), "Reykjavik"),
    ],
)
def test_a_shared_location_finds_the_nearest_town(spot: tuple[float, float], town: str) -> None:
    assert zone_near(*spot).names["en"] == town


@pytest.mark.parametrize(
    ("language", "names"),
    [("en", ["Skopje", "New York"]), ("mk", ["Скопје", "Њујорк"]), ("sq", ["Shkup", "Nju-Jork"])],
)
def test_a_zone_is_called_by_its_town_in_the_readers_language(language: str, names: list[str]) -> None:
    texts = texts_for(language)
    assert [zone_name("Europe/Skopje", texts), zone_name("America/New_York", texts)] == names
    assert zone_name("Etc/GMT-2", texts) == "GMT-2"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_zone_of_every_region_exists_has_a_name_and_is_found_by_it(language: str) -> None:
    texts = texts_for(language)
    zones = [zone for region in REGIONS for zone in zones_of(region, texts)]
    assert len(zones) == len(set(zones)) > 400
    for zone in zones:
        assert ZoneInfo(zone).key == zone
        found = find_zone(zone_name(zone, texts))
        assert zone in [one.zone for one in found.places], zone


def test_zones_stand_in_the_order_of_the_readers_alphabet() -> None:
    texts = texts_for("mk")
    names = [zone_name(zone, texts) for zone in zones_of("europe", texts)]
    assert names.index("Кишинау") < names.index("Љубљана") < names.index("Мадрид") < names.index("Џерзи")


def test_a_town_of_ours_has_a_name_in_each_language() -> None:
    (tetovo,) = find_zone("Tetovo").places
    assert [place_name(tetovo, texts_for(one)) for one in ("en", "mk", "sq")] == [
        "Tetovo",
        "Тетово",
        "Tetovë",
    ]
