"""Stand-ins on real sockets for what the sandbox cannot be made to say: any answer, or a broken one."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests import canaries

TOKEN = canaries.TOKEN
SECRET = TOKEN.partition(":")[2]
MESSAGE = {
    "message_id": 77,
    "date": 1_795_458_600,
    "chat": {"id": canaries.ANA, "type": "private", "first_name": "Ana"},
}

Answer = tuple[int, str]
Behave = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def taken(result: Any = MESSAGE) -> Answer:
    return 200, json.dumps({"ok": True, "result": result})


def refused(status: int, description: str, **parameters: int) -> Answer:
    body = {"ok": False, "error_code": status, "description": description}
    return status, json.dumps(body | ({"parameters": parameters} if parameters else {}))


class StandIn:
    """Answers each method as told, and remembers what it was sent."""

    def __init__(self) -> None:
        self.address = ""
        self.answers: dict[str, Answer] = {}
        self.requests: list[tuple[str, dict[str, Any]]] = []

    @property
    def methods(self) -> list[str]:
        return [method for method, _ in self.requests]

    def last(self) -> dict[str, Any]:
        """The fields of the last request."""
        return self.requests[-1][1]

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        method = request.path.rpartition("/")[2]
        if request.content_type == "application/json":
            fields = await request.json()
        else:
            fields = {name: _whole(field) for name, field in (await request.post()).items()}
        self.requests.append((method, fields))
        status, body = self.answers.get(method, taken())
        return web.Response(status=status, text=body, content_type="application/json")


@asynccontextmanager
async def standing_in() -> AsyncIterator[StandIn]:
    """A stand-in on a free port of the loopback."""
    stand_in = StandIn()
    runner = web.ServerRunner(web.Server(stand_in.answer))
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        stand_in.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield stand_in
    finally:
        await runner.cleanup()


@asynccontextmanager
async def breaking_off(behave: Behave) -> AsyncIterator[str]:
    """The address of a server that does `behave` to every connection."""
    writers: list[asyncio.StreamWriter] = []

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        await behave(reader, writer)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        for writer in writers:
            writer.close()
        server.close()
        await server.wait_closed()


def _whole(field: Any) -> Any:
    """A text, or an uploaded file's name, type and content while it can still be read."""
    if isinstance(field, web.FileField):
        return field.filename, field.content_type, field.file.read()
    return field
