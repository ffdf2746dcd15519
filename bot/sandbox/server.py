"""Serving an ASGI app on a loopback port inside the running event loop, with a door that can be shut."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from email.utils import formatdate
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from bot.sandbox.clock import SandboxClock

if TYPE_CHECKING:
    from uvicorn.protocols.http.h11_impl import H11Protocol as HttpProtocol
else:
    HttpProtocol = AutoHTTPProtocol


_TICKS_PER_SECOND = 10  # of uvicorn's main loop


class _OnePiece(asyncio.Transport):
    """Sends what is written in one turn of the loop as one piece: the head and the body of an answer."""

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__()
        self._transport = transport
        self._later = asyncio.get_running_loop().call_soon
        self._pieces: list[bytes] = []

    def write(self, data: Any) -> None:
        if not self._pieces:
            self._later(self._flush)
        self._pieces.append(data)

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def abort(self) -> None:
        self._transport.abort()

    def is_closing(self) -> bool:
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._transport.get_extra_info(name, default)

    def pause_reading(self) -> None:
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        self._transport.resume_reading()

    def _flush(self) -> None:
        pieces, self._pieces = self._pieces, []
        if pieces and not self.is_closing():
            self._transport.write(b"".join(pieces))


class _Connection(HttpProtocol):
    """Gives every request its connection as `scope["state"]["transport"]`, so that a fault can cut it."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        connection = _OnePiece(cast(asyncio.Transport, transport))
        self.app_state = {**self.app_state, "transport": connection}
        super().connection_made(connection)


class Server(uvicorn.Server):
    """Tells when it listens, leaves signals to whoever owns the process, can refuse connections a while.

    Its answers bear the date of `clock`.
    """

    def __init__(self, config: uvicorn.Config, clock: SandboxClock) -> None:
        super().__init__(config)
        self._clock = clock
        self.is_open = asyncio.Event()
        self._outages: asyncio.Queue[float] = asyncio.Queue()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.set_date()
        self.is_open.set()

    async def on_tick(self, counter: int) -> bool:
        if counter % _TICKS_PER_SECOND == 0:
            self.set_date()
        return self.should_exit

    def set_date(self) -> None:
        date = formatdate(self._clock.timestamp(), usegmt=True)
        self.server_state.default_headers = [(b"date", date.encode()), *self.config.encoded_headers]

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        # What was still being answered when the time was up: a fault's silence, say.
        for connection in list(self.server_state.connections):
            getattr(connection, "transport").abort()  # noqa: B009 - not every protocol declares it

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def shut_door(self, seconds: float) -> None:
        """Refuse connections for so long, from the next turn of the loop on.

        Open connections of Bot API clients are cut; those of the control API and the page stay.
        """
        self.is_open.clear()
        self._outages.put_nowait(seconds)

    async def keep_door(self) -> None:
        """Shut and open the door when told to, for ever."""
        while True:
            seconds = await self._outages.get()
            host, port = self.servers[0].sockets[0].getsockname()
            for server in self.servers:
                server.close()
            self._cut_bot_api()
            # Bound but not listening: the port stays ours, and whoever knocks is refused.
            with tcp_socket() as reserved:
                reserved.bind((host, port))
                await _nothing_for(seconds)
                await self._listen(reserved.dup())
            self.is_open.set()

    async def _listen(self, listener: socket.socket) -> None:
        protocol = partial(
            _Connection, config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        self.servers = [await asyncio.get_running_loop().create_server(protocol, sock=listener)]

    def _cut_bot_api(self) -> None:
        for connection in list(self.server_state.connections):
            scope: dict[str, Any] = getattr(connection, "scope", None) or {}
            if scope.get("path", "").startswith("/bot"):
                scope["state"]["transport"].abort()


def tcp_socket() -> socket.socket:
    # asyncio turns Nagle's delay off only on sockets that say they are TCP: 40 ms an answer otherwise.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return listener


@asynccontextmanager
async def serve(app: Starlette, port: int = 0) -> AsyncIterator[str]:
    """Serve on 127.0.0.1 (`port` 0 = any free one) and give the address, `http://127.0.0.1:PORT`.

    The server is `app.state.server` meanwhile. Leaving the block first calls `app.state.close()`, where there
    is one, so that open long polls and event streams end by themselves; then the server stops, within a
    second. A taken port raises OSError. Answers are dated by `app.state.clock`, where there is one.
    """
    clock = getattr(app.state, "clock", None) or SandboxClock()
    with tcp_socket() as listener:
        listener.bind(("127.0.0.1", port))
        server = app.state.server = Server(_config(app), clock)
        clock.on_advance.append(server.set_date)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(server.serve(sockets=[listener]))
            await server.is_open.wait()
            door = tasks.create_task(server.keep_door())
            try:
                yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            finally:
                getattr(app.state, "close", _nothing)()
                door.cancel()
                server.should_exit = True


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app, http=_Connection, log_config=None, log_level="warning", access_log=False, lifespan="off",
        proxy_headers=False, timeout_keep_alive=75, timeout_graceful_shutdown=1,
    )  # fmt: skip


async def _nothing_for(seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await asyncio.Event().wait()
    except TimeoutError:
        return


def _nothing() -> None:
    return None
