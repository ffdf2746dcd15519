"""Audiences: what a tap makes of them."""

import pytest

from bot.domain.audiences import EVERYBODY, Audience, stepped
from bot.domain.follows import FollowKind, Subject
from bot.domain.ids import Edition
from bot.domain.subscribers import ChatKind
from bot.errors import UsageError

SPORT = Subject(FollowKind.TOPIC, "sport", "Sport")


@pytest.mark.parametrize(
    ("step", "value", "after"),
    [
        ("edition", "mk", Audience(edition=Edition("mk"))),
        ("active", "30", Audience(active_days=30)),
        ("joined", "7", Audience(joined_days=7)),
        ("chats", "pg", Audience(chats=(ChatKind.PRIVATE, ChatKind.GROUP))),
    ],
)
def test_a_tap_sets_one_thing_and_another_takes_it_off(step: str, value: str, after: Audience) -> None:
    assert stepped(EVERYBODY, step, value) == after
    assert stepped(after, step, "") == EVERYBODY


@pytest.mark.parametrize("step", ["topic", "author", "source"])
def test_what_was_written_is_taken_off_by_a_tap(step: str) -> None:
    chosen = Audience(topic=SPORT, author=SPORT, source="qr_kiosk")
    assert getattr(stepped(chosen, step, ""), step) is None


def test_everybody_takes_all_off() -> None:
    assert stepped(Audience(topic=SPORT, active_days=7), "all", "") == EVERYBODY


@pytest.mark.parametrize(
    ("step", "value"),
    [("active", "8"), ("joined", "x"), ("chats", "zz"), ("topic", "sport"), ("members", "yes")],
)
def test_what_no_button_of_ours_says_is_stale(step: str, value: str) -> None:
    with pytest.raises(UsageError, match="stale_button"):
        stepped(EVERYBODY, step, value)


def test_a_choice_of_chats_knows_its_name() -> None:
    assert [one.chat_choice for one in (EVERYBODY, Audience(chats=(ChatKind.CHANNEL,)))] == ["", "c"]
