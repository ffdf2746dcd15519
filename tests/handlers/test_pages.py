"""The readers' pages, without a Telegram around them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.follows import FollowKind, Subject
from bot.domain.preferences import Mode, QuietHours
from bot.domain.pushes import ButtonRows
from bot.domain.subscribers import Standing
from bot.locales import texts_for
from bot.newsroom import Settings
from bot.rendering.zones import REGIONS, zones_of
from handlers.readers.pages import Page
from handlers.readers.settings_pages import settings_page
from handlers.readers.when_pages import page_of
from handlers.readers.zone_pages import region_page
from tests.handlers.scene import ACTIVE, EN, sample_paper
from tests.rendering.samples import LANGUAGES, read_by_telegram

PAPER = sample_paper("http://127.0.0.1:1")
USUAL = Settings(ACTIVE, EN, PAPER.preferences, ACTIVE.joined_at)
EVERYTHING = replace(
    USUAL,
    subscriber=replace(ACTIVE, standing=Standing.PAUSED),
    chosen=replace(
        PAPER.preferences,
        mode=Mode.DIGEST,
        digest_times=tuple(time(hour) for hour in range(8, 16)),
        quiet=QuietHours(start=time(22), end=time(7)),
        zone="America/North_Dakota/New_Salem",
        paused_until=USUAL.now + timedelta(days=7),
    ),
)
NAMES = ("", "cap", "hours", "days", "quiet", "zone", "edition", "pause")
ROOM = {1: 36, 2: 18, 3: 11, 4: 9}
"""Characters that a phone of 420 pixels shows of each of so many buttons beside each other."""


def pages(language: str) -> Iterator[Page]:
    """All there are."""
    texts = texts_for(language)
    for settings in (USUAL, EVERYTHING):
        yield from (page_of(name, settings, PAPER, texts) for name in NAMES)
        for region in REGIONS:
            count = -(-len(zones_of(region, texts)) // 16)
            yield from (region_page(region, number, settings, texts) for number in range(count))


def too_long(rows: ButtonRows) -> list[str]:
    """The labels that a phone would cut."""
    return [one.label for row in rows for one in row if len(one.label) > ROOM[len(row)]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_of_the_settings_fits_a_phone(language: str) -> None:
    assert not [label for page in pages(language) for label in too_long(page.buttons)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_settings_is_one_message_whose_buttons_telegram_takes(language: str) -> None:
    for page in pages(language):
        assert len(read_by_telegram(page.html)) <= 400
        assert all(len((one.data or "").encode()) <= 64 for row in page.buttons for one in row)


def test_a_page_beyond_the_last_is_the_last() -> None:
    texts = texts_for("en")
    assert region_page("oceania", 99, USUAL, texts) == region_page("oceania", 3, USUAL, texts)


def test_a_paper_of_one_edition_offers_no_choice() -> None:
    alone = replace(PAPER, editions={EN: PAPER.editions[EN]})
    page = settings_page(USUAL, alone, texts_for("en"))
    labels = [button.label for row in page.buttons for button in row]
    assert "🌍 Time zone" in labels
    assert "📰 Edition" not in labels


def test_of_much_that_comes_in_digests_only_some_is_named() -> None:
    names = [Subject(FollowKind.TOPIC, str(number), f"Topic {number}") for number in range(7)]
    page = settings_page(replace(USUAL, in_digests=names), PAPER, texts_for("en"))
    assert "Topic 4, …" in page.html
    assert "Topic 5" not in page.html
