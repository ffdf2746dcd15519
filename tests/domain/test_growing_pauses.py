"""Pauses between tries: short at first, and never endless, however long the outage."""

from bot.domain.growing_pauses import pause_after


def test_each_pause_is_twice_as_long_as_the_one_before() -> None:
    assert [pause_after(one, 0.5, 30) for one in range(1, 9)] == [0.5, 1, 2, 4, 8, 16, 30, 30]


def test_an_outage_of_hours_ends_like_one_of_minutes() -> None:
    assert pause_after(1_000_000, 0.5, 4) == 4
