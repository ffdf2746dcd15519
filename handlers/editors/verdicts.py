"""What a decision puts in place of its buttons. The first one stands, and who comes second is told."""

from bot.domain.answers import Errand
from bot.domain.pushes import ButtonRows
from handlers.context import Talk


def put(talk: Talk, verdict: ButtonRows, *, by_this_press: bool, elsewhere: Errand | None = None) -> None:
    """The verdict; its first button says what was decided. `elsewhere` puts it under its other copies."""
    talk.edit_buttons(verdict)
    if not by_this_press:
        too_late(talk, verdict[0][0].label)
    elif elsewhere is not None:
        talk.then(elsewhere)


def too_late(talk: Talk, decision: str) -> None:
    """Somebody else decided this before."""
    talk.toast(talk.texts.plain("desk.too_slow", decision=decision), alert=True)
