"""When nobody was there: how long is too long, and which articles may be old news."""

from datetime import UTC, datetime, timedelta

from bot.domain.standstills import PATIENCE, Gap, gap_of, is_from_then, restored

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_an_hour_without_a_sign_of_life_is_waited_out_and_more_is_not() -> None:
    assert gap_of(NOW - HOUR, NOW, PATIENCE) is None
    assert gap_of(NOW - 2 * HOUR, NOW, PATIENCE) == Gap(
        since=NOW - 2 * HOUR, until=NOW, held_before=NOW - HOUR, is_restore=False
    )


def test_a_database_that_never_ran_or_a_clock_put_back_is_no_standstill() -> None:
    assert gap_of(None, NOW, PATIENCE) is None
    assert gap_of(NOW + 5 * HOUR, NOW, PATIENCE) is None


def test_after_a_restore_everything_before_it_is_held() -> None:
    assert restored(NOW - HOUR, NOW).held_before == NOW


def test_an_article_is_judged_by_its_date_and_without_one_by_the_last_look() -> None:
    gap = restored(NOW - 5 * HOUR, NOW)
    assert is_from_then(gap, NOW - HOUR, NOW)
    assert not is_from_then(gap, NOW + HOUR, None)
    assert is_from_then(gap, None, None)
    assert is_from_then(gap, None, NOW - HOUR)
    assert not is_from_then(gap, None, NOW + HOUR)
