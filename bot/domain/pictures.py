"""A push's picture is brought to Telegram once; afterwards its name there is enough."""

from dataclasses import dataclass, replace

from bot.domain.deliveries import Delivery, Sent
from bot.domain.ids import PushId
from bot.domain.pushes import Action

_KEPT = 100


@dataclass(frozen=True)
class Learned:
    """What a receipt told of a picture: Telegram's name for it, or None where it can't be used."""

    push_id: PushId
    photo: str
    photo_id: str | None


class Pictures:
    """Which pictures Telegram has, has refused, or is being shown right now."""

    def __init__(self) -> None:
        self._known: dict[tuple[PushId, str], str | None] = {}
        self._asking: set[tuple[PushId, str]] = set()

    def may_go(self, delivery: Delivery) -> bool:
        """Whether nothing is gained by waiting: one delivery alone brings a picture, the others follow."""
        return _picture(delivery) not in self._asking

    def ask(self, delivery: Delivery) -> Delivery:
        """The delivery with what is known of its picture; one that must bring it makes others wait."""
        key = _picture(delivery)
        if key is None:
            return delivery
        if key not in self._known:
            self._asking.add(key)
            return delivery
        name = self._known[key]
        card = replace(delivery.card, photo_id=name) if name else replace(delivery.card, photo=None)
        return delivery._replace(card=card)

    def give_up(self, delivery: Delivery) -> None:
        """This one does not leave after all; if it was to bring a picture, another one will."""
        if key := _picture(delivery):
            self._asking.discard(key)

    def learn(self, delivery: Delivery, outcome: object) -> Learned | None:
        """Take note of a receipt; what was not known before, if anything."""
        key = _picture(delivery)
        if key is None or key not in self._asking:
            return None
        self._asking.discard(key)
        if not isinstance(outcome, Sent) or not (outcome.photo_id or outcome.without_photo):
            return None
        while len(self._known) >= _KEPT:
            self._known.pop(next(iter(self._known)))
        self._known[key] = outcome.photo_id
        return Learned(*key, outcome.photo_id)


def _picture(delivery: Delivery) -> tuple[PushId, str] | None:
    """What this one has to bring, if anything: an edit leaves the message its picture."""
    card = delivery.card
    if card.photo is None or card.photo_id is not None or delivery.action is not Action.SEND:
        return None
    return delivery.push_id, card.photo
