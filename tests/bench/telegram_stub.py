"""A Telegram thinner than any client: `python -m tests.bench.telegram_stub [latency]`, one answer for all.

The answer has the shape of a real one, a whole Message with entities and buttons, and the headers that
Telegram's servers send.
"""

import asyncio
import json
import sys
from typing import cast

import uvloop

from tests.bench.processors import SERVER, stay_on

_MESSAGE = {
    "message_id": 77,
    "from": {"id": 700000001, "is_bot": True, "first_name": "Kolporter", "username": "kolporter_bot"},
    "chat": {"id": 501, "first_name": "Ana", "type": "private"},
    "date": 1_795_458_600,
    "text": "x" * 250,
    "entities": [
        {"offset": 0, "length": 34, "type": "bold"},
        {"offset": 60, "length": 9, "type": "text_link", "url": "https://example.org/a/1"},
    ],
    "reply_markup": {
        "inline_keyboard": [
            [{"text": "Read", "url": "https://example.org/a/1"}, {"text": "♥", "callback_data": "like:1"}]
        ]
    },
}
_BODY = json.dumps({"ok": True, "result": _MESSAGE}).encode()
_ANSWER = (
    "HTTP/1.1 200 OK\r\nServer: nginx/1.18.0\r\nDate: Wed, 25 Nov 2026 23:00:00 GMT\r\n"
    f"Content-Type: application/json\r\nContent-Length: {len(_BODY)}\r\nConnection: keep-alive\r\n"
    "Strict-Transport-Security: max-age=31536000; includeSubDomains; preload\r\n"
    "Access-Control-Allow-Origin: *\r\n\r\n"
).encode() + _BODY
_LENGTH = b"content-length:"


class _Connection(asyncio.Protocol):
    def __init__(self, latency: float) -> None:
        self._latency = latency
        self._received = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            head = self._received[:end].lower() + b"\r\n"
            _, named, rest = head.partition(_LENGTH)
            whole = end + 4 + (int(rest[: rest.index(b"\r\n")]) if named else 0)
            if len(self._received) < whole:
                return
            self._received = self._received[whole:]
            self._answer()

    def _answer(self) -> None:
        if self._latency:
            asyncio.get_running_loop().call_later(self._latency, self._transport.write, _ANSWER)
        else:
            self._transport.write(_ANSWER)


async def _serve(latency: float) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(latency), "127.0.0.1", 0)
    sys.stdout.write(f"Stub on http://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    stay_on(SERVER)
    uvloop.run(_serve(float(sys.argv[1]) if len(sys.argv) > 1 else 0))
