"""The courier's way to Telegram: bodies in, statuses and bodies out.

aiohttp finds the connection, with its pool, TLS and proxies, and reads the answer. What its session does for
each request around that (headers merged, addresses built, cookies, redirects) costs twice as much as all the
rest, and a broadcast asks a million times for the same: here the head of a method's requests is written once.
"""

import asyncio
from collections.abc import Mapping

import aiohttp
from aiohttp.connector import Connection
from yarl import URL

from bot.clock import uptime
from bot.domain.pushes import Upload
from bot.errors import RequestNotSent
from bot.failpoints import reached
from bot.telegram_http.patience import Patience
from bot.telegram_http.request import AiohttpRequest, Answer, accounted


class TelegramWire:
    """Calls Telegram's methods; all its errors are RequestNotSent and AnswerLost."""

    def __init__(self, request: AiohttpRequest, base_url: str) -> None:
        self._request = request
        self._base_url = base_url
        self._patience = Patience(request.read_timeout)
        self._calls: dict[str, _Call] = {}

    async def post(self, method: str, body: bytes) -> Answer:
        """Call a method with its parameters as JSON."""
        return await accounted(method, self._exchange(method, body))

    async def upload(self, method: str, fields: Mapping[str, str], file: Upload) -> Answer:
        """Call a method with a file of our own."""
        form = aiohttp.FormData()
        for name, value in fields.items():
            form.add_field(name, value)
        form.add_field(file.field, file.content, filename=file.name, content_type=file.content_type)
        return await self._request.exchange("POST", self._url(method), form, carries_file=True)

    async def _exchange(self, method: str, body: bytes) -> Answer:
        until = uptime() + self._request.written_within
        if method not in self._calls:
            self._calls[method] = _Call(self._url(method), self._request.session.headers, self._request.proxy)
        call = self._calls[method]
        connection = await self._connected(call)
        try:
            transport = connection.transport
            assert transport is not None
            with self._patience.with_(transport):
                call.write(transport, body, until)
                answer = await _answer(connection)
        except BaseException:
            connection.close()
            raise
        connection.release()
        return answer

    async def _connected(self, call: "_Call") -> Connection:
        """A connection of the pool, or a new one; whatever goes wrong until there is one, nothing left."""
        session = self._request.session
        assert session.connector is not None
        try:
            return await session.connector.connect(call.target, [], session.timeout)
        except (aiohttp.ClientError, OSError) as error:
            problem = type(error).__name__
        raise RequestNotSent(problem)

    def _url(self, method: str) -> URL:
        return URL(f"{self._base_url}/{method}")


class _Call:
    """One method as it is asked each time: where to, and what stands before the length of the body."""

    def __init__(self, url: URL, headers: Mapping[str, str], proxy: str | None) -> None:
        self.target = aiohttp.ClientRequest(
            "POST",
            url,
            headers={**headers, "Content-Type": "application/json"},
            proxy=URL(proxy) if proxy else None,
            loop=asyncio.get_running_loop(),
        )
        self._head = b""

    def write(self, transport: asyncio.Transport, body: bytes, until: float) -> None:
        """Write a request in time or not at all. Raises RequestNotSent.

        While it waits for a connection everything else gets a turn; there a process can be stopped.
        """
        # A proxy's own headers are known when there is a connection to it.
        self._head = self._head or self._written_head()
        if uptime() > until:
            raise RequestNotSent("held up")
        transport.write(b"%b%d\r\n\r\n%b" % (self._head, len(body), body))

    def _written_head(self) -> bytes:
        target = self.target
        is_proxys = target.proxy is not None and not target.is_ssl()
        path = str(target.url) if is_proxys else target.url.raw_path_qs
        headers = (f"{name}: {value}" for name, value in target.headers.items() if name != "Content-Length")
        return "\r\n".join((f"POST {path} HTTP/1.1", *headers, "Content-Length: ")).encode()


async def _answer(connection: Connection) -> Answer:
    protocol = connection.protocol
    assert protocol is not None
    protocol.set_response_params(read_until_eof=True)
    message, content = await protocol.read()
    while message.code < 200:
        message, content = await protocol.read()
    reached("request.head")
    body = await content.read()
    reached("request.body")
    return message.code, body
