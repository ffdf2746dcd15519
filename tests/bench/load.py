"""A load client as thin as Python allows: bare sockets, keep-alive, requests serialised beforehand."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from typing import cast
from urllib.parse import urlsplit

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


class AnswerError(Exception):
    """The server said something else than 200; the text is its answer."""


def post(address: str, path: str, body: bytes) -> bytes:
    """One HTTP/1.1 request, ready for the wire."""
    head = f"POST {path} HTTP/1.1\r\nhost: {urlsplit(address).netloc}\r\ncontent-type: application/json\r\n"
    return f"{head}content-length: {len(body)}\r\n\r\n".encode() + body


async def fire(address: str, requests: Sequence[bytes], connections: int) -> float:
    """Send every request, one at a time per connection; gives the seconds it took. AnswerError, OSError."""
    host, _, port = urlsplit(address).netloc.partition(":")
    loop, left = asyncio.get_running_loop(), iter(requests)
    gunners = []
    for _ in range(connections):
        _, gunner = await loop.create_connection(lambda: _Gunner(left), host, int(port))
        gunners.append(gunner)
    began = loop.time()
    for gunner in gunners:
        gunner.fire()
    await asyncio.gather(*(gunner.finished for gunner in gunners))
    return loop.time() - began


class _Gunner(asyncio.Protocol):
    def __init__(self, requests: Iterator[bytes]) -> None:
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._requests = requests
        self._answer = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def fire(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self._transport.close()
        else:
            self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._answer += data
        head, separator, body = self._answer.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not separator or length is None or len(body) < int(length[1]):
            return
        if not head.startswith(b"HTTP/1.1 200"):
            self._fail(AnswerError(self._answer.decode(errors="replace")))
            return
        self._answer = b""
        self.fire()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.finished.done():
            self.finished.set_result(None) if error is None else self.finished.set_exception(error)

    def _fail(self, error: Exception) -> None:
        self.finished.set_exception(error)
        self._transport.close()
