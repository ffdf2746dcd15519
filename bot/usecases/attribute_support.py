"""What brought somebody to the page with the ways to become a member: counted for that, not for a reader."""

from dataclasses import replace
from datetime import date

from bot.clock import Clock
from bot.domain.ids import ChatId, MessageId
from bot.domain.paper import Paper
from bot.domain.subscribers import Person, Role
from bot.domain.support_counts import Step
from bot.domain.support_links import Place, Reference
from bot.ports import OpenStore, Store
from bot.usecases.once import Once


class AttributeSupport:
    """Reads the references of buttons and links that many have before them. Those that we did not write, or
    wrote for one reader, say nothing; a person counts once a day for each, as long as the process remembers
    it: nothing about who tapped is on file."""

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock
        self._seen = Once()

    async def of_button(self, person: Person, tapped: MessageId | None, written: str) -> Reference | None:
        """What a card's button stands for, made today: with the push that brought the tapped message."""
        reference = self._read(written)
        if reference is None:
            return None
        if reference.place is Place.CARD and reference.article is not None and tapped is not None:
            async with self._open_store() as store:
                push = await store.effects.tapped(person.chat_id, tapped, reference.article)
            if push is not None:
                reference = replace(reference, place=Place.PUSH, push=push)
        return replace(reference, day=self._today())

    def of_link(self, written: str) -> Reference | None:
        """What a link into the bot stands for, unless it is too old."""
        reference = self._read(written)
        return reference if reference and reference.is_current(self._today()) else None

    def write(self, reference: Reference) -> str:
        """The reference as it stands in a link."""
        assert self._paper.references is not None
        return self._paper.references.write(reference)

    async def opened(self, person: Person, reference: Reference) -> None:
        """They see the page now. The desk that tries its buttons does not count."""
        today = self._today()
        tap = (person.chat_id, today, replace(reference, day=today))
        if person.role > Role.READER or tap in self._seen:
            return
        async with self._open_store() as store:
            await count_step(store, self._paper, person.chat_id, Step.TAPPED, reference, self._clock)
        self._seen.add(tap)

    def _read(self, written: str) -> Reference | None:
        references = self._paper.references
        reference = references.read(written) if references else None
        return reference if reference and not reference.place.is_personal else None

    def _today(self) -> date:
        return self._clock.now().astimezone(self._paper.zone).date()


async def count_step(
    store: Store, paper: Paper, chat_id: ChatId, step: Step, reference: Reference, clock: Clock
) -> None:
    """One more of this step today, and one more for where the reader once came from."""
    subscriber = await store.subscribers.by_chat(chat_id)
    today = clock.now().astimezone(paper.zone).date()
    await store.support.count(today, step, reference, subscriber.source if subscriber else None)
