"""Codes of the membership page are read however they are typed; ten thousand forgeries say nothing."""

import random
import string
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import ChatId
from bot.domain.member_codes import Code, MemberCodes
from bot.domain.member_tries import MOST, Tries
from tests.house_rules.source import ROOT
from tests.storage.samples import NOW

OURS = MemberCodes("the secret")
UNTIL = date(2027, 11, 26)
WRITTEN = OURS.write(4711, UNTIL, 3)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def _of_the_documents() -> Callable[[str, int, date, int], str]:
    """`member_code` as docs/operations.md gives it to the site's developers."""
    text = (ROOT / "docs/operations.md").read_text("utf-8")
    found = dict[str, Any]()
    exec(text.partition("```python\n")[2].partition("```")[0], found)
    written: Callable[[str, int, date, int], str] = found["member_code"]
    return written


written_by_the_site = _of_the_documents()


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**14 - 1), st.integers(0, 31))
def test_what_the_site_writes_is_read(number: int, days: int, amount_class: int) -> None:
    until = date(2020, 1, 1) + timedelta(days=days)
    written = OURS.write(number, until, amount_class)
    assert written == written_by_the_site("the secret", number, until, amount_class)
    code = OURS.read(written)
    assert code == Code(spelling=written.replace("-", ""), until=until, amount_class=str(amount_class))


@pytest.mark.parametrize(
    "typed",
    [
        WRITTEN.lower(),
        WRITTEN.replace("-", ""),
        f"  {WRITTEN.replace('-', ' – ')}\n",
        WRITTEN.replace("0", "O").replace("1", "l"),
        WRITTEN.translate(str.maketrans("ABEKMHPCTX", "АВЕКМНРСТХ")),
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert OURS.read(typed) == OURS.read(WRITTEN)


def test_ten_thousand_forgeries_say_nothing() -> None:
    """Altered in one letter, made up, or signed by another."""
    dice = random.Random(1)
    letters = WRITTEN.replace("-", "")
    forged = {MemberCodes(f"secret {n}").write(4711, UNTIL, 3) for n in range(3_000)}
    while len(forged) < 12_000:
        place = dice.randrange(20)
        forged.add(letters[:place] + dice.choice(ALPHABET) + letters[place + 1 :])
        forged.add("".join(dice.choices(ALPHABET, k=20)))
    forged.discard(letters)
    assert len(forged) >= 10_000
    assert [one for one in forged if OURS.read(one)] == []


@given(st.text(max_size=80) | st.text(string.printable, max_size=80))
def test_whatever_somebody_writes_is_no_code(text: str) -> None:
    assert OURS.read(text) is None


def test_what_is_far_too_long_is_no_code() -> None:
    assert OURS.read(f"{WRITTEN}{' ' * 64}") is None


def test_the_secret_is_in_no_repr() -> None:
    assert repr(OURS) == "MemberCodes()"


def test_after_ten_wrong_codes_a_chat_waits_until_the_first_is_an_hour_old() -> None:
    tries, ana = Tries(), ChatId(501)
    for number in range(MOST):
        now = NOW + timedelta(minutes=number)
        assert tries.are_left(ana, now)
        tries.note(ana, number, now)
        tries.note(ana, number, now)
    assert not tries.are_left(ana, NOW + timedelta(minutes=59))
    assert tries.are_left(ChatId(502), NOW + timedelta(minutes=59))
    assert tries.are_left(ana, NOW + timedelta(minutes=60))
    assert tries.are_left(ana, NOW + timedelta(hours=9))


def test_what_is_remembered_of_wrong_codes_does_not_grow() -> None:
    tries = Tries()
    for chat in range(10_001):
        tries.note(ChatId(chat), 1, NOW if chat else NOW - timedelta(hours=2))
    assert tries.are_left(ChatId(0), NOW)
