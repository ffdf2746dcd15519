"""Tell the desk what a standstill holds back, and carry out what somebody decides about it."""

import structlog

from bot.clock import Clock
from bot.domain.audit import Deed, decided
from bot.domain.deliveries import Sent
from bot.domain.ids import ChatId
from bot.domain.paper import Paper
from bot.domain.rests import Rests
from bot.domain.standstills import Standstill, StandstillDecided, StandstillId, StandstillState
from bot.domain.subscribers import Person
from bot.errors import UsageError
from bot.locales import Texts, texts_for
from bot.ports import Courier, OpenStore
from bot.rendering.standstills import standstill_card, standstill_verdict

log = structlog.get_logger()

_DEEDS = {StandstillState.SENT: Deed.SEND_LATE, StandstillState.DROPPED: Deed.DROP_LATE}


class ShowStandstill:
    """Send the card to each desk chat once, and to the admins where there is no desk."""

    def __init__(self, *, open_store: OpenStore, courier: Courier, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._courier = courier
        self._paper = paper
        self._clock = clock
        self._rests = Rests()

    async def __call__(self) -> None:
        """Tell who was not told."""
        places = self._paper.desk or tuple(ChatId(one) for one in sorted(self._paper.admins))
        async with self._open_store() as store:
            unshown = await store.standstills.unshown(places)
        for standstill, chat_id in unshown:
            if self._rests.may_ask(chat_id, self._clock.now()):
                await self._show(standstill, chat_id)

    async def verdict(self, standstill: Standstill, besides: ChatId) -> None:
        """Put the decision under every copy of the card but the one that its handler edits."""
        async with self._open_store() as store:
            places = await store.standstills.messages(standstill.id)
        for chat_id, message_id in places:
            if chat_id != besides:
                buttons = standstill_verdict(standstill, self._paper.zone, await self._texts(chat_id))
                await self._courier.set_buttons(chat_id, message_id, buttons)

    async def _show(self, standstill: Standstill, chat_id: ChatId) -> None:
        card = standstill_card(standstill, self._paper.zone, await self._texts(chat_id))
        outcome = await self._courier.send(chat_id, card)
        if self._rests.is_settled(chat_id, outcome, self._clock.now()):
            message_id = outcome.message_id if isinstance(outcome, Sent) else None
            async with self._open_store() as store:
                await store.standstills.shown(standstill.id, chat_id, message_id)
        if not isinstance(outcome, Sent):
            log.warning("standstill_not_shown", chat=chat_id, outcome=str(outcome))

    async def _texts(self, chat_id: ChatId) -> Texts:
        async with self._open_store() as store:
            editor = await store.subscribers.by_chat(chat_id)
        return texts_for(editor.language if editor else next(iter(self._paper.editions)))


class DecideStandstill:
    """*Send the rest* and *Drop*: the first decision stands, the second is told. Raises UsageError."""

    def __init__(self, *, open_store: OpenStore, clock: Clock) -> None:
        self._open_store = open_store
        self._clock = clock

    async def send(self, standstill_id: StandstillId, editor: Person) -> StandstillDecided:
        """What was held goes out where it had got to, as far as it has not expired."""
        return await self._decide(standstill_id, StandstillState.SENT, editor)

    async def drop(self, standstill_id: StandstillId, editor: Person) -> StandstillDecided:
        """Nobody gets it any more."""
        return await self._decide(standstill_id, StandstillState.DROPPED, editor)

    async def _decide(
        self, standstill_id: StandstillId, state: StandstillState, editor: Person
    ) -> StandstillDecided:
        now = self._clock.now()
        async with self._open_store() as store:
            before = await store.standstills.get(standstill_id)
            if before is None:
                raise UsageError("error.stale_button")
            won = await store.standstills.decide(standstill_id, state, editor, now)
            if won:
                held = str(before.pushes + before.digest_readers)
                await store.audit.add(decided(_DEEDS[state], editor, now, before=held))
            after = await store.standstills.get(standstill_id)
            assert after
        return StandstillDecided(after, won)
