"""Tell the desk what of a push needs an editor, and what became of it."""

import structlog

from bot.clock import Clock
from bot.domain.deliveries import Sent
from bot.domain.ids import ChatId, Edition
from bot.domain.paper import Paper
from bot.domain.push_troubles import Places, PushTrouble
from bot.domain.rests import Rests
from bot.locales import Texts, texts_for
from bot.ports import Courier, OpenStore
from bot.rendering.desk import decided_buttons
from bot.rendering.trouble import trouble_card
from bot.usecases.staff import desk_of

log = structlog.get_logger()


class ShowTrouble:
    """Send notices to the desk's chats, and put what was decided under them."""

    def __init__(self, *, open_store: OpenStore, courier: Courier, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._courier = courier
        self._paper = paper
        self._clock = clock
        self._rests = Rests()

    async def __call__(self) -> None:
        """Tell what is due."""
        async with self._open_store() as store:
            due = await store.notices.due(await desk_of(store, self._paper))
        for trouble, chat_id in due:
            if self._rests.may_ask(chat_id, self._clock.now()):
                await self._show(trouble, chat_id)

    async def reach_again(self, chat_id: ChatId) -> None:
        """A desk chat that refused us can be reached now."""
        async with self._open_store() as store:
            await store.notices.forget_unreached(chat_id)

    async def verdict(self, places: Places, key: str, name: str, besides: ChatId | None) -> None:
        """Put the decision under every notice but the one in `besides`, which its handler edits."""
        for chat_id, message_id in places:
            if chat_id != besides:
                texts = await self._texts(chat_id, next(iter(self._paper.editions)))
                await self._courier.set_buttons(chat_id, message_id, decided_buttons(key, texts, name=name))

    async def _show(self, trouble: PushTrouble, chat_id: ChatId) -> None:
        card = trouble_card(trouble, await self._texts(chat_id, trouble.edition))
        outcome = await self._courier.send(chat_id, card)
        if self._rests.is_settled(chat_id, outcome, self._clock.now()):
            message_id = outcome.message_id if isinstance(outcome, Sent) else None
            async with self._open_store() as store:
                await store.notices.shown(trouble, chat_id, message_id)
        if not isinstance(outcome, Sent):
            log.warning("trouble_not_shown", chat=chat_id, push=trouble.push_id, outcome=str(outcome))

    async def _texts(self, chat_id: ChatId, edition: Edition) -> Texts:
        async with self._open_store() as store:
            editor = await store.subscribers.by_chat(chat_id)
        return texts_for(editor.language if editor else edition)
