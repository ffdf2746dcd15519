"""Show the desk articles that are held together, in one card."""

import structlog

from bot.clock import Clock
from bot.domain.deliveries import Sent
from bot.domain.ids import ChatId
from bot.domain.paper import Paper
from bot.domain.rests import Rests
from bot.domain.surges import Surge
from bot.locales import Texts, texts_for
from bot.ports import Courier, OpenStore
from bot.rendering.surges import surge_card, surge_verdict
from bot.usecases.staff import desk_of

log = structlog.get_logger()


class ShowSurges:
    """Send waiting surges to the desk's chats, and close those that nobody decided."""

    def __init__(self, *, open_store: OpenStore, courier: Courier, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._courier = courier
        self._paper = paper
        self._clock = clock
        self._rests = Rests()

    async def __call__(self) -> None:
        """Show what is new, expire what is old."""
        await self._expire()
        async with self._open_store() as store:
            unshown = await store.surges.unshown(await desk_of(store, self._paper))
        for surge, chat_id in unshown:
            if self._rests.may_ask(chat_id, self._clock.now()):
                await self._show(surge, chat_id)

    async def _show(self, surge: Surge, chat_id: ChatId) -> None:
        outcome = await self._courier.send(chat_id, surge_card(surge, await self._texts(chat_id)))
        if self._rests.is_settled(chat_id, outcome, self._clock.now()):
            message_id = outcome.message_id if isinstance(outcome, Sent) else None
            async with self._open_store() as store:
                await store.surges.shown(surge.id, chat_id, message_id)
        if not isinstance(outcome, Sent):
            log.warning("surge_not_shown", chat=chat_id, surge=surge.id, outcome=str(outcome))

    async def verdict(self, surge: Surge, besides: ChatId | None) -> None:
        """Put the decision under every copy of the card but the one that its handler edits."""
        async with self._open_store() as store:
            places = await store.surges.messages(surge.id)
        for chat_id, message_id in places:
            if chat_id != besides:
                texts = await self._texts(chat_id)
                await self._courier.set_buttons(
                    chat_id, message_id, surge_verdict(surge, self._paper.zone, texts)
                )

    async def _expire(self) -> None:
        async with self._open_store() as store:
            numbers = await store.surges.expire(self._clock.now() - self._paper.review_expires)
            expired = [surge for number in numbers if (surge := await store.surges.get(number))]
        for surge in expired:
            await self.verdict(surge, besides=None)

    async def _texts(self, chat_id: ChatId) -> Texts:
        async with self._open_store() as store:
            editor = await store.subscribers.by_chat(chat_id)
        return texts_for(editor.language if editor else next(iter(self._paper.editions)))
