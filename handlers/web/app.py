"""Every address in one table. Whoever has no business here gets a status and not a word."""

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.errors import ClaimRefused, DatabaseUnavailable
from bot.newsroom import Gate
from handlers.web.bodies import BodyError
from handlers.web.clicks import follow
from handlers.web.health import healthz, readyz
from handlers.web.hubs import asked_back, told
from handlers.web.memberships import hear, refused
from handlers.web.metrics import metrics
from handlers.web.telegram import receive

Answer = Callable[[Gate, Request], Awaitable[Response]]

WATCHED: tuple[tuple[str, str, Answer], ...] = (
    ("GET", "/healthz", healthz),
    ("GET", "/readyz", readyz),
)
"""For whoever watches over the process."""
MEASURED: tuple[tuple[str, str, Answer], ...] = (("GET", "/metrics", metrics),)
"""For whoever watches over it closely; there is none of it where strangers could read it."""
TOLD: tuple[tuple[str, str, Answer], ...] = (("POST", "/membership", hear),)
"""For the paper's own site, which may be on the same machine."""
PUBLIC: tuple[tuple[str, str, Answer], ...] = (
    ("POST", "/telegram/{path}", receive),
    ("GET", "/r/{key}", follow),
    ("GET", "/hub/{key}", asked_back),
    ("POST", "/hub/{key}", told),
)
"""Below PUBLIC_URL; there is none of it without one."""


def web_app(gate: Gate, *, is_public: bool, is_measured: bool = False) -> Starlette:
    """The application; what it answers is up to the gate."""
    rows = WATCHED + TOLD + MEASURED * is_measured + PUBLIC * is_public
    return Starlette(
        routes=[
            Route(path, partial(_asked, gate, answer), methods=[method]) for method, path, answer in rows
        ],
        exception_handlers={
            404: _silent,
            405: _silent,
            BodyError: _no_body,
            ClaimRefused: refused,
            DatabaseUnavailable: _later,
        },
    )


async def _asked(gate: Gate, answer: Answer, request: Request) -> Response:
    return await answer(gate, request)


async def _silent(_: Request, error: Exception) -> Response:
    return Response(status_code=getattr(error, "status_code", 404))


async def _no_body(_: Request, error: Exception) -> Response:
    assert isinstance(error, BodyError)
    return Response(status_code=error.status)


async def _later(_: Request, __: Exception) -> Response:
    """Telegram and hubs come again; the log has the cause already."""
    return Response(status_code=503, headers={"Retry-After": "2"})
