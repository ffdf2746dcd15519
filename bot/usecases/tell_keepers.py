"""Tell who let us into a group or channel, once and in private, that a message was refused there."""

import structlog

from bot.domain.deliveries import Refused, Sent
from bot.domain.ids import ChatId
from bot.domain.pushes import Card
from bot.domain.subscribers import ChatKind, Subscriber
from bot.locales import texts_for
from bot.ports import Courier, OpenStore

_AT_ONCE = 20

log = structlog.get_logger()


class TellKeepers:
    """Send what keepers have not been told yet; who never opened a chat with us can't be."""

    def __init__(self, *, open_store: OpenStore, courier: Courier) -> None:
        self._open_store = open_store
        self._courier = courier

    async def __call__(self) -> None:
        """What Telegram could not take now is told with the next tick."""
        async with self._open_store() as store:
            owed = await store.subscribers.owed_keepers(_AT_ONCE)
        for chat in owed:
            await self._tell(chat)

    async def _tell(self, chat: Subscriber) -> None:
        assert chat.keeper_id is not None
        keeper = ChatId(chat.keeper_id)
        async with self._open_store() as store:
            known = await store.subscribers.by_chat(keeper)
        texts = texts_for((known or chat).language)
        # A channel's new rights are told to us; what a whole group may do is not.
        key = "chat.silenced" if chat.kind is ChatKind.CHANNEL else "chat.refused"
        html = texts.html(key, title=chat.title or "…", resume=texts.plain("button.resume"))
        outcome = await self._courier.send(keeper, Card(html=html))
        log.info("keeper_told", chat=chat.chat_id, outcome=type(outcome).__name__)
        if isinstance(outcome, Sent | Refused):
            async with self._open_store() as store:
                await store.subscribers.keeper_told(chat.chat_id)
