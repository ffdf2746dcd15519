"""How the process is: `/healthz` says that it goes on at all, `/readyz` that it can do its part."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.newsroom import Gate


async def healthz(gate: Gate, _: Request) -> Response:
    """503 when nothing ticks any more; a database that is away is no reason to end the process."""
    is_alive = gate.is_alive()
    return JSONResponse({"alive": is_alive}, status_code=200 if is_alive else 503)


async def readyz(gate: Gate, _: Request) -> Response:
    """503 while the database is away. A process that stands by is ready: it receives, and can take over."""
    ready = await gate.report_readiness()
    said = {
        "database": "reachable" if ready.has_database else "away",
        "role": "active" if ready.is_active else "standing by",
        "updates_waiting": ready.waiting,
    }
    return JSONResponse(said, status_code=200 if ready.has_database else 503)
