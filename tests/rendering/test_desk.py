"""What editors see: the readers' card and the desk's buttons."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from bot.domain.articles import Article
from bot.domain.edits import Version
from bot.domain.ids import PushId, UserId
from bot.domain.pushes import Style
from bot.domain.reviews import Review, ReviewState
from bot.locales import texts_for
from bot.rendering.cards import article_card
from bot.rendering.desk import (
    decided_buttons,
    review_card,
    scheduled_card,
    stop_or_verdict,
    verdict,
    wall_date,
    wall_time,
)
from tests.rendering.samples import ARTICLE, ARTICLES, LANGUAGES, NOW, PAPER

ENGLISH, ALBANIAN, MACEDONIAN = texts_for("en"), texts_for("sq"), texts_for("mk")
SKOPJE = ZoneInfo("Europe/Skopje")
REVIEW = Review(
    article=ARTICLE,
    state=ReviewState.APPROVED,
    decided_by=UserId(1),
    decided_name="Јана <3",
    decided_at=NOW,
)


@given(ARTICLES)
def test_an_editor_sees_exactly_what_readers_will_get(article: Article) -> None:
    shown = review_card(article, PAPER, ENGLISH, MACEDONIAN)
    assert replace(shown, buttons=shown.buttons[:-3]) == article_card(article, PAPER, ENGLISH)


def test_the_desks_buttons_name_the_article_and_what_was_seen_of_it() -> None:
    version = Version(number=3)
    *_, decide, prepare, plan = review_card(
        replace(ARTICLE, revision=2), PAPER, ENGLISH, ENGLISH, version=version
    ).buttons
    assert [(one.label, one.data) for one in decide] == [("Send now", "send:17.2.3"), ("Skip", "skip:17.2.3")]
    assert [(one.label, one.data) for one in prepare] == [
        ("Test to me", "test:17.2.3"),
        ("Edit", "card:17.2.3.edit"),
    ]
    assert [one.data for one in plan] == ["when:a17.2.3", "who:a17.2.3"]


def test_the_desks_buttons_are_in_the_editors_language() -> None:
    shown = review_card(ARTICLE, PAPER, ENGLISH, MACEDONIAN)
    assert shown.buttons[0][0].label == ENGLISH.plain("button.read")
    assert shown.buttons[-3][0].label == MACEDONIAN.plain("button.send_now")


def test_what_was_sent_of_the_same_story_is_a_button_above_the_desks_own() -> None:
    before = replace(ARTICLE, headline="Snow " * 30, url="https://paper.example/before")
    shown = review_card(ARTICLE, PAPER, ENGLISH, ENGLISH, before)
    ((button,), decide, *_) = shown.buttons[-4:]
    assert (button.label[:17], button.url) == ("Same story: Snow ", before.url)
    assert len(button.label) <= 64
    assert [one.label for one in decide] == ["Send now", "Skip"]


def test_an_article_without_an_address_makes_no_button() -> None:
    shown = review_card(ARTICLE, PAPER, ENGLISH, ENGLISH, replace(ARTICLE, url=""))
    assert shown == review_card(ARTICLE, PAPER, ENGLISH, ENGLISH)


def test_a_scheduled_card_can_be_cancelled_and_says_when_it_goes() -> None:
    card = article_card(ARTICLE, PAPER, ENGLISH)
    shown = scheduled_card(card, PushId(5), "18:30", ENGLISH)
    assert (shown.html, shown.buttons[:-1]) == (card.html, card.buttons)
    assert [(one.label, one.data) for one in shown.buttons[-1]] == [("Cancel (18:30)", "cancel:5")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", [ReviewState.APPROVED, ReviewState.SKIPPED])
def test_a_verdict_says_who_decided_and_when(language: str, state: ReviewState) -> None:
    ((button,),) = verdict(replace(REVIEW, state=state), SKOPJE, texts_for(language))
    assert "Јана <3" in button.label
    assert "19:30" in button.label


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_review_that_nobody_decided_names_nobody(language: str) -> None:
    expired = Review(article=ARTICLE, state=ReviewState.EXPIRED)
    ((button,),) = verdict(expired, SKOPJE, texts_for(language))
    assert button.label
    assert "desk." not in button.label


def test_a_decided_card_has_one_button_that_only_says_so() -> None:
    ((button,),) = decided_buttons("desk.cancelled", ENGLISH)
    assert (button.data, button.url) == ("settled:", None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_times_are_those_on_the_papers_clocks(language: str) -> None:
    texts = texts_for(language)
    assert wall_time(NOW, SKOPJE, texts) == "19:30"
    assert wall_date(NOW, SKOPJE, texts).startswith("23 ")
    assert wall_date(NOW, SKOPJE, texts).endswith("19:30")


def test_the_month_is_in_the_editors_language() -> None:
    assert wall_date(NOW, SKOPJE, ENGLISH) == "23 Nov, 19:30"
    assert "nën" in wall_date(NOW, SKOPJE, ALBANIAN)


def test_as_long_as_nothing_left_a_red_stop_stands_above_the_verdict() -> None:
    leaving = replace(REVIEW, state=ReviewState.APPROVED, stoppable=PushId(5))
    (stop,), (decided,) = stop_or_verdict(leaving, replace(PAPER, window=timedelta(seconds=20)), ENGLISH)
    assert (stop.label, stop.data, stop.style) == ("🛑 Stop (20 s)", "withdraw:5", Style.DANGER)
    assert decided.label.startswith("✓ Approved")
