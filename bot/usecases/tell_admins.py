"""Tell the admins, once, what happened: a feed fails or is well again, an alarm is raised or over."""

from datetime import datetime

import structlog

from bot.clock import Clock
from bot.domain.alarms import AlarmEvent
from bot.domain.deliveries import Refused, Sent
from bot.domain.ids import ChatId
from bot.domain.paper import Paper
from bot.domain.pushes import Card
from bot.domain.troubles import UntoldEvent
from bot.locales import Texts, texts_for
from bot.ports import Courier, OpenStore, Store
from bot.rendering.health import event_card
from bot.rendering.troubles import trouble_card
from bot.usecases.staff import admins

_AT_ONCE = 20

Event = UntoldEvent | AlarmEvent

log = structlog.get_logger()


class TellAdmins:
    """Send what the admins have not been told yet."""

    def __init__(self, *, open_store: OpenStore, courier: Courier, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._courier = courier
        self._paper = paper
        self._clock = clock
        self._told: set[tuple[str, ChatId]] = set()
        """Who knows of an event that others could not be told yet."""

    async def __call__(self) -> None:
        """Tell everybody; what Telegram could not take now is told with the next tick."""
        async with self._open_store() as store:
            everybody = await admins(store, self._paper)
            untold: list[Event] = [
                *await store.feeds.untold(_AT_ONCE),
                *await store.alarms.untold(_AT_ONCE),
            ]
        for event in untold:
            reached = [await self._tell(event, admin) for admin in everybody]
            if not all(reached):
                return
            async with self._open_store() as store:
                await _told(store, event, self._clock.now())
            self._told -= {(_name(event), admin) for admin in everybody}

    async def _tell(self, event: Event, chat_id: ChatId) -> bool:
        """Whether there is nothing left to do for this admin; one who blocked us is told by /stats alone."""
        if (_name(event), chat_id) in self._told:
            return True
        outcome = await self._courier.send(chat_id, self._card(event, await self._texts(chat_id)))
        if not isinstance(outcome, Sent):
            log.warning("admin_not_told", chat=chat_id, outcome=str(outcome))
        is_done = isinstance(outcome, Sent | Refused)
        if is_done:
            self._told.add((_name(event), chat_id))
        return is_done

    def _card(self, event: Event, texts: Texts) -> Card:
        if isinstance(event, AlarmEvent):
            return event_card(event, self._paper.zone, texts)
        return trouble_card(event, texts)

    async def _texts(self, chat_id: ChatId) -> Texts:
        async with self._open_store() as store:
            admin = await store.subscribers.by_chat(chat_id)
        return texts_for(admin.language if admin else next(iter(self._paper.editions)))


def _name(event: Event) -> str:
    """What tells it from all others."""
    return f"{type(event).__name__} {event.number}"


async def _told(store: Store, event: Event, now: datetime) -> None:
    if isinstance(event, AlarmEvent):
        await store.alarms.told(event.number, now)
    else:
        await store.feeds.told([event.number], now)
