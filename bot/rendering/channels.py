"""What a card has besides where it stands in a channel of the paper: the way to alerts of one's own."""

from dataclasses import replace
from functools import lru_cache

from bot.domain.ids import Edition
from bot.domain.pushes import Button, Card
from bot.locales import texts_for
from bot.rendering.callbacks import Action, pack


@lru_cache(64)
def in_channel(card: Card, edition: Edition) -> Card:
    """The card with the button that opens our chat with whoever taps it, in the language of the edition."""
    alerts = Button(texts_for(edition).plain("button.alerts"), data=pack(Action.ALERTS))
    return replace(card, buttons=(*card.buttons, (alerts,)))
