"""python-telegram-bot on aiohttp: a request that knows whether its bytes left, a bot that keeps its secret.

Stock python-telegram-bot raises the same classes for "never sent" and "sent, no answer"; a courier
must tell them apart, so each network error here has RequestNotSent or AnswerLost as its cause.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import parsedate_to_datetime
from types import SimpleNamespace
from typing import Any, Self

import aiohttp
from telegram import ChatMember
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, TimedOut
from telegram.ext import ExtBot
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.domain.ids import ChatId
from bot.errors import AnswerLost, FetchError, RequestNotSent, TokenRefused

# python-telegram-bot's own opt-in to tell durations as timedelta; without it every 429 warns of that change.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_CONNECTIONS = 64
_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 20.0
_PATIENCE = aiohttp.ClientTimeout(total=_CONNECT_SECONDS + _ANSWER_SECONDS)


class QuietBot(ExtBot[None]):
    """A bot whose `repr` does not tell the token."""

    def __repr__(self) -> str:
        return "QuietBot()"

    async def raw_updates(self, offset: int, timeout: int, allowed: list[str]) -> list[dict[str, Any]]:
        """Updates as Telegram gave them: one that the library can't read must not take others along."""
        asked = {"offset": offset, "timeout": timeout, "allowed_updates": allowed}
        answer: Any = await self._request[0].post(
            f"{self.base_url}/getUpdates",
            RequestData([RequestParameter.from_input(name, value) for name, value in asked.items()]),
            read_timeout=timeout + _ANSWER_SECONDS,
        )
        return list(answer)


def build_bot(token: str, api_url: str) -> QuietBot:
    """A bot on our request class, talking to the Bot API at `api_url`."""
    base = api_url.rstrip("/")
    return QuietBot(
        token=token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(connections=1),
    )


class AiohttpRequest(BaseRequest):
    """The network seam of python-telegram-bot; one session per instance, opened by `initialize`."""

    def __init__(self, *, connections: int = _CONNECTIONS, answer_seconds: float = _ANSWER_SECONDS) -> None:
        self._connections = connections
        self._answer_seconds = answer_seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take when the caller does not say otherwise."""
        return self._answer_seconds

    async def initialize(self) -> None:
        """Open the session."""
        if self._session is None:
            trace = aiohttp.TraceConfig()
            trace.on_request_headers_sent.append(_note_departure)
            connector = aiohttp.TCPConnector(limit=self._connections)
            self._session = aiohttp.ClientSession(
                connector=connector, trace_configs=[trace], headers={"User-Agent": self.USER_AGENT}
            )

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body, or a network error whose cause says whether bytes left."""
        if self._session is None:
            raise RuntimeError("the request is not initialised")
        departure = SimpleNamespace(happened=False)
        answer_within = _seconds(read_timeout, self._answer_seconds)
        try:
            async with self._session.request(
                method,
                url,
                data=_form(request_data),
                timeout=aiohttp.ClientTimeout(
                    total=_CONNECT_SECONDS + answer_within,
                    sock_connect=_CONNECT_SECONDS,
                    sock_read=answer_within,
                ),
                trace_request_ctx=departure,
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientError, OSError) as error:
            raise _translated(error, departure.happened) from _cause(error, departure.happened)


async def _note_departure(_session: Any, context: Any, _params: Any) -> None:
    context.trace_request_ctx.happened = True


def _translated(error: Exception, left: bool) -> NetworkError:
    # The text names only the class: messages of network errors may hold the URL, and with it the token.
    how = "no usable answer" if left else "not sent"
    text = f"{how} ({type(error).__name__})"
    return TimedOut(text) if isinstance(error, TimeoutError) else NetworkError(text)


def _cause(error: Exception, left: bool) -> Exception:
    name = type(error).__name__
    return AnswerLost(name) if left else RequestNotSent(name)


def _seconds(value: Any, otherwise: float) -> float:
    """A time-out of the caller's, or `otherwise` for python-telegram-bot's "not given"."""
    return float(value) if isinstance(value, int | float) else otherwise


def _form(request_data: RequestData | None) -> aiohttp.FormData | None:
    if request_data is None:
        return None
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mimetype) in (request_data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=mimetype)
    return form


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
                async with (
                    aiohttp.ClientSession(timeout=_PATIENCE) as session,
                    session.head(self._api_url) as response,
                ):
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
