"""References say where a link was tapped, to us alone; ten thousand forgeries say nothing."""

import hmac
import random
import string
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import ArticleId, Edition, PushId
from bot.domain.support_links import Place, Reference, References, reference_in, tagged

OURS = References("the key")
ALPHABET = string.ascii_letters + string.digits + "-_"
REFERENCE = Reference(place=Place.APPEAL, reader=17, day=date(2026, 11, 23), wording="0a1b2c3d")


BEGIN = date(2020, 1, 1)
ids = st.none() | st.integers(1, 2**32 - 1)


@given(
    st.builds(
        Reference,
        place=st.sampled_from(Place),
        reader=st.integers(0, 2**63),
        day=st.integers(0, 2**16 - 1).map(lambda day: BEGIN + timedelta(days=day)),
        wording=st.none() | st.binary(min_size=4, max_size=4).filter(any).map(bytes.hex),
        edition=st.none() | st.sampled_from([Edition("mk"), Edition("en"), Edition("sq")]),
        push=ids.map(lambda one: one and PushId(one)),
        article=ids.map(lambda one: one and ArticleId(one)),
    )
)
def test_what_was_written_is_read_and_fits_into_a_start_link(reference: Reference) -> None:
    written = OURS.write(reference)
    assert len(f"support_{written}") <= 64
    assert set(written) <= set(ALPHABET)
    assert OURS.read(written) == reference


def test_a_reference_of_the_first_version_is_still_read() -> None:
    assert OURS.read("uOXrsZGWCup46Ei8JozItV7g1fOQFfUw90T0lA") == REFERENCE


def test_a_clock_that_is_far_behind_keeps_nobody_from_writing_one() -> None:
    written = OURS.write(replace(REFERENCE, day=date(1970, 1, 1)))
    assert OURS.read(written) == replace(REFERENCE, day=BEGIN)


@pytest.mark.parametrize("body", [b"", b"\x01", b"\x09" * 26, b"\x02\x63" + bytes(24)])
def test_what_a_later_version_of_ours_may_write_says_nothing(body: bytes) -> None:
    """Rightly sealed, but of no length, version or place that we know."""

    def made_for(purpose: bytes, about: bytes) -> bytes:
        return hmac.digest(OURS.key.encode(), purpose + b"\n" + about, "sha256")

    tag = made_for(b"tag", body)[:12]
    veiled = bytes(one ^ other for one, other in zip(body, made_for(b"veil", tag), strict=False))
    assert OURS.read(urlsafe_b64encode(tag + veiled).rstrip(b"=").decode()) is None


@pytest.mark.parametrize(("age", "counts"), [(-2, False), (-1, True), (0, True), (30, True), (31, False)])
def test_a_link_into_the_bot_counts_for_thirty_days(age: int, counts: bool) -> None:
    assert REFERENCE.is_current(REFERENCE.day + timedelta(days=age)) is counts


def test_nobody_else_reads_it_and_the_key_is_in_no_repr() -> None:
    written = OURS.write(REFERENCE)
    assert References("another").read(written) is None
    assert repr(OURS) == "References()"


def test_ten_thousand_forgeries_say_nothing() -> None:
    """Altered in one letter, cut, turned round, made up, or signed by another."""
    chance = random.Random(7)
    written = OURS.write(REFERENCE)
    forged = {written[:-1], written + "A", written[::-1], "", "ж", "=" * 51, written * 2}
    while len(forged) < 5_000:
        place = chance.randrange(len(written))
        forged.add(written[:place] + chance.choice(ALPHABET) + written[place + 1 :])
        forged.add("".join(chance.choices(ALPHABET, k=chance.randrange(64))))
    for number in range(5_000):
        stranger = References(str(number % 50))
        forged.add(stranger.write(Reference(place=Place.COMMAND, reader=number, day=REFERENCE.day)))
    forged.discard(written)
    assert len(forged) >= 10_000 - 1
    assert not [one for one in forged if OURS.read(one) is not None]


def test_tags_are_added_to_what_an_address_carries_itself() -> None:
    url = tagged(
        "https://p.example/m?a=1&ref=x&utm_source=tv#top", "REF", campaign="appeal", content="0a1b2c3d"
    )
    assert url == (
        "https://p.example/m?a=1&utm_source=telegram&utm_medium=bot&utm_campaign=appeal"
        "&utm_content=0a1b2c3d&ref=REF#top"
    )


def test_a_link_may_carry_no_reference() -> None:
    url = tagged("https://p.example/m", None, campaign="support")
    assert url == "https://p.example/m?utm_source=telegram&utm_medium=bot&utm_campaign=support"


def test_the_reference_of_an_address_is_found_in_it() -> None:
    assert reference_in(tagged("https://p.example/m?ref=x", "REF", campaign="push")) == "REF"
    assert reference_in("https://p.example/m") is None
