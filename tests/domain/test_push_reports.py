"""When the desk is told what of a push that has ended."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ids import PushId
from bot.domain.push_reports import Effect, Effects, Ended, Stage, stage_of

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "stage"),
    [
        (timedelta(0), Stage.ENDED),
        (timedelta(minutes=59, seconds=59), Stage.ENDED),
        (timedelta(hours=1), Stage.AFTER_AN_HOUR),
        (timedelta(hours=23, minutes=59), Stage.AFTER_AN_HOUR),
        (timedelta(hours=24), Stage.AFTER_A_DAY),
        (timedelta(days=9), Stage.AFTER_A_DAY),
        (timedelta(hours=-1), Stage.ENDED),
    ],
)
def test_what_is_due_follows_from_the_time_since_the_end(since: timedelta, stage: Stage) -> None:
    """A clock put back makes the end lie ahead: it has ended all the same."""
    assert stage_of(Ended(PushId(1), AT), AT + since) is stage


def test_what_nobody_did_is_counted_as_nothing() -> None:
    assert Effects({Effect.LINK: 2}).of(Effect.LESS) == 0
