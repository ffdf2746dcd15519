"""A push as the desk sees it, and the newsroom stop: any headline, every language."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.deliveries import Tally
from bot.domain.ids import PushId
from bot.domain.newsroom_stops import Halt, Held, Stop
from bot.domain.progress import Progress, PushAtWork
from bot.domain.push_reports import Effect, Effects, Stage
from bot.domain.pushes import Card, PushState, Style
from bot.locales import texts_for
from bot.rendering.newsroom_stop import halt_card
from bot.rendering.progress import progress_card, report_card
from tests.rendering.samples import LANGUAGES

ENGLISH, SKOPJE = texts_for("en"), ZoneInfo("Europe/Skopje")
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NASTY = "Tom & <b>Jerry</b> "


def push(headline: str = "Snow", state: PushState = PushState.SENDING, said: str | None = None) -> PushAtWork:
    """A push at work."""
    return PushAtWork(push_id=PushId(7), headline=headline, state=state, stopped_for=said, tally=Tally(3))


def standing(sent: int, planned: int = 1000, **more: int) -> Progress:
    """How it stands."""
    rest = dict.fromkeys(("failed", "blocked", "unknown", "expired", "cancelled"), 0) | more
    return Progress(planned=planned, sent=sent, per_second=0.0, eta=None, **rest)


def shown(
    progress: Progress, one: PushAtWork | None = None, *, asks: bool = False, held: bool = False
) -> Card:
    """Its message in English."""
    return progress_card(one or push(), progress, asks=asks, is_held=held, zone=SKOPJE, texts=ENGLISH)


def held(number: int, left: int | None = 1200) -> Held:
    """A push that waits."""
    return Held(push_id=PushId(number), headline=f"{NASTY}{number}", left=left, expires_at=AT)


@pytest.mark.parametrize(
    ("sent", "bar"),
    [(0, "░" * 12 + " 0%"), (999, "▓" * 11 + "░ 99%"), (1000, "▓" * 12 + " 100%")],
)
def test_the_bar_is_full_when_all_has_ended_and_not_before(sent: int, bar: str) -> None:
    assert bar in shown(standing(sent)).html


def test_figures_that_are_not_there_are_not_named() -> None:
    assert shown(standing(1, unknown=2)).html.endswith("sent 1 of 1,000 · unknown 2")


def test_a_push_without_readers_yet_has_no_bar() -> None:
    assert shown(standing(0, planned=0), push(state=PushState.PAUSED)).html == "<b>Snow</b>\n⏸ Paused"


def test_a_stop_of_all_pushing_is_said_in_each_message() -> None:
    assert "all pushing is stopped" in shown(standing(1), held=True).html


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_headline_and_no_answer_of_telegram_becomes_markup(language: str) -> None:
    texts = texts_for(language)
    stopped = push(NASTY, PushState.PAUSED, NASTY)
    cards = [
        progress_card(stopped, standing(1), asks=False, is_held=False, zone=SKOPJE, texts=texts),
        halt_card(Halt(stop=Stop(AT, NASTY), held=[held(1)], expired=[held(2)]), SKOPJE, texts),
    ]
    for card in cards:
        assert "Tom &amp; &lt;b&gt;Jerry" in card.html
        assert NASTY not in card.html


def test_the_question_names_how_many_are_left_in_red() -> None:
    (yes,), (no,) = shown(standing(400, failed=100), asks=True).buttons
    assert (yes.label, yes.style, no.label) == ("Cancel: 500 will not get it", Style.DANGER, "Back")


def test_who_cancels_what_is_still_being_planned_is_told_of_no_number() -> None:
    growing = replace(push(), tally=Tally(3, is_growing=True))
    (yes,), _ = shown(standing(1, planned=3), growing, asks=True).buttons
    assert yes.label == "Cancel: nobody else will get it"


def test_links_are_named_where_somebody_opened_one() -> None:
    done = push(state=PushState.DONE)
    effects = Effects({Effect.LINK: 4, Effect.READ_HERE: 1}, gone=2)
    stage = Stage.AFTER_AN_HOUR
    card = report_card(done, standing(3), when="18:30", stage=stage, effects=effects, texts=ENGLISH)
    assert card.html.endswith(
        "“Read here” 1 · “Less like this” 0 · links 4\nunfollowed or muted 0 · left or blocked 2"
    )


def test_more_than_fits_into_a_message_is_told_as_a_number() -> None:
    halt = Halt(stop=None, held=[held(number) for number in range(1, 16)], expired=())
    card = halt_card(halt, SKOPJE, ENGLISH)
    assert card.html.endswith("… and 3 more")
    assert len(card.buttons) == 12


def test_dropping_what_has_no_readers_yet_names_nobody() -> None:
    halt = Halt(stop=None, held=[held(1, None), held(2)], expired=())
    (sure,), (back,), second = halt_card(halt, SKOPJE, ENGLISH, dropping=PushId(1)).buttons
    assert (sure.label, sure.data, back.label) == ("Drop: nobody will get it", "drop_held:1", "Back")
    assert [one.label for one in second][1] == "Drop…"
