"""The courier for the desk: what editors and admins are shown counts in the bot's budget as answers do.

Without a place of its own, while a broadcast uses all that Telegram allows, it would be refused as too fast.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from bot.clock import Clock
from bot.domain.deliveries import Outcome
from bot.domain.ids import ChatId, MessageId, ThreadId, UserId
from bot.domain.pushes import ButtonRows, Card, Upload
from bot.ports import Courier
from bot.rate import Budgets


class PacedCourier:
    """bot.ports.Courier that waits for a place first. The chat's own budget is its reader's affair: a desk is
    told several things at once, and rests when Telegram says so."""

    def __init__(self, courier: Courier, budgets: Budgets, clock: Clock) -> None:
        self._courier = courier
        self._budgets = budgets
        self._clock = clock

    async def send(
        self,
        chat_id: ChatId,
        card: Card,
        thread_id: ThreadId | None = None,
        reply_to: MessageId | None = None,
    ) -> Outcome:
        """Send a card."""
        return await self._in_turn(partial(self._courier.send, chat_id, card, thread_id, reply_to))

    async def reply(self, chat_id: ChatId, message_id: MessageId, card: Card) -> Outcome:
        """Send a card's text in reply."""
        return await self._in_turn(partial(self._courier.reply, chat_id, message_id, card))

    async def answer(self, chat_id: ChatId, card: Card, thread_id: ThreadId | None = None) -> Outcome:
        """Send what a person asked for."""
        return await self._in_turn(partial(self._courier.answer, chat_id, card, thread_id))

    async def send_file(
        self, chat_id: ChatId, file: Upload, card: Card, thread_id: ThreadId | None = None
    ) -> Outcome:
        """Send a file of our own."""
        return await self._in_turn(partial(self._courier.send_file, chat_id, file, card, thread_id))

    async def edit(self, chat_id: ChatId, message_id: MessageId, card: Card) -> Outcome:
        """Put this card in place of a message of ours."""
        return await self._in_turn(partial(self._courier.edit, chat_id, message_id, card))

    async def delete(self, chat_id: ChatId, message_id: MessageId, instead: Card) -> Outcome:
        """Take a message of ours away."""
        return await self._in_turn(partial(self._courier.delete, chat_id, message_id, instead))

    async def set_buttons(self, chat_id: ChatId, message_id: MessageId, buttons: ButtonRows) -> Outcome:
        """Replace the buttons under a message of ours."""
        return await self._in_turn(partial(self._courier.set_buttons, chat_id, message_id, buttons))

    async def administrators(self, chat_id: ChatId) -> frozenset[UserId] | None:
        """Who a chat's admins are; no message, so it takes no place."""
        return await self._courier.administrators(chat_id)

    async def _in_turn(self, carry: Callable[[], Awaitable[Outcome]]) -> Outcome:
        wait = self._budgets.take_call(self._clock.now())
        if wait > timedelta(0):
            await self._clock.sleep(wait.total_seconds())
        left = self._clock.now()
        outcome = await carry()
        self._budgets.answered(left, self._clock.now())
        return outcome
