"""`/zone`: a town in any of our languages, a shared location, or buttons."""

from typing import Any

import pytest

from tests.handlers.scene import ANA, Scene, labels


@pytest.fixture
async def ana(scene: Scene) -> Scene:
    """Ana gets the top stories."""
    await scene.subscribed(ANA)
    return scene


@pytest.mark.parametrize(
    ("typed", "zone", "town"),
    [
        ("Melbourne", "Australia/Melbourne", "Melbourne"),
        ("Торонто", "America/Toronto", "Toronto"),
        ("Shkup", "Europe/Skopje", "Skopje"),
        ("Битола", "Europe/Skopje", "Bitola"),
        ("\u202eSkopje", "Europe/Skopje", "Skopje"),
        ("Zvicra", "Europe/Zurich", "Zurich"),
        ("America/New_York", "America/New_York", "New York"),
    ],
)
async def test_a_town_in_any_of_our_languages_sets_the_clock(
    ana: Scene, typed: str, zone: str, town: str
) -> None:
    answer = await ana.types(ANA, f"/zone {typed}")
    assert answer.startswith(f"{town}: it is ")
    assert (await ana.chosen(ANA)).zone == zone


@pytest.mark.parametrize(
    ("language", "town"),
    [("en", "Zurich: it is "), ("mk", "Цирих: сега е "), ("sq", "Cyrih: tani është ora ")],
)
async def test_the_answer_is_in_the_readers_language(ana: Scene, language: str, town: str) -> None:
    await ana.phones.person(ANA, "Ana", language_code=language)
    assert (await ana.types(ANA, "/zone Цирих")).startswith(town)


async def test_a_slip_is_suggested_and_one_tap_confirms_it(ana: Scene) -> None:
    assert "Which one do you mean by “Melburne”?" in await ana.types(ANA, "/zone Melburne")
    (label,) = [one for one in labels((await ana.messages(ANA))[-1]) if one.startswith("Melbourne ")]
    assert "🌍 Melbourne: it is " in (await ana.taps(ANA, label)).text
    assert (await ana.chosen(ANA)).zone == "Australia/Melbourne"


async def test_a_land_of_many_clocks_is_a_choice(ana: Scene) -> None:
    await ana.types(ANA, "/zone Австралија")
    towns = [one.rpartition(" ")[0] for one in labels((await ana.messages(ANA))[-1])]
    assert {"Melbourne", "Sydney", "Perth"} <= set(towns)


@pytest.mark.parametrize("words", ["Narnia", "<b>x</b>", "😀" * 4_000])
async def test_an_unknown_place_is_told_and_the_regions_are_offered(ana: Scene, words: str) -> None:
    assert "I know no town or country called" in await ana.types(ANA, f"/zone {words}")
    page = (await ana.messages(ANA))[-1]
    assert labels(page) == ["Europe", "America", "Oceania", "Asia", "Africa", "‹ Settings"]


async def test_any_zone_of_the_world_is_found_by_buttons(ana: Scene) -> None:
    await ana.in_settings(ANA, "🌍 Time zone", "Oceania")
    page = await ana.taps(ANA, "2/4 ›")
    (honolulu,) = [one for one in labels(page) if one.startswith("Honolulu ")]
    assert "🌍 Honolulu: it is " in (await ana.taps(ANA, honolulu)).text


async def test_a_long_name_leaves_room_for_its_time(ana: Scene) -> None:
    page = await ana.in_settings(ANA, "🌍 Time zone", "America")
    bahia, beulah = (one for one in labels(page) if one.startswith(("Beulah", "Bahía de")))
    assert bahia.startswith("Bahía de… ")
    assert len(beulah) == len("Beulah 00:00")


async def test_a_likely_town_is_two_taps_from_the_settings(ana: Scene) -> None:
    page = await ana.in_settings(ANA, "🌍 Time zone")
    assert labels(page)[0].startswith("✓ Skopje ")
    (london,) = [one for one in labels(page) if one.startswith("London ")]
    await ana.taps(ANA, london)
    assert (await ana.chosen(ANA)).zone == "Europe/London"


async def test_the_town_can_be_written_in_reply(ana: Scene) -> None:
    await ana.in_settings(ANA, "🌍 Time zone", "Write the town…")
    question = (await ana.messages(ANA))[-1]
    await ana.phones.type(ANA, "Хамилтон", reply_to=question.message_id)
    assert (await ana.answered(ANA)).text.startswith("Hamilton: it is ")
    assert (await ana.chosen(ANA)).zone == "America/Toronto"


async def test_a_shared_location_sets_the_clock_and_is_not_kept(ana: Scene) -> None:
    await ana.take_in(located(41.12, 20.81))
    await ana.take_in(located(-37.9, 145.1, update_id=9_002))
    assert (await ana.messages(ANA))[-1].text.startswith("Melbourne: it is ")
    assert (await ana.chosen(ANA)).zone == "Australia/Melbourne"
    record = await ana.types(ANA, "/mydata")
    assert "145.1" not in record


async def test_a_strangers_town_says_how_to_subscribe(scene: Scene) -> None:
    await scene.types(ANA, "/start")
    assert "Send /start to subscribe" in await scene.types(ANA, "/zone Skopje")
    await scene.take_in(located(41.12, 20.81))
    assert "Send /start to subscribe" in (await scene.messages(ANA))[-1].text


def located(north: float, east: float, update_id: int = 9_001) -> dict[str, Any]:
    """An update with a place, which no phone of the sandbox can share."""
    user = {"id": ANA, "is_bot": False, "first_name": "Ana", "language_code": "en"}
    chat = {"id": ANA, "type": "private", "first_name": "Ana"}
    place = {"location": {"latitude": north, "longitude": east}}
    message = {"message_id": update_id, "date": 1_770_000_000, "chat": chat, "from": user}
    return {"update_id": update_id, "message": message | place}
