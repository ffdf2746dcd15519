"""Bring the desk's cards up to date: what one editor changes, every desk chat sees.

A card stays the message it is, but for two changes: Telegram lets nobody take a picture off a message, or
put another kind of message in its place; and who typed a text wants to see its card below, not far above.
Then a new message takes the old one's place, and the old one goes.
"""

import asyncio

import structlog

from bot.clock import Clock
from bot.domain.deliveries import Outcome, Reason, Refused, Sent
from bot.domain.paper import Paper
from bot.domain.pushes import Card
from bot.domain.rests import Rests
from bot.ports import Courier, OpenStore
from bot.review_ports import DeskCard
from bot.usecases.desk_card import desk_card, picture_on

log = structlog.get_logger()

_LOST = (Reason.GONE, Reason.TOO_OLD)


class RefreshCards:
    """Show each outdated card as it should be now."""

    def __init__(self, *, open_store: OpenStore, courier: Courier, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._courier = courier
        self._paper = paper
        self._clock = clock
        self._rests = Rests()
        self._at_work = asyncio.Lock()

    async def __call__(self) -> None:
        """Called after every change, and every second for what that missed; never twice at once."""
        async with self._at_work:
            async with self._open_store() as store:
                outdated = await store.desk_cards.outdated()
            for one in outdated:
                if self._is_ours(one) and self._rests.may_ask(one.chat_id, self._clock.now()):
                    await self._refresh(one)

    def _is_ours(self, one: DeskCard) -> bool:
        return one.article.edition in self._paper.editions

    async def _refresh(self, old: DeskCard) -> None:
        async with self._open_store() as store:
            card = await desk_card(store, old.article, self._paper, old.chat_id, old.page)
        outcome = await self._put(old, card)
        if not isinstance(outcome, Sent):
            log.warning("card_not_refreshed", chat=old.chat_id, article=old.article.id, outcome=str(outcome))
        if self._rests.is_settled(old.chat_id, outcome, self._clock.now()):
            message_id = outcome.message_id if isinstance(outcome, Sent) else old.message_id
            async with self._open_store() as store:
                await store.desk_cards.shows(
                    old.article.id, old.chat_id, message_id, picture_on(card), old.turn
                )
                if isinstance(outcome, Sent) and message_id != old.message_id:
                    await store.desk_cards.arrived(old.article.id, old.chat_id, outcome)

    async def _put(self, old: DeskCard, card: Card) -> Outcome:
        if not old.anew and old.picture == picture_on(card):
            outcome = await self._courier.edit(old.chat_id, old.message_id, card)
            if not (isinstance(outcome, Refused) and outcome.reason in _LOST):
                return outcome
        outcome = await self._courier.send(old.chat_id, card)
        if isinstance(outcome, Sent):
            for gone in filter(None, (old.message_id, old.checks_id)):
                await self._courier.delete(old.chat_id, gone, Card(html="…"))
        return outcome
