"""What buttons send back."""

import pytest

from bot.rendering.callbacks import Action, pack, unpack

LARGEST = f"{2**63 - 1}.{2**31 - 1}"


@pytest.mark.parametrize("action", Action)
def test_the_largest_ids_fit_into_what_telegram_allows(action: Action) -> None:
    assert 1 <= len(pack(action, LARGEST).encode()) <= 64


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("about", ["", "17", "17.2", "mk", "a:b"])
def test_what_was_packed_is_read_back(action: Action, about: str) -> None:
    assert unpack(pack(action, about)) == (action, about)


@pytest.mark.parametrize("data", ["", ":", "unheard:1", "SEND:1", "None", "🚌"])
def test_what_no_button_of_ours_sends_is_nothing(data: str) -> None:
    assert unpack(data) is None
