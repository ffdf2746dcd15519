"""Thank who has become a member, once.

Thanks are off the file before they are sent: a crash in between loses them rather than say them twice, for
who is thanked twice wonders whether they have paid twice. What certainly did not leave is said later.
"""

from dataclasses import replace

import structlog

from bot.domain.deliveries import NotSent, Throttled
from bot.domain.ids import ChatId
from bot.domain.memberships import Member
from bot.domain.paper import Paper
from bot.domain.subscribers import Subscriber
from bot.locales import texts_for
from bot.ports import Courier, OpenStore
from bot.rendering.members import thanks_card
from bot.usecases.appealing import edition_of

log = structlog.get_logger()


class ThankMembers:
    """By ticks. Who has left or blocked us is told nothing, and finds it in `/support` when they are back."""

    def __init__(self, *, open_store: OpenStore, courier: Courier, paper: Paper) -> None:
        self._open_store = open_store
        self._courier = courier
        self._paper = paper

    async def __call__(self) -> None:
        """What Telegram could not take now is said with the next tick, and so is all the rest: we are
        too fast for it, or it is out of reach."""
        while (taken := await self._take()) is not None:
            if not await self._thank(*taken):
                await self._owe_again(taken[0])
                break

    async def _owe_again(self, chat_id: ChatId) -> None:
        async with self._open_store() as store:
            await store.memberships.change(chat_id, _owed)

    async def _take(self) -> tuple[ChatId, Member, Subscriber | None] | None:
        async with self._open_store() as store:
            for chat_id, member in (await store.memberships.take_thanks(1)).items():
                return chat_id, member, await store.subscribers.by_chat(chat_id)
        return None

    async def _thank(self, chat_id: ChatId, member: Member, reader: Subscriber | None) -> bool:
        """Whether there is nothing left to do."""
        if reader is None or reader.is_gone:
            return True
        paper = edition_of(self._paper, reader)
        outcome = await self._courier.send(chat_id, thanks_card(paper, member, texts_for(reader.language)))
        log.info("member_thanked", chat=chat_id, outcome=type(outcome).__name__)
        return not isinstance(outcome, NotSent | Throttled)


def _owed(member: Member | None) -> Member | None:
    return replace(member, owes_thanks=True) if member else None
