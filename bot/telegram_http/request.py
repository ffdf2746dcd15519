"""The network seam of python-telegram-bot on aiohttp, and how every request to Telegram is accounted for."""

from collections.abc import Awaitable
from typing import Any

import aiohttp
import orjson
from aiohttp.http import HttpProcessingError
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.clock import uptime
from bot.domain.measures import REQUEST_TIMES, REQUESTS
from bot.errors import AnswerLost, CarrierError, RequestNotSent
from bot.failpoints import reached
from bot.meter import meter
from bot.tracing import span

Answer = tuple[int, bytes]
"""Status and body."""

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
        self.proxy = proxy
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
                proxy=self.proxy,
            )

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def exchange(
        self,
        method: str,
        url: str | URL,
        data: Any = None,
        within: float | None = None,
        *,
        carries_file: bool = False,
    ) -> Answer:
        """One request, `within` seconds after it has a connection. Raises RequestNotSent or AnswerLost."""
        within = self._answer_seconds if within is None else within
        patience = self._patience(within + _UPLOAD_SECONDS * carries_file)
        return await accounted(_method(url), self._exchange(method, url, data, patience))

    async def _exchange(
        self, method: str, url: str | URL, data: Any, patience: aiohttp.ClientTimeout
    ) -> Answer:
        # A redirect would turn a POST into a GET somewhere else.
        async with self.session.request(
            method, url, data=data, timeout=patience, allow_redirects=False
        ) as response:
            return response.status, await response.read()

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
        carries_file = request_data is not None and request_data.contains_files
        try:
            return await self.exchange(method, url, _payload(request_data), within, carries_file=carries_file)
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


async def accounted(method: str, asking: Awaitable[Answer]) -> Answer:
    """The answer to one request, measured. Raises RequestNotSent or AnswerLost.

    Their texts name only aiohttp's class, because the messages of network errors may hold the URL, and with
    it the token; nor do they drag those errors along.
    """
    begun = uptime()
    try:
        reached("request.begun")
        with span(f"telegram {method}"):
            status, body = await asking
    except (aiohttp.ClientError, HttpProcessingError, OSError, CarrierError) as error:
        problem = _problem(error)
    else:
        _measure(method, str(status), begun)
        return status, body
    _measure(method, "not_sent" if isinstance(problem, RequestNotSent) else "answer_lost", begun)
    raise problem


def _method(url: str | URL) -> str:
    """The last part of the address; what stands before it is secret."""
    return url.name if isinstance(url, URL) else url.rpartition("/")[2]


def _measure(method: str, answer: str, begun: float) -> None:
    meter.count(REQUESTS, method, answer)
    meter.time(REQUEST_TIMES, uptime() - begun, method)


def _problem(error: Exception) -> CarrierError:
    if isinstance(error, CarrierError):
        return error
    kind = RequestNotSent if isinstance(error, _UNCONNECTED) else AnswerLost
    return kind(type(error).__name__)


def _payload(request_data: RequestData | None) -> aiohttp.BytesPayload | aiohttp.FormData | None:
    if request_data is None:
        return None
    if not request_data.contains_files:
        parameters = orjson.dumps(request_data.parameters)
        return aiohttp.BytesPayload(parameters, content_type="application/json")
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mimetype) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mimetype)
    return form
