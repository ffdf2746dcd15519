"""Groups and channels come, go, fall silent, move and get other names; somebody keeps each of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.domain.chats import ANONYMOUS_ADMIN, News, Place, consequence
from bot.domain.ids import ChatId, UserId
from bot.domain.paper import Paper
from bot.domain.subscribers import ChatKind, Person, Standing, Subscriber
from bot.errors import UsageError
from bot.ports import OpenStore
from bot.usecases.subscribe import join


@dataclass(frozen=True)
class Told:
    """What is told about a chat, and in whose private chat where it does not go there itself."""

    news: News
    keeper_id: UserId


class KeepChats:
    """Follow what Telegram says about the chats we are in."""

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock

    async def place_changed(self, person: Person, place: Place) -> Told | None:
        """`person` changed our place in the chat they speak for; what is told of it, if anything.

        Who lets us in is the chat's keeper from then on. A new chat subscribes at once, and follows nothing.
        """
        now = self._clock.now()
        async with self._open_store() as store:
            known = await store.subscribers.by_chat(person.chat_id)
            meant = consequence(place, known)
            comes = meant.news is News.WELCOME
            if known is None and comes:
                await join(store, self._paper, person, now)
            if meant.standing is not None:
                await store.subscribers.set_standing(person.chat_id, meant.standing, now)
            keeper_id = person.id if comes and person.id != ANONYMOUS_ADMIN else None
            await store.subscribers.describe(
                person.chat_id, kind=place.kind, title=place.title, keeper_id=keeper_id
            )
        if meant.news is None:
            return None
        return Told(meant.news, (known.keeper_id if known and not comes else None) or person.id)

    async def known(self, person: Person, group_title: str | None) -> Subscriber:
        """The chat that the person speaks for. A group we are in without knowing it subscribes now.

        Raises UsageError for any other chat that is not on file.
        """
        async with self._open_store() as store:
            known = await store.subscribers.by_chat(person.chat_id)
            if known is not None:
                return known
            if group_title is None:
                raise UsageError("error.stale_button")
            new = await join(store, self._paper, person, self._clock.now())
            kind = ChatKind.GROUP
            await store.subscribers.describe(person.chat_id, kind=kind, title=group_title)
            return replace(new, kind=kind, title=group_title)

    async def moved(self, old: ChatId, new: ChatId) -> None:
        """A group has become a supergroup under another id."""
        async with self._open_store() as store:
            await store.subscribers.migrate(old, new, self._clock.now())

    async def renamed(self, chat_id: ChatId, title: str) -> None:
        """A group has another title."""
        async with self._open_store() as store:
            await store.subscribers.rename(chat_id, title)

    async def send_here(self, person: Person) -> None:
        """Pushes go to the topic in which the person speaks."""
        async with self._open_store() as store:
            await store.subscribers.send_to(person.chat_id, person.thread_id)

    async def channels_of(self, person: Person) -> Sequence[Subscriber]:
        """The channels that this person let us into and that we may write in; a group is asked in itself."""
        async with self._open_store() as store:
            kept = await store.subscribers.kept_by(person.id)
        return [one for one in kept if one.kind is ChatKind.CHANNEL and one.standing is not Standing.BLOCKED]
