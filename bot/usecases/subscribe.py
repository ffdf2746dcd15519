"""Readers come, choose, pause and go; what Telegram tells about blocks counts too."""

from dataclasses import replace
from datetime import datetime

from bot.clock import Clock
from bot.domain.follows import edition_subject, stance
from bot.domain.ids import ChatId, Edition
from bot.domain.paper import Paper
from bot.domain.subscribers import Person, Standing, Subscriber
from bot.errors import UsageError
from bot.ports import OpenStore, Store


class Subscribe:
    """Everything a reader decides about their own subscription."""

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock

    async def __call__(
        self, person: Person, *, everything: bool = False, source: str | None = None
    ) -> Subscriber:
        """Subscribe, or come back; the edition chosen before stays, and so does what was followed.

        Who asks for `everything`, or follows nothing, follows the edition. `source` is the tag of the link by
        which they came; the first one is kept.
        """
        now = self._clock.now()
        async with self._open_store() as store:
            subscriber = await join(store, self._paper, person, now, source)
            follows = await store.follows.of(subscriber.id)
            if everything or not any(one.since for one in follows):
                whole = stance(follows, edition_subject(subscriber.edition))
                await store.follows.put(subscriber.id, whole.begun(now))
        return subscriber

    async def back(self, person: Person) -> Subscriber:
        """Come back to what was followed before."""
        async with self._open_store() as store:
            return await join(store, self._paper, person, self._clock.now())

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

    async def pause(self, person: Person, until: datetime | None = None) -> Subscriber:
        """No pushes until then, or until `resume`. Raises UsageError for a stranger."""
        return await self._change(person, Standing.PAUSED, until)

    async def resume(self, person: Person) -> Subscriber:
        """Pushes again. Raises UsageError for a stranger."""
        return await self._change(person, Standing.ACTIVE)

    async def choose_edition(self, person: Person, edition: Edition) -> Subscriber:
        """Read another edition from now on. Raises UsageError for a stranger or an unknown edition."""
        if edition not in self._paper.editions:
            raise UsageError("error.stale_button")
        async with self._open_store() as store:
            before = await store.subscribers.by_chat(person.chat_id)
            await store.subscribers.set_edition(person.chat_id, edition)
            if before is not None:
                await self._take_along(store, before, edition)
        return await self._known(person)

    async def blocked(self, chat_id: ChatId) -> None:
        """Telegram says that the chat put us out. Who had left stays so: a return is theirs to ask for."""
        async with self._open_store() as store:
            subscriber = await store.subscribers.by_chat(chat_id)
            if subscriber is not None and subscriber.standing is not Standing.LEFT:
                await store.subscribers.set_standing(chat_id, Standing.BLOCKED, self._clock.now())
                await store.subscribers.owe_keeper(chat_id)

    async def _take_along(self, store: Store, before: Subscriber, edition: Edition) -> None:
        """Who followed everything of one edition follows everything of the other; who had both keeps both."""
        follows = await store.follows.of(before.id)
        old, new = (stance(follows, edition_subject(one)) for one in (before.edition, edition))
        if old.since and not new.since:
            await store.follows.put(before.id, old.ended(), new.begun(self._clock.now()))

    async def _change(self, person: Person, standing: Standing, until: datetime | None = None) -> Subscriber:
        async with self._open_store() as store:
            subscriber = await store.subscribers.by_chat(person.chat_id)
            if subscriber is not None:
                before = await store.preferences.of(subscriber.id) or self._paper.preferences
                if before.paused_until != until:
                    await store.preferences.keep(subscriber.id, replace(before, paused_until=until))
                await store.subscribers.set_standing(person.chat_id, standing, self._clock.now())
        return await self._known(person)

    async def _set(self, chat_id: ChatId, standing: Standing) -> None:
        async with self._open_store() as store:
            await store.subscribers.set_standing(chat_id, standing, self._clock.now())

    async def _known(self, person: Person) -> Subscriber:
        subscriber = await self.of(person)
        if subscriber is None:
            raise UsageError("error.not_subscribed")
        return subscriber


async def join(
    store: Store, paper: Paper, person: Person, now: datetime, source: str | None = None
) -> Subscriber:
    """The person as an active subscriber, in the edition they chose or in that of their language."""
    before = await store.subscribers.by_chat(person.chat_id)
    edition = before.edition if before else paper.edition_for(person.language)
    subscriber = await store.subscribers.join(
        person.chat_id, edition=edition, language=person.language, now=now, source=source
    )
    if person.chat_id > 0 or (before and not before.is_gone):
        return subscriber
    # A forum group gets it where it was asked for.
    await store.subscribers.send_to(person.chat_id, person.thread_id)
    return replace(subscriber, thread_id=person.thread_id)
