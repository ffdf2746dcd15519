"""Do a favour now and then, not whenever somebody asks."""

from bot.clock import Clock
from bot.domain.seldom import Favour, Favours
from bot.domain.subscribers import Person


class GrantFavours:
    """Asked before a favour, told once it was done: a handler that is rolled back has done none."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._favours = Favours()

    def may(self, favour: Favour, person: Person) -> bool:
        """Whether the person has not had it lately."""
        return self._favours.may(favour, person.chat_id, self._clock.now())

    async def given(self, favour: Favour, person: Person) -> None:
        """The person has it; an errand, for after the commit."""
        self._favours.given(favour, person.chat_id, self._clock.now())
