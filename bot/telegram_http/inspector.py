"""What `doctor` and the watch over our own health ask of Telegram."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Self

import aiohttp
from telegram import ChatMember
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError

from bot.domain.ids import ChatId
from bot.errors import FetchError, TokenRefused
from bot.telegram_http.bot import QuietBot


class TelegramInspector:
    """Answers what `doctor` asks of Telegram."""

    def __init__(self, bot: QuietBot, api_url: str) -> None:
        self._bot = bot
        self._api_url = api_url

    async def __aenter__(self) -> Self:
        # Not the bot's own `initialize`: it calls getMe, and a refused token is a finding of its own.
        await self._bot.request.initialize()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._bot.request.shutdown()

    async def identify(self) -> str:
        """The bot's username."""
        with _told_plainly(self._api_url):
            return (await self._bot.get_me()).username or ""

    async def can_write(self, chat_id: ChatId) -> bool:
        """Whether Telegram shows the bot this chat, and in groups and channels lets it write."""
        with _told_plainly(self._api_url):
            try:
                chat = await self._bot.get_chat(chat_id)
                me = await self._bot.get_chat_member(chat_id, self._bot.id)
            except (BadRequest, Forbidden):
                return False
        return chat.type == ChatType.PRIVATE or me.status in _MAY_WRITE

    async def server_time(self) -> datetime:
        """The time on Telegram's clock, from the date every HTTP answer carries."""
        with _told_plainly(self._api_url):
            try:
                async with self._bot.request.session.head(self._api_url) as response:
                    return parsedate_to_datetime(response.headers["Date"])
            except (aiohttp.ClientError, OSError, KeyError, ValueError) as error:
                raise NetworkError(type(error).__name__) from None


_MAY_WRITE = (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)


@contextmanager
def _told_plainly(api_url: str) -> Iterator[None]:
    try:
        yield
    except InvalidToken:
        raise TokenRefused from None
    except NetworkError as error:
        raise FetchError("error.telegram_unreachable", url=api_url, problem=error.message) from None
