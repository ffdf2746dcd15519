"""Telegram over aiohttp: a request that knows whether its bytes left, a bot that keeps its secret.

Two ways share one pool of warm connections: python-telegram-bot's (AiohttpRequest), for whatever handlers
do, and a bare one (TelegramWire), for the courier, who sends the same card to many and reads little of
the answers. Stock python-telegram-bot raises the same classes for "never sent" and "sent, no answer"; here
every error of the network is RequestNotSent or AnswerLost, or has one of them as its cause.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any, Self

import aiohttp
import orjson
from telegram import ChatMember
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, TimedOut
from telegram.ext import BaseRateLimiter, ExtBot
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter
from yarl import URL

from bot.clock import uptime
from bot.domain.ids import ChatId
from bot.domain.measures import REQUEST_TIMES, REQUESTS
from bot.domain.pushes import Upload
from bot.errors import AnswerLost, CarrierError, FetchError, RequestNotSent, TokenRefused
from bot.failpoints import reached
from bot.meter import meter
from bot.tracing import span

# python-telegram-bot's own opt-in to tell durations as timedelta; without it every 429 warns of that change.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_CONNECTIONS = 256
"""More than a broadcast has in flight, so that an answer never queues for a connection: 1,000 messages a
second at 100 ms are 100."""
_CONNECT_SECONDS = 5.0
"""For a place in the pool and the connection."""
_ANSWER_SECONDS = 20.0
_UPLOAD_SECONDS = 40.0
"""More time for a request that carries a file."""
_WRITTEN_WITHIN = 6.0
"""After that a message is not begun any more: connecting takes less, so this process was stopped, and another
may have taken over. A lease that was renewed every second stands for longer."""
_UNCONNECTED = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)
"""What aiohttp raises only before it has a connection to write to. Everything else counts as sent."""


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
            read_timeout=timeout + _ANSWER_SECONDS,
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


class AiohttpRequest(BaseRequest):
    """The network seam of python-telegram-bot; one session per instance, opened by `initialize`."""

    def __init__(
        self,
        *,
        connections: int = _CONNECTIONS,
        connect_seconds: float = _CONNECT_SECONDS,
        answer_seconds: float = _ANSWER_SECONDS,
        written_within: float = _WRITTEN_WITHIN,
        proxy: str | None = None,
    ) -> None:
        self.written_within = written_within
        self._connections = connections
        self._connect_seconds = connect_seconds
        self._answer_seconds = answer_seconds
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take when the caller does not say otherwise."""
        return self._answer_seconds

    @property
    def session(self) -> aiohttp.ClientSession:
        """The open session. Raises RequestNotSent while there is none."""
        if self._session is None:
            raise RequestNotSent("the request is not open")
        return self._session

    async def initialize(self) -> None:
        """Open the session."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                timeout=self._patience(self._answer_seconds),
                # The environment's proxies are for programs that somebody runs by hand.
                trust_env=False,
                proxy=self._proxy,
            )

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def exchange(
        self, method: str, url: str | URL, data: Any = None, within: float | None = None
    ) -> tuple[int, bytes]:
        """Status and body of one request, `within` seconds after it has a connection.

        Raises RequestNotSent or AnswerLost. Their texts name only aiohttp's class, because the messages of
        network errors may hold the URL, and with it the token; nor do they drag those errors along.
        """
        patience = self.session.timeout if within is None else self._patience(within)
        name, begun = _method(url), uptime()
        try:
            reached("request.begun")
            # A redirect would turn a POST into a GET somewhere else.
            with span(f"telegram {name}"):
                async with self.session.request(
                    method, url, data=data, timeout=patience, allow_redirects=False
                ) as response:
                    reached("request.head")
                    body = await response.read()
                    reached("request.body")
            _measure(name, str(response.status), begun)
            return response.status, body
        except (aiohttp.ClientError, OSError) as error:
            problem = _problem(error)
        _measure(name, "not_sent" if isinstance(problem, RequestNotSent) else "answer_lost", begun)
        raise problem

    def _patience(self, within: float) -> aiohttp.ClientTimeout:
        """The total is more than what connecting may take: when it is over, there was a connection."""
        return aiohttp.ClientTimeout(total=self._connect_seconds + within, connect=self._connect_seconds)

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
        within = float(read_timeout) if isinstance(read_timeout, int | float) else None
        if request_data is not None and request_data.contains_files:
            within = (within or self._answer_seconds) + _UPLOAD_SECONDS
        try:
            return await self.exchange(method, url, _payload(request_data), within)
        except CarrierError as problem:
            cause = problem
        text = f"{'not sent' if isinstance(cause, RequestNotSent) else 'no usable answer'} ({cause})"
        raise (TimedOut if "Timeout" in str(cause) else NetworkError)(text) from cause

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The answer read by orjson; what that refuses is left to python-telegram-bot's forgiving way."""
        try:
            return orjson.loads(payload)
        except orjson.JSONDecodeError:
            return BaseRequest.parse_json_payload(payload)


class TelegramWire:
    """Bodies in, statuses and bodies out; all its errors are RequestNotSent and AnswerLost."""

    def __init__(self, request: AiohttpRequest, base_url: str) -> None:
        self._request = request
        self._url = cache(lambda method: URL(f"{base_url}/{method}"))

    async def post(self, method: str, body: bytes) -> tuple[int, bytes]:
        """Call a method with its parameters as JSON."""
        prompt = _Prompt(body, uptime() + self._request.written_within)
        return await self._request.exchange("POST", self._url(method), prompt)

    async def upload(self, method: str, fields: Mapping[str, str], file: Upload) -> tuple[int, bytes]:
        """Call a method with a file of our own."""
        form = aiohttp.FormData()
        for name, value in fields.items():
            form.add_field(name, value)
        form.add_field(file.field, file.content, filename=file.name, content_type=file.content_type)
        within = self._request.read_timeout + _UPLOAD_SECONDS
        return await self._request.exchange("POST", self._url(method), form, within)


class _Prompt(aiohttp.BytesPayload):
    """A body that is written in time or not at all; the head of its request waits for it.

    Between asking for a request and writing it everything else gets a turn; there a process can be stopped.
    """

    def __init__(self, body: bytes, until: float) -> None:
        super().__init__(body, content_type="application/json")
        self._until = until

    async def write_with_length(
        self, writer: aiohttp.abc.AbstractStreamWriter, content_length: int | None
    ) -> None:
        """Raises RequestNotSent, which aiohttp makes the cause of its own error."""
        if uptime() > self._until:
            raise RequestNotSent("held up")
        await super().write_with_length(writer, content_length)


def _method(url: str | URL) -> str:
    """The last part of the address; what stands before it is secret."""
    return url.name if isinstance(url, URL) else url.rpartition("/")[2]


def _measure(method: str, answer: str, begun: float) -> None:
    meter.count(REQUESTS, method, answer)
    meter.time(REQUEST_TIMES, uptime() - begun, method)


def _problem(error: Exception) -> CarrierError:
    if isinstance(error.__cause__, RequestNotSent):
        return error.__cause__
    kind = RequestNotSent if isinstance(error, _UNCONNECTED) else AnswerLost
    return kind(type(error).__name__)


def _json(body: bytes) -> aiohttp.BytesPayload:
    return aiohttp.BytesPayload(body, content_type="application/json")


def _payload(request_data: RequestData | None) -> aiohttp.BytesPayload | aiohttp.FormData | None:
    if request_data is None:
        return None
    if not request_data.contains_files:
        return _json(orjson.dumps(request_data.parameters))
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mimetype) in request_data.multipart_data.items():
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
