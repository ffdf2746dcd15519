"""Alarms are decided from figures, begin at once, and are over when their cause has been gone for a while."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.alarms import (
    CALM,
    Alarm,
    AlarmKind,
    Disk,
    FeedVitals,
    Limits,
    Raised,
    Turns,
    Vitals,
    alarms,
    turns,
)
from bot.domain.troubles import Trouble

NOW = datetime(2026, 3, 29, 18, 30, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WELL = Vitals(
    at=NOW,
    feeds=(FeedVitals(url="https://p.example/feed", troubles=frozenset()),),
    updates=3,
    behind=14 * MINUTE,
    sent=91,
    failed=9,
    disk=Disk(500_000_000, 10**12),
    database=timedelta(milliseconds=2),
    skew=timedelta(seconds=-30),
    second_bot_at=NOW - 2 * MINUTE,
    token_refused_at=NOW - HOUR,
    backup_at=NOW - timedelta(hours=25, minutes=59),
)
ILL: dict[AlarmKind, dict[str, Any]] = {
    AlarmKind.FEED: {"feeds": (FeedVitals(url="u", troubles=frozenset({Trouble.SILENT, Trouble.FAILING})),)},
    AlarmKind.QUEUE: {"behind": 15 * MINUTE},
    AlarmKind.FAILURES: {"failed": 11},
    AlarmKind.UNKNOWN: {"unknown": 1},
    AlarmKind.DISK: {"disk": Disk(499_999_999, 10**12)},
    AlarmKind.DATABASE: {"database": None},
    AlarmKind.CLOCK: {"skew": timedelta(seconds=31)},
    AlarmKind.TOKEN: {"token_refused_at": NOW - 59 * MINUTE},
    AlarmKind.SECOND_BOT: {"second_bot_at": NOW - MINUTE},
    AlarmKind.BACKUP: {"backup_at": NOW - 26 * HOUR},
}
FACTS: dict[AlarmKind, dict[str, str | int]] = {
    AlarmKind.FEED: {"url": "u", "trouble": "failing"},
    AlarmKind.QUEUE: {"minutes": 15},
    AlarmKind.FAILURES: {"failed": 11, "ended": 102},
    AlarmKind.UNKNOWN: {"number": 1},
    AlarmKind.DISK: {"megabytes": 499},
    AlarmKind.CLOCK: {"seconds": 31},
    AlarmKind.BACKUP: {"hours": 26},
}


def test_just_within_every_limit_is_no_alarm() -> None:
    assert alarms(WELL, Limits()) == ()
    assert alarms(Vitals(at=NOW, database=MINUTE), Limits()) == ()


@pytest.mark.parametrize("kind", AlarmKind)
def test_each_kind_is_raised_by_its_own_figure_and_says_it(kind: AlarmKind) -> None:
    (alarm,) = alarms(replace(WELL, **ILL[kind]), Limits())
    assert (alarm.kind, alarm.facts) == (kind, FACTS.get(kind, {}))


def test_a_few_failures_are_no_rate() -> None:
    assert alarms(replace(WELL, sent=0, failed=19), Limits()) == ()


QUEUE, DISK = Alarm(AlarmKind.QUEUE), Alarm(AlarmKind.DISK)


def test_an_alarm_begins_goes_on_and_ends_only_when_it_was_calm() -> None:
    raised = [Raised(QUEUE, NOW - HOUR, NOW)]
    assert turns([], [QUEUE], NOW) == Turns(began=(QUEUE,), last=(), over=())
    assert turns(raised, [QUEUE, DISK], NOW + CALM) == Turns(began=(DISK,), last=(QUEUE,), over=())
    assert turns(raised, [], NOW + CALM - MINUTE) == Turns(began=(), last=(), over=())
    assert turns(raised, [], NOW + CALM) == Turns(began=(), last=(), over=tuple(raised))


def test_two_feeds_are_two_alarms() -> None:
    feeds = tuple(FeedVitals(url=one, troubles=frozenset({Trouble.GONE})) for one in ("a", "b"))
    assert len({one.key for one in alarms(replace(WELL, feeds=feeds), Limits())}) == 2
