"""Days and hours as people read and write them."""

from datetime import UTC, datetime, time

import pytest

from bot.domain.pauses import Day
from bot.errors import UsageError
from bot.locales import texts_for
from bot.rendering.days import days_text, hours_text, moment_text, read_day, read_days, weekday_name


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15.12", Day(15, 12)),
        (" 15.12. ", Day(15, 12)),
        ("15/12/2027", Day(15, 12, 2027)),
        ("2027-12-15", Day(15, 12, 2027)),
        ("15 декември", Day(15, 12)),
        ("15. дек.", Day(15, 12)),
        ("15 dhjetor 2026", Day(15, 12, 2026)),
        ("1 March", Day(1, 3)),
        ("3 qershor", Day(3, 6)),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: Day) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("3", 3),
        ("3 days", 3),
        ("10 дена", 10),
        ("5 ditë", 5),
        ("2 weeks", 14),
        ("една недела", 7),
        ("a week", 7),
        ("një javë", 7),
    ],
)
def test_a_stretch_of_days_is_read_as_people_write_it(text: str, days: int) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize("text", ["", "a", "15.12", "15 декември", "3 months", "1000", "9" * 5_000, "-1"])
def test_what_is_no_stretch_of_days_is_none(text: str) -> None:
    assert read_days(text) is None


@pytest.mark.parametrize("text", ["", "soon", "12", "15 brumaire", "15.12.26 at noon", "１", "9" * 5_000])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_day(text)


@pytest.mark.parametrize(
    ("language", "moment"),
    [("en", "Fri 27 Nov, 14:05"), ("mk", "пет. 27 ное., 14:05"), ("sq", "pre 27 nën, 14:05")],
)
def test_a_moment_is_told_on_the_readers_clocks(language: str, moment: str) -> None:
    at = datetime(2026, 11, 27, 13, 5, tzinfo=UTC)
    assert moment_text(at, "Europe/Skopje", texts_for(language)) == moment


def test_days_are_told_as_few_words_as_there_are() -> None:
    texts = texts_for("en")
    assert days_text(frozenset(range(7)), texts) == "every day"
    assert days_text(frozenset(range(5)), texts) == "on weekdays"
    assert days_text(frozenset({5, 0}), texts) == "Mon, Sat"
    assert weekday_name(6, texts_for("mk")) == "нед."


def test_hours_are_told_as_clocks_show_them() -> None:
    assert hours_text((time(7, 30), time(18))) == "07:30, 18:00"
