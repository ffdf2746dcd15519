"""Who may become what, and what somebody brings who wants in."""

from datetime import UTC, datetime

import pytest

from bot.domain.ids import UserId
from bot.domain.people import (
    Brought,
    Colleague,
    InvitationKind,
    Objection,
    link_payload,
    objection,
    read_brought,
)
from bot.domain.subscribers import Role

VERA, MILA = UserId(1), UserId(2)
TOKEN = "a_B-" * 5 + "xy"


def admin(user_id: UserId) -> Colleague:
    """Somebody whom a chat made an admin."""
    since = datetime(2026, 3, 29, tzinfo=UTC)
    return Colleague(id=user_id, role=Role.ADMIN, name="", since=since, given_by="")


@pytest.mark.parametrize("typed", ["48219937", "4821-9937", "4821 9937", " 4821-9937 "])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_brought(typed) == Brought(InvitationKind.CODE, "48219937")


def test_a_link_brings_the_token_it_was_made_with() -> None:
    assert read_brought(link_payload(TOKEN)) == Brought(InvitationKind.LINK, TOKEN)


@pytest.mark.parametrize(
    "typed", ["", "4821", "482199377", "join_short", "topic_sport", "٤٨٢١٩٩٣٧", "4821_9937"]
)
def test_anything_else_brings_nothing(typed: str) -> None:
    assert read_brought(typed) is None


def test_the_last_admin_stays_whoever_asks() -> None:
    assert objection(VERA, Role.EDITOR, {}, [admin(VERA)]) is Objection.LAST_ADMIN
    assert objection(VERA, Role.READER, {MILA: Role.EDITOR}, [admin(VERA)]) is Objection.LAST_ADMIN


def test_with_another_admin_anybody_may_go() -> None:
    assert objection(VERA, Role.READER, {}, [admin(VERA), admin(MILA)]) is None
    assert objection(VERA, Role.READER, {MILA: Role.ADMIN}, [admin(VERA)]) is None


def test_what_the_configuration_gives_only_the_configuration_takes() -> None:
    floor = {VERA: Role.EDITOR, MILA: Role.ADMIN}
    assert objection(VERA, Role.READER, floor, []) is Objection.IN_FILE
    assert objection(VERA, Role.ADMIN, floor, []) is None
