"""Serving an ASGI app on a loopback port inside the running event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette


class _Server(uvicorn.Server):
    """Tells when it listens, and leaves the process's signals to whoever owns the process."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serve(app: Starlette, port: int = 0) -> AsyncIterator[str]:
    """Serve on 127.0.0.1 (`port` 0 = any free one) and give the address, `http://127.0.0.1:PORT`.

    Leaving the block first calls `app.state.close()`, where there is one, so that open long polls and
    event streams end by themselves; then the server stops, within a second. A taken port raises OSError.
    """
    # asyncio turns Nagle's delay off only on sockets that say they are TCP: 40 ms an answer otherwise.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        server = _Server(
            uvicorn.Config(app, log_config=None, log_level="warning", access_log=False, lifespan="off",
                           timeout_graceful_shutdown=1)
        )  # fmt: skip
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(server.serve(sockets=[listener]))
            await server.listening.wait()
            try:
                yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            finally:
                getattr(app.state, "close", _nothing)()
                server.should_exit = True


def _nothing() -> None:
    return None
