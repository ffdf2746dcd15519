"""What subjects are called on a phone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.follows import Follow, FollowKind, Subject, edition_subject
from bot.domain.ids import Edition
from bot.locales import texts_for
from bot.rendering.subjects import muted_until, subject_label, subject_name
from tests.rendering.samples import NASTY, PAPER

ECONOMY = Subject(FollowKind.TOPIC, "ekonomija", "Економија")
LATE = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)


def test_every_kind_has_an_icon_of_its_own() -> None:
    names = {subject_name(replace(ECONOMY, kind=kind), PAPER) for kind in FollowKind}
    assert len(names) == len(FollowKind)
    assert subject_name(ECONOMY, PAPER) == "🏷 Економија"


def test_an_edition_has_the_name_the_paper_gave_it() -> None:
    assert subject_label(edition_subject(Edition("en")), PAPER) == "Primer <Daily>"
    assert subject_label(edition_subject(Edition("xx")), PAPER) == "xx"


@pytest.mark.parametrize("label", NASTY)
def test_any_name_fits_a_button(label: str) -> None:
    shown = subject_label(replace(ECONOMY, label=label), PAPER)
    assert 0 < len(shown) <= 32
    assert not set(shown) & set("\n\u202e\u202c")


@pytest.mark.parametrize(("language", "day"), [("en", "30 Nov"), ("mk", "30 ное."), ("sq", "30 nën")])
def test_a_mute_ends_on_a_day_of_the_papers_clocks(language: str, day: str) -> None:
    assert muted_until(Follow(subject=ECONOMY, muted_until=LATE), PAPER, texts_for(language)) == day


def test_what_is_not_muted_has_no_such_day() -> None:
    assert muted_until(Follow(subject=ECONOMY), PAPER, texts_for("en")) == ""
