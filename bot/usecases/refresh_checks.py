"""The checks below the desk's cards: made when a card is shown, anew when editors change what they tell."""

import asyncio

import structlog

from bot.clock import Clock
from bot.domain.deliveries import Outcome, Reason, Refused, Sent
from bot.domain.rests import Rests
from bot.ports import Courier, OpenStore
from bot.review_ports import CardToCheck
from bot.usecases.check_article import CheckArticle

log = structlog.get_logger()


class RefreshChecks:
    """Show what is to be told of each card, in a reply of its own: the card is exactly what readers get."""

    def __init__(self, *, open_store: OpenStore, courier: Courier, check: CheckArticle, clock: Clock) -> None:
        self._open_store = open_store
        self._courier = courier
        self._check = check
        self._clock = clock
        self._rests = Rests()
        self._at_work = asyncio.Lock()

    async def __call__(self) -> None:
        """Called every second; never twice at once."""
        async with self._at_work:
            async with self._open_store() as store:
                cards = await store.desk_cards.to_check()
            for one in cards:
                if self._rests.may_ask(one.chat_id, self._clock.now()):
                    await self._refresh(one)

    async def _refresh(self, one: CardToCheck) -> None:
        outcome = await self._put(one)
        if not isinstance(outcome, Sent):
            log.warning("checks_not_shown", chat=one.chat_id, article=one.article.id, outcome=str(outcome))
        if self._rests.is_settled(one.chat_id, outcome, self._clock.now()):
            message_id = outcome.message_id if isinstance(outcome, Sent) else one.checks_id
            async with self._open_store() as store:
                await store.desk_cards.checked(one.article.id, one.chat_id, message_id, one.turn)

    async def _put(self, one: CardToCheck) -> Outcome:
        checks = await self._check(one.article, one.chat_id, one.shown)
        if one.checks_id is not None:
            outcome = await self._courier.edit(one.chat_id, one.checks_id, checks)
            if not (isinstance(outcome, Refused) and outcome.reason in (Reason.GONE, Reason.TOO_OLD)):
                return outcome
        return await self._courier.send(one.chat_id, checks, reply_to=one.shown.message_id)
