"""A desk button is obeyed for its own action, in its own chat, and in time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.desk_refs import DeskRef, RefusedFor, refusal
from bot.domain.ids import ChatId

NOW = datetime(2026, 3, 29, 18, 30, tzinfo=UTC)
HERE, ELSEWHERE = ChatId(901), ChatId(902)
REF = DeskRef(action="retract", about=7, version=2, chat_id=HERE, expires_at=NOW + timedelta(minutes=1))


def test_a_button_where_it_was_shown_and_in_time_is_obeyed() -> None:
    assert refusal(REF, "retract", HERE, NOW) is None


@pytest.mark.parametrize(
    ("ref", "action", "chat", "why"),
    [
        (None, "retract", HERE, RefusedFor.FORGED),
        (REF, "fix", HERE, RefusedFor.FORGED),
        (REF, "retract", ELSEWHERE, RefusedFor.ELSEWHERE),
        (replace(REF, expires_at=NOW), "retract", HERE, RefusedFor.EXPIRED),
    ],
)
def test_any_other_is_refused(ref: DeskRef | None, action: str, chat: ChatId, why: RefusedFor) -> None:
    assert refusal(ref, action, chat, NOW) is why
