"""People choose when news comes: at once or in a digest, how often, and when never."""

from collections.abc import Callable

from bot.domain.paper import Paper
from bot.domain.preferences import Preferences, tidy
from bot.domain.subscribers import Person
from bot.errors import UsageError
from bot.ports import OpenStore


class ChooseWhen:
    """Tell and change what holds for a person."""

    def __init__(self, *, open_store: OpenStore, paper: Paper) -> None:
        self._open_store = open_store
        self._paper = paper

    async def of(self, person: Person) -> Preferences:
        """What holds for them: their choices, else the paper's."""
        async with self._open_store() as store:
            subscriber = await store.subscribers.by_chat(person.chat_id)
            chosen = await store.preferences.of(subscriber.id) if subscriber else None
        return chosen or self._paper.preferences

    async def change(self, person: Person, step: Callable[[Preferences], Preferences]) -> Preferences:
        """From now on what `step` makes of it holds, its times in order.

        Raises UsageError for a stranger, and for choices that mean nothing (no digest day, no such zone).
        """
        async with self._open_store() as store:
            subscriber = await store.subscribers.by_chat(person.chat_id)
            if subscriber is None:
                raise UsageError("error.not_subscribed")
            before = await store.preferences.of(subscriber.id) or self._paper.preferences
            after = tidy(step(before))
            await store.preferences.keep(subscriber.id, after)
        return after
