"""What a change of our place in a group or channel means."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.chats import Consequence, News, Place, Voice, consequence
from bot.domain.ids import ChatId, Edition, SubscriberId
from bot.domain.subscribers import ChatKind, Standing, Subscriber

KNOWN = Subscriber(
    id=SubscriberId(1),
    chat_id=ChatId(-1001),
    kind=ChatKind.GROUP,
    edition=Edition("en"),
    language="en",
    standing=Standing.ACTIVE,
    joined_at=datetime(2026, 3, 29, tzinfo=UTC),
)
OUT, SILENT, SPEAKS = Voice.OUT, Voice.SILENT, Voice.SPEAKS


def meant(before: Voice, after: Voice, standing: Standing | None = None) -> Consequence:
    """What the change means for a chat of this standing; None: one that is not on file."""
    place = Place(kind=ChatKind.GROUP, title="Readers", before=before, after=after)
    return consequence(place, replace(KNOWN, standing=standing) if standing else None)


def test_a_new_chat_is_welcomed() -> None:
    assert meant(OUT, SPEAKS) == Consequence(news=News.WELCOME)


def test_a_chat_that_lets_us_in_again_is_active_and_welcomed() -> None:
    assert meant(OUT, SPEAKS, Standing.BLOCKED) == Consequence(Standing.ACTIVE, News.WELCOME)


def test_who_said_stop_is_welcomed_and_stays_stopped() -> None:
    assert meant(OUT, SPEAKS, Standing.LEFT) == Consequence(None, News.WELCOME)


def test_a_group_that_moved_is_with_us_already() -> None:
    assert meant(OUT, SPEAKS, Standing.ACTIVE) == Consequence()


@pytest.mark.parametrize("before", [SILENT, SPEAKS])
def test_put_out_is_blocked(before: Voice) -> None:
    assert meant(before, OUT, Standing.PAUSED) == Consequence(Standing.BLOCKED)


@pytest.mark.parametrize("standing", [None, Standing.LEFT, Standing.BLOCKED])
def test_put_out_changes_nothing_for_who_was_gone(standing: Standing | None) -> None:
    assert meant(SPEAKS, OUT, standing) == Consequence()


def test_silenced_is_blocked_and_told() -> None:
    assert meant(SPEAKS, SILENT, Standing.ACTIVE) == Consequence(Standing.BLOCKED, News.SILENCED)


def test_let_in_without_a_voice_is_told() -> None:
    assert meant(OUT, SILENT) == Consequence(None, News.SILENCED)


def test_silence_that_lasts_is_told_once() -> None:
    assert meant(SILENT, SILENT, Standing.BLOCKED) == Consequence()


def test_a_voice_that_comes_back_is_told() -> None:
    assert meant(SILENT, SPEAKS, Standing.BLOCKED) == Consequence(Standing.ACTIVE, News.BACK)


def test_a_voice_that_comes_back_wakes_nobody_who_said_stop() -> None:
    assert meant(SILENT, SPEAKS, Standing.LEFT) == Consequence()


@pytest.mark.parametrize("standing", [Standing.ACTIVE, Standing.PAUSED, Standing.LEFT])
def test_other_rights_are_no_news(standing: Standing) -> None:
    assert meant(SPEAKS, SPEAKS, standing) == Consequence()


def test_other_rights_where_we_were_refused_are_a_new_beginning() -> None:
    assert meant(SPEAKS, SPEAKS, Standing.BLOCKED) == Consequence(Standing.ACTIVE, News.WELCOME)
