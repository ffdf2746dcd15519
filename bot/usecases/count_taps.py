"""Presses on the buttons of a push, counted for the push: never who pressed."""

from bot.domain.ids import ArticleId, MessageId
from bot.domain.push_reports import Effect
from bot.domain.subscribers import Person
from bot.ports import OpenStore


class CountTaps:
    """A card that came as an answer, or stands on the desk, is no push and counts for nothing."""

    def __init__(self, *, open_store: OpenStore) -> None:
        self._open_store = open_store

    async def __call__(
        self, person: Person, tapped: MessageId | None, article_id: ArticleId, effect: Effect
    ) -> None:
        """Count it if the tapped message is a push's."""
        if tapped is None:
            return
        async with self._open_store() as store:
            push_id = await store.effects.tapped(person.chat_id, tapped, article_id)
            if push_id is not None:
                await store.effects.count(push_id, effect)
