"""`/r/KEY`: the way of a push's links, so that they are counted for the push. No reader is in it or kept."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.newsroom import Gate

_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


async def follow(gate: Gate, request: Request) -> Response:
    """On to the article; only to addresses that a push was frozen with. A HEAD is nobody's tap."""
    url = await gate.open_push_link(request.path_params["key"], counts=request.method == "GET")
    return Response(status_code=404) if url is None else RedirectResponse(url, 302, headers=_HEADERS)
