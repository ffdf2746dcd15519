"""Seals: what is pressed is what we put there, for that chat, not long ago."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.desk_refs import RefusedFor
from bot.domain.ids import ChatId
from bot.domain.seals import LASTS, LENGTH, Seals

SEALS = Seals("the key")
DESK = ChatId(-100500)
NOW = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
DATA = "send:17.2.3"


@given(st.text(max_size=46), st.integers(-(2**52), 2**52))
def test_what_was_sealed_opens_in_its_chat_only(data: str, chat: int) -> None:
    sealed = SEALS.seal(data, ChatId(chat), NOW)
    assert len(sealed) == len(data) + LENGTH
    assert SEALS.open(sealed, ChatId(chat), NOW) == data
    assert SEALS.open(sealed, ChatId(chat + 1), NOW) is RefusedFor.FORGED


@pytest.mark.parametrize("late", [timedelta(0), LASTS - timedelta(hours=1), -timedelta(days=1)])
def test_a_seal_lasts_a_week_and_through_a_clock_put_back(late: timedelta) -> None:
    assert SEALS.open(SEALS.seal(DATA, DESK, NOW), DESK, NOW + late) == DATA


def test_an_old_seal_is_told_from_a_forged_one() -> None:
    old = SEALS.seal(DATA, DESK, NOW)
    assert SEALS.open(old, DESK, NOW + LASTS + timedelta(hours=1)) is RefusedFor.EXPIRED


def test_another_key_opens_nothing_and_no_key_is_shown() -> None:
    assert Seals("another").open(SEALS.seal(DATA, DESK, NOW), DESK, NOW) is RefusedFor.FORGED
    assert repr(SEALS) == "Seals()"


def test_ten_thousand_forgeries_open_nothing() -> None:
    """Altered in one place, cut, with other articles, hours and seals, or with none."""
    dice, sealed = random.Random(7), SEALS.seal(DATA, DESK, NOW)
    alphabet = "0123456789abcdefXYZ~.:-_@é\ud800"
    forged = {DATA, sealed[:-1], sealed + "A", sealed.replace("17", "18"), f"~{sealed}", "", "~", "send:~"}
    while len(forged) < 10_000:
        place = dice.randrange(len(sealed))
        forged.add(sealed[:place] + dice.choice(alphabet) * dice.randrange(1, 4) + sealed[place + 1 :])
        forged.add(f"{DATA}~0{dice.randrange(16**4):04x}{dice.randbytes(9).hex()[:12]}")
    forged.discard(sealed)
    assert {SEALS.open(one, DESK, NOW) for one in forged} == {RefusedFor.FORGED}
