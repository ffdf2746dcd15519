"""How the process is: `/healthz` says that it goes on at all, `/readyz` that it can do its part."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.newsroom import Gate


async def healthz(_: Gate, __: Request) -> Response:
    """Who can answer is alive; a database that is away is no reason to end the process."""
    return JSONResponse({"alive": True})


async def readyz(gate: Gate, _: Request) -> Response:
    """503 while the database is away. A process that stands by is ready: it receives, and can take over."""
    ready = await gate.report_readiness()
    said = {
        "database": "reachable" if ready.has_database else "away",
        "role": "active" if ready.is_active else "standing by",
        "updates_waiting": ready.waiting,
    }
    return JSONResponse(said, status_code=200 if ready.has_database else 503)
