"""WebSub: hubs ask back whether we meant it, and tell us of news, which their signature must bear out."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.newsroom import Gate, Intent
from handlers.web.bodies import body_of

LARGEST_NEWS = 5_000_000
"""Bytes: hubs send the whole feed along, which is as large as we read feeds."""
_LONGEST = 1_000
"""Characters of a challenge that we say back, and of a reason that we log."""


async def asked_back(gate: Gate, request: Request) -> Response:
    """The challenge in return where it is what we asked for, else 404."""
    given = request.query_params
    seconds = given.get("hub.lease_seconds", "")
    intent = Intent(
        mode=given.get("hub.mode", ""),
        topic=given.get("hub.topic", ""),
        seconds=int(seconds[:9]) if seconds.isascii() and seconds.isdigit() else None,
        reason=given.get("hub.reason", "")[:_LONGEST],
    )
    challenge = given.get("hub.challenge", "")
    if len(challenge) > _LONGEST or not await gate.hear_hub.meant(request.path_params["key"], intent):
        return Response(status_code=404)
    return PlainTextResponse(challenge, headers={"X-Content-Type-Options": "nosniff"})


async def told(gate: Gate, request: Request) -> Response:
    """202 whether the signature is right or not: whoever tries does not learn it."""
    key = request.path_params["key"]
    if not await gate.hear_hub.knows(key):
        return Response(status_code=404)
    body = await body_of(request, LARGEST_NEWS)
    await gate.hear_hub.tells(key, body, request.headers.get("X-Hub-Signature", ""))
    return Response(status_code=202)
