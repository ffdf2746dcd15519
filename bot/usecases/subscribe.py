"""Readers come, choose, pause and go; what Telegram tells about blocks counts too."""

from bot.clock import Clock
from bot.domain.ids import ChatId, Edition
from bot.domain.paper import Paper
from bot.domain.subscribers import Person, Standing, Subscriber
from bot.errors import UsageError
from bot.ports import OpenStore


class Subscribe:
    """Everything a reader decides about their own subscription."""

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock

    async def __call__(self, person: Person) -> Subscriber:
        """Subscribe, or come back; the edition chosen before stays."""
        async with self._open_store() as store:
            before = await store.subscribers.by_chat(person.chat_id)
            edition = before.edition if before else self._paper.edition_for(person.language)
            return await store.subscribers.join(
                person.chat_id, edition=edition, language=person.language, now=self._clock.now()
            )

    async def of(self, person: Person) -> Subscriber | None:
        """The person's subscription, whatever its standing; None for a stranger."""
        async with self._open_store() as store:
            return await store.subscribers.by_chat(person.chat_id)

    async def edition_of(self, person: Person) -> Edition:
        """What the person reads: their choice, else the edition of their language."""
        subscriber = await self.of(person)
        return subscriber.edition if subscriber else self._paper.edition_for(person.language)

    async def stop(self, person: Person) -> None:
        """No more pushes; the history stays, so that a return is a return."""
        await self._set(person.chat_id, Standing.LEFT)

    async def pause(self, person: Person) -> Subscriber:
        """No pushes until `resume`. Raises UsageError for a stranger."""
        return await self._change(person, Standing.PAUSED)

    async def resume(self, person: Person) -> Subscriber:
        """Pushes again. Raises UsageError for a stranger."""
        return await self._change(person, Standing.ACTIVE)

    async def choose_edition(self, person: Person, edition: Edition) -> Subscriber:
        """Read another edition from now on. Raises UsageError for a stranger or an unknown edition."""
        if edition not in self._paper.editions:
            raise UsageError("error.stale_button")
        async with self._open_store() as store:
            await store.subscribers.set_edition(person.chat_id, edition)
        return await self._known(person)

    async def blocked(self, chat_id: ChatId) -> None:
        """Telegram says that the chat put us out. Who had left stays so: a return is theirs to ask for."""
        async with self._open_store() as store:
            subscriber = await store.subscribers.by_chat(chat_id)
            if subscriber is not None and subscriber.standing is not Standing.LEFT:
                await store.subscribers.set_standing(chat_id, Standing.BLOCKED, self._clock.now())

    async def _change(self, person: Person, standing: Standing) -> Subscriber:
        await self._set(person.chat_id, standing)
        return await self._known(person)

    async def _set(self, chat_id: ChatId, standing: Standing) -> None:
        async with self._open_store() as store:
            await store.subscribers.set_standing(chat_id, standing, self._clock.now())

    async def _known(self, person: Person) -> Subscriber:
        subscriber = await self.of(person)
        if subscriber is None:
            raise UsageError("error.not_subscribed")
        return subscriber
