"""The bot of python-telegram-bot on our request class."""

import os
from typing import Any

from telegram.ext import BaseRateLimiter, ExtBot
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram_http.request import AiohttpRequest
from bot.telegram_http.wire import TelegramWire

# python-telegram-bot's own opt-in to tell durations as timedelta; without it every 429 warns of that change.
os.environ.setdefault("PTB_TIMEDELTA", "true")


class QuietBot(ExtBot[Any]):
    """A bot whose `repr` does not tell the token."""

    def __repr__(self) -> str:
        return "QuietBot()"

    @property
    def request(self) -> "AiohttpRequest":
        """The request behind everything but getUpdates."""
        request = super().request
        assert isinstance(request, AiohttpRequest)
        return request

    @property
    def wire(self) -> "TelegramWire":
        """The bare way to the same server, by the same connections."""
        return TelegramWire(self.request, self.base_url)

    async def raw_updates(self, offset: int, timeout: int, allowed: list[str]) -> list[dict[str, Any]]:
        """Updates as Telegram gave them: one that the library can't read must not take others along."""
        asked = {"offset": offset, "timeout": timeout, "allowed_updates": allowed}
        answer: Any = await self._request[0].post(
            f"{self.base_url}/getUpdates",
            RequestData([RequestParameter.from_input(name, value) for name, value in asked.items()]),
            read_timeout=timeout + self.request.read_timeout,
        )
        return list(answer)


def build_bot(
    token: str, api_url: str, proxy: str | None = None, limiter: BaseRateLimiter[Any] | None = None
) -> QuietBot:
    """A bot on our request class, talking to the Bot API at `api_url`, through an HTTP proxy if told."""
    base = api_url.rstrip("/")
    return QuietBot(
        token=token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=AiohttpRequest(proxy=proxy),
        get_updates_request=AiohttpRequest(connections=1, proxy=proxy),
        rate_limiter=limiter,
    )
