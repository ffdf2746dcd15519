"""/stats as one message."""

from datetime import date

import pytest

from bot.domain.deliveries import DeliveryState, Reason, Tally
from bot.domain.ids import PushId
from bot.domain.statistics import DayMoves, PushTally, Statistics
from bot.domain.subscribers import Standing
from bot.locales import texts_for
from bot.rendering.statistics import statistics_message
from tests.rendering.samples import LANGUAGES, NASTY, NOW, read_by_telegram

TALLY = Tally(
    12355,
    {
        (DeliveryState.SENT, None): 12345,
        (DeliveryState.FAILED, Reason.BLOCKED): 5,
        (DeliveryState.FAILED, Reason.REJECTED): 2,
        (DeliveryState.UNKNOWN, None): 3,
    },
)


def statistics(*headlines: str) -> Statistics:
    return Statistics(
        standings={Standing.ACTIVE: 45678, Standing.BLOCKED: 9},
        days=(DayMoves(date(2026, 11, 23), joined=4, left=2, blocked=1),),
        pushes=tuple(PushTally(PushId(1), one, NOW, TALLY) for one in headlines),
        digests=Tally(77, {(DeliveryState.SENT, None): 76}),
        sources=(("qr_kiosk", 1234), ("site_home", 5)),
    )


def shown(language: str, *headlines: str) -> str:
    return read_by_telegram(statistics_message(statistics(*headlines), texts_for(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_telegram_reads_it_whatever_the_headlines_and_finds_it_short_enough(language: str) -> None:
    assert len(shown(language, *NASTY)) <= 4096


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    message = shown(language, "Why buses")
    assert not [word for word in ("stats.", "standing.", "{") if word in message]


def test_subscribers_are_counted_by_standing_none_left_out() -> None:
    texts, message = texts_for("en"), shown("en")
    assert f"{texts.plain('standing.active')}: 45,678" in message
    assert f"{texts.plain('standing.paused')}: 0" in message
    assert f"{texts.plain('standing.blocked')}: 9" in message


def test_numbers_are_written_as_the_reader_writes_them() -> None:
    assert "45.678" in shown("mk")


def test_a_day_shows_who_came_and_went() -> None:
    assert "23 Nov: +4 −2 ⛔1" in shown("en")


def test_a_push_shows_what_became_of_its_deliveries() -> None:
    _, _, line = shown("en", "Why buses & trams").partition("• Why buses & trams\n")
    assert all(figure in line for figure in ("12,345", "7", "5", "3"))


def test_where_readers_came_from_stands_there_with_how_many() -> None:
    assert "qr_kiosk: 1,234\nsite_home: 5" in shown("en")


def test_nothing_yet_has_no_empty_headings() -> None:
    message = statistics_message(
        Statistics(standings={}, days=(), pushes=(), digests=Tally(0)), texts_for("en")
    )
    assert texts_for("en").html("stats.days") not in message
    assert texts_for("en").html("stats.pushes") not in message
    assert texts_for("en").html("stats.sources") not in message


def test_digests_are_told_together() -> None:
    assert "Digests of the last 7 days\nsent 76, failed 0 (blocked 0), unknown 0" in shown("en")
