"""`POST /membership`: the membership page tells what became of a membership; docs/operations.md has the form.

Who cannot sign gets a status and not a word; the site gets an outcome that its developers can read.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.domain.memberships import Outcome
from bot.errors import ClaimRefused
from bot.newsroom import Gate
from handlers.web.bodies import body_of

TIMESTAMP_HEADER, SIGNATURE_HEADER = "X-Kolporter-Timestamp", "X-Kolporter-Signature"
LARGEST_CLAIM = 8_000
"""Bytes; there is little to say."""
_STATUS = {Outcome.CONFLICT: 409, Outcome.ENDED: 422, Outcome.STALE: 401}


async def hear(gate: Gate, request: Request) -> Response:
    """200 for what is known now, also for what was known before; 4xx for what changes nothing."""
    headers, understand = request.headers, gate.hear_membership
    if understand is None:
        return Response(status_code=404)
    body = await body_of(request, LARGEST_CLAIM)
    outcome = await understand(body, headers.get(TIMESTAMP_HEADER, ""), headers.get(SIGNATURE_HEADER, ""))
    if outcome is Outcome.FORGED:
        return Response(status_code=401)
    told = {"outcome": outcome} | ({"now": understand.seconds} if outcome is Outcome.STALE else {})
    return JSONResponse(told, status_code=_STATUS.get(outcome, 200))


async def refused(_: Request, error: Exception) -> Response:
    """The site signed it, so it may know what is wrong with it."""
    assert isinstance(error, ClaimRefused)
    return JSONResponse({"outcome": "invalid", **error.args_}, status_code=422)
