"""The yardstick: a Starlette endpoint that takes what it was posted and returns a constant.

The same uvicorn, HTTP parser and event loop as the sandbox's, with the same options.
"""

import asyncio
import json
import socket
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_ANSWER = json.dumps({"ok": True, "result": {"message_id": 1, "text": "x" * 1_000}}).encode()


async def _constant(request: Request) -> Response:
    await request.body()
    return Response(_ANSWER, media_type="application/json")


async def _run() -> None:
    app = Starlette(routes=[Route("/bot{token}/{method}", _constant, methods=["POST"])])
    config = uvicorn.Config(
        app, loop="none", log_config=None, log_level="warning", access_log=False, lifespan="off",
        proxy_headers=False, timeout_keep_alive=75,
    )  # fmt: skip
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        sys.stdout.write(f"Bare on http://127.0.0.1:{listener.getsockname()[1]}\n")
        sys.stdout.flush()
        await uvicorn.Server(config).serve(sockets=[listener])


if __name__ == "__main__":
    asyncio.run(_run())
