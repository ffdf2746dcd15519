"""What the desk reads of a push that needs an editor, and the buttons that decide."""

from bot.domain.push_troubles import PushTrouble, PushTroubleKind
from bot.domain.pushes import Button, ButtonRows, Card
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack
from bot.rendering.plain import shorten

_HEADLINE, _SAID = 200, 300
"""Characters of each that fit into a notice, whatever is in them."""
_BUTTONS = {
    PushTroubleKind.UNKNOWN: (
        (Action.RESEND_UNKNOWN, "button.resend"),
        (Action.UNKNOWN_ARRIVED, "button.arrived"),
        (Action.LEAVE_UNKNOWN, "button.leave"),
    ),
    PushTroubleKind.STOPPED: ((Action.GO_ON, "button.go_on"), (Action.STOP_PUSH, "button.stop_push")),
}


def trouble_card(trouble: PushTrouble, texts: Texts) -> Card:
    """How many of how many, of which article, and what Telegram said of it."""
    html = texts.html(
        f"trouble.{trouble.kind}",
        headline=shorten(trouble.headline, _HEADLINE),
        count=trouble.figure,
        planned=trouble.planned,
        said=shorten(trouble.said, _SAID),
    )
    return Card(html=html, buttons=_buttons(trouble, texts))


def _buttons(trouble: PushTrouble, texts: Texts) -> ButtonRows:
    return tuple(
        (Button(texts.plain(label), data=pack(action, trouble.push_id)),)
        for action, label in _BUTTONS[trouble.kind]
    )
