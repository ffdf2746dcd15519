"""Which command somebody meant who mistyped it."""

import pytest

from bot.domain.commands import nearest

KNOWN = ("start", "latest", "video", "search", "support", "settings", "stop", "help", "privacy", "forgetme")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/serach", "search"),
        ("/lates", "latest"),
        ("/stpo", "stop"),
        ("/halp", "help"),
        ("/setings", "settings"),
        ("/vidoe@kolporter_bot", "video"),
        ("/латест", "latest"),
        ("/СТАРТ", "start"),
        ("/forget_me", "forgetme"),
    ],
)
def test_a_slip_is_seen_through(typed: str, meant: str) -> None:
    assert nearest(typed, KNOWN) == meant


@pytest.mark.parametrize("typed", ["/weather", "/x", "/", "", "/" + "search" * 700, "/123"])
def test_a_foreign_word_is_no_slip(typed: str) -> None:
    assert nearest(typed, KNOWN) is None


def test_where_there_are_no_commands_none_was_meant() -> None:
    assert nearest("/start", ()) is None
