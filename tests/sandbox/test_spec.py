"""The facts of the Bot API in the package are those of the published specification."""

import json
from pathlib import Path

import pytest

from bot.sandbox.methods import METHODS, missing_methods
from bot.sandbox.spec import DATA, bot_api
from bot.sandbox.spec.__main__ import as_text, compact

SOURCE = Path(__file__).parents[3] / "shared" / "data" / "bot-api-spec.json"


def test_the_facts_are_what_the_script_makes_of_the_specification() -> None:
    if not SOURCE.exists():
        pytest.skip("the specification is not on this machine")
    made = as_text(compact(json.loads(SOURCE.read_text(encoding="utf-8"))))
    assert DATA.read_text(encoding="utf-8") == made


def test_every_method_that_is_offered_is_one_of_telegrams() -> None:
    assert set(METHODS) <= set(bot_api().methods)


def test_what_is_offered_and_what_is_missing_make_up_the_whole_bot_api() -> None:
    assert len(METHODS) + len(missing_methods()) == len(bot_api().methods)
