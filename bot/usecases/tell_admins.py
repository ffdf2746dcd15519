"""Tell the admins, once, what happened to a feed: it fails, moved, is silent, is well again."""

import structlog

from bot.clock import Clock
from bot.domain.deliveries import Refused, Sent
from bot.domain.ids import ChatId
from bot.domain.paper import Paper
from bot.domain.troubles import UntoldEvent
from bot.locales import Texts, texts_for
from bot.ports import Courier, OpenStore
from bot.rendering.troubles import trouble_card
from bot.usecases.staff import admins

_AT_ONCE = 20

log = structlog.get_logger()


class TellAdmins:
    """Send what the admins have not been told yet."""

    def __init__(self, *, open_store: OpenStore, courier: Courier, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._courier = courier
        self._paper = paper
        self._clock = clock
        self._told: set[tuple[int, ChatId]] = set()
        """Who knows of an event that others could not be told yet."""

    async def __call__(self) -> None:
        """Tell everybody; what Telegram could not take now is told with the next tick."""
        async with self._open_store() as store:
            untold = await store.feeds.untold(_AT_ONCE)
            everybody = await admins(store, self._paper)
        for event in untold:
            reached = [await self._tell(event, admin) for admin in everybody]
            if not all(reached):
                return
            async with self._open_store() as store:
                await store.feeds.told([event.number], self._clock.now())
            self._told -= {(event.number, admin) for admin in everybody}

    async def _tell(self, event: UntoldEvent, chat_id: ChatId) -> bool:
        """Whether there is nothing left to do for this admin; one who blocked us is told by /stats alone."""
        if (event.number, chat_id) in self._told:
            return True
        outcome = await self._courier.send(chat_id, trouble_card(event, await self._texts(chat_id)))
        if not isinstance(outcome, Sent):
            log.warning("admin_not_told", chat=chat_id, outcome=str(outcome))
        is_done = isinstance(outcome, Sent | Refused)
        if is_done:
            self._told.add((event.number, chat_id))
        return is_done

    async def _texts(self, chat_id: ChatId) -> Texts:
        async with self._open_store() as store:
            admin = await store.subscribers.by_chat(chat_id)
        return texts_for(admin.language if admin else next(iter(self._paper.editions)))
