"""References say where a link was tapped, to us alone; ten thousand forgeries say nothing."""

import random
import string
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.support_links import Place, Reference, References, tagged

OURS = References("the key")
ALPHABET = string.ascii_letters + string.digits + "-_"
REFERENCE = Reference(place=Place.APPEAL, reader=17, day=date(2026, 11, 23), wording="0a1b2c3d")


@given(
    st.sampled_from(Place),
    st.integers(0, 2**63),
    st.integers(0, 2**16 - 1),
    st.none() | st.binary(min_size=4, max_size=4).filter(any).map(bytes.hex),
)
def test_what_was_written_is_read(place: Place, reader: int, day: int, wording: str | None) -> None:
    reference = Reference(
        place=place, reader=reader, day=date(2020, 1, 1) + timedelta(days=day), wording=wording
    )
    written = OURS.write(reference)
    assert len(written) == 38
    assert set(written) <= set(ALPHABET)
    assert OURS.read(written) == reference


def test_nobody_else_reads_it_and_the_key_is_in_no_repr() -> None:
    written = OURS.write(REFERENCE)
    assert References("another").read(written) is None
    assert repr(OURS) == "References()"


def test_ten_thousand_forgeries_say_nothing() -> None:
    """Altered in one letter, cut, turned round, made up, or signed by another."""
    chance = random.Random(7)
    written = OURS.write(REFERENCE)
    forged = {written[:-1], written + "A", written[::-1], "", "ж", "=" * 38, written * 2}
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
