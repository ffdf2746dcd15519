"""Do a favour now and then, not whenever somebody asks."""

from bot.clock import Clock
from bot.domain.favours import Favour, Favours
from bot.domain.subscribers import Person


class GrantFavours:
    """Asked before a favour is done."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._favours = Favours()

    def __call__(self, favour: Favour, person: Person, update_id: int) -> bool:
        """Whether the person gets it now, for this update."""
        return self._favours.grant(favour, person.chat_id, update_id, self._clock.now())
