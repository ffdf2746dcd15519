"""Whether readers have an older text than the paper, and how many they are."""

import pytest

from bot.domain.corrections import PushOut, base_of, is_retracted, people
from bot.domain.deliveries import DeliveryState, Tally
from bot.domain.ids import PushId
from bot.domain.pushes import Action, PushKind, PushState


def push(
    revision: int | None = 1,
    *,
    state: PushState = PushState.DONE,
    kind: PushKind = PushKind.ARTICLE,
    action: Action = Action.SEND,
    sent: int = 3,
) -> PushOut:
    """A push that three people have."""
    tally = Tally(sent, {(DeliveryState.SENT, None): sent})
    return PushOut(push_id=PushId(1), kind=kind, action=action, state=state, revision=revision, tally=tally)


EDIT = push(None, kind=PushKind.CORRECTION, action=Action.EDIT)
NOTE = push(None, kind=PushKind.CORRECTION)
RETRACTION = push(None, kind=PushKind.RETRACTION, action=Action.DELETE)
CANCELLED = push(state=PushState.CANCELLED, sent=0)
HALF = push(state=PushState.CANCELLED, sent=2)


def test_edits_and_notes_bring_nobody_the_article() -> None:
    assert people([push(), HALF, CANCELLED, EDIT, NOTE]) == 5


@pytest.mark.parametrize(
    ("pushes", "base"),
    [
        ([], None),
        ([CANCELLED], None),
        ([push(1)], 1),
        ([push(2)], None),
        ([push(2), push(1, state=PushState.SCHEDULED, sent=0)], 1),
        ([HALF], 1),
        ([push(None)], 1),
        ([push(1), RETRACTION], None),
        ([EDIT, NOTE], None),
    ],
)
def test_readers_have_the_oldest_text_that_went_out(pushes: list[PushOut], base: int | None) -> None:
    assert base_of(2, pushes) == base


def test_what_was_taken_back_is_known_as_such() -> None:
    assert [is_retracted(pushes) for pushes in ([push(), EDIT], [push(), RETRACTION])] == [False, True]
