"""The answer to one Bot API request on the wire, as bare ASGI, and every way it can go wrong.

Starlette's routing and response objects would cost as much as the whole of sendMessage, hence none here.
"""

import asyncio
import socket
import struct
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from bot.sandbox.json_text import encoded

_JSON = b"application/json"
_RESET = struct.pack("ii", 1, 0)


def success(result: Any) -> bytes:
    """The envelope of a success, as JSON."""
    return encoded({"ok": True, "result": result})


class Exchange:
    """A request and the connection it came by. Who resets it or hangs up needs the server of server.py."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self.receive = receive
        self._send = send

    async def answer(self, status: int, body: bytes, media_type: bytes = _JSON) -> None:
        await self._send(_head(status, body, media_type))
        await self._send({"type": "http.response.body", "body": body})

    async def answer_half(self, status: int, body: bytes) -> None:
        """Announce the whole answer, send half of it, and hang up."""
        await self._send(_head(status, body, _JSON))
        half = body[: len(body) // 2]
        await self._send({"type": "http.response.body", "body": half, "more_body": True})
        self.hang_up()
        await self._client_gone()

    async def reset(self) -> None:
        """Cut the connection as a dying host does: RST, no answer."""
        connection: socket.socket = self._transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self._transport.abort()
        await self._client_gone()

    async def wait(self, seconds: float) -> bool:
        """Say nothing for so long; False as soon as the client has given up."""
        try:
            async with asyncio.timeout(seconds):
                await self._client_gone()
        except TimeoutError:
            return True
        return False

    def hang_up(self) -> None:
        self._transport.close()

    async def _client_gone(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass

    @property
    def _transport(self) -> asyncio.Transport:
        transport: asyncio.Transport = self.scope["state"]["transport"]
        return transport


def _head(status: int, body: bytes, media_type: bytes) -> Message:
    headers = [(b"content-type", media_type), (b"content-length", b"%d" % len(body))]
    return {"type": "http.response.start", "status": status, "headers": headers}
