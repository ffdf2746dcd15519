"""Ten of the places of `python -m tests.crash --failpoints`, and whether its list is the code's."""

import re

import pytest

from bot.domain.pushes import Policy
from tests.crash.failpoints import PLACES, TEN, killed_at
from tests.house_rules.source import PRODUCT, python_files


@pytest.mark.proof
@pytest.mark.timeout(300)
async def test_a_bot_that_dies_at_ten_places_keeps_every_promise() -> None:
    verdict = await killed_at(TEN, "sqlite", Policy.RESEND)
    assert verdict.broken == ()
    assert verdict.kills == len(TEN)


def test_every_place_in_the_code_is_killed_at() -> None:
    """The ledger's steps name theirs by their own name, and are looked at there."""
    texts = "\n".join(file.text for file in python_files(*PRODUCT))
    places = set(re.findall(r'reached\("([\w.]+)"\)', texts))
    assert places <= set(PLACES)
    assert len(PLACES) >= 40
