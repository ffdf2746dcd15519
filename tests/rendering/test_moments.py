"""Times as editors type them, in our three languages."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.errors import BadTime
from bot.rendering.moments import read_moment

SKOPJE = ZoneInfo("Europe/Skopje")
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("18:30", "2026-11-23 18:30"),
        ("8.05", "2026-11-24 08:05"),
        ("19", "2026-11-23 19:00"),
        ("today 18:30", "2026-11-23 18:30"),
        ("денес 18:30", "2026-11-23 18:30"),
        ("tomorrow", "2026-11-24 08:00"),
        ("Утре 7:15", "2026-11-24 07:15"),
        ("nesër 7:15", "2026-11-24 07:15"),
        ("NESER 7:15", "2026-11-24 07:15"),
        ("15.12.", "2026-12-15 08:00"),
        ("15.12. 18:30", "2026-12-15 18:30"),
        ("15.12.2026 18.30", "2026-12-15 18:30"),
        ("2026-12-15 18:30", "2026-12-15 18:30"),
        ("15 декември 18:30", "2026-12-15 18:30"),
        ("15 dhjetor 18:30", "2026-12-15 18:30"),
        ("15 December", "2026-12-15 08:00"),
        ("1 јануари 0:05", "2027-01-01 00:05"),
    ],
)
def test_a_time_is_read_as_it_is_meant(typed: str, meant: str) -> None:
    moment = read_moment(typed, SKOPJE, NOON)
    assert f"{moment.astimezone(SKOPJE):%Y-%m-%d %H:%M}" == meant


@pytest.mark.parametrize("typed", ["", "soon", "25:00", "30.2. 8:00", "today 8:00", "8:00 tomorrow", "99"])
def test_what_is_no_time_ahead_is_refused(typed: str) -> None:
    with pytest.raises(BadTime):
        read_moment(typed, SKOPJE, NOON)
