"""python-telegram-bot's own calls in our budgets: nothing that a handler sends by itself escapes the count.

Never retries: what Telegram refuses as too fast is told to who asked, and the chat is parked for everybody.
"""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.clock import Clock
from bot.domain.ids import ChatId
from bot.rate import Budgets

_INLINE = "answerInlineQuery"
_NEW_MESSAGES = ("send", "copy", "forward")
_CHANGES = ("edit", "delete", "stop", "answer", "setMessageReaction")
"""What no chat's budget counts. The rest, such as menus, is no message at all."""


class BudgetLimiter(BaseRateLimiter[None]):
    """Waits for a place in the budgets: of bot and chat for new messages, of the bot for all else.

    Answers to inline queries have a budget of their own.
    """

    def __init__(self, budgets: Budgets, clock: Clock) -> None:
        self._budgets = budgets
        self._clock = clock

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to end."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Any:
        """The answer to the call, made when the budgets allow it. Raises what the call raises."""
        chat_id = _chat_of(data)
        if endpoint.startswith(_NEW_MESSAGES) and chat_id is not None:
            await self._wait(self._budgets.earliest(chat_id, now := self._clock.now()) - now)
            await self._wait(self._budgets.take(chat_id, self._clock.now()))
        elif endpoint == _INLINE:
            await self._wait(self._budgets.take_inline(self._clock.now()))
        elif endpoint.startswith((*_NEW_MESSAGES, *_CHANGES)):
            await self._wait(self._budgets.take_call(self._clock.now()))
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            if chat_id is not None:
                self._budgets.throttled(chat_id, _seconds(error.retry_after), self._clock.now())
            raise

    async def _wait(self, wait: timedelta) -> None:
        if wait > timedelta(0):
            await self._clock.sleep(wait.total_seconds())


def _chat_of(data: dict[str, Any]) -> ChatId | None:
    """The chat by number; who names it by `@name` asks so rarely that the bot's budget is enough."""
    chat_id = data.get("chat_id")
    return ChatId(chat_id) if isinstance(chat_id, int) else None


def _seconds(value: int | timedelta) -> timedelta:
    return value if isinstance(value, timedelta) else timedelta(seconds=value)
