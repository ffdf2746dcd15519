"""Telegram's webhook: a path and a secret that only Telegram knows; 200 once the update is on file."""

from starlette.requests import Request
from starlette.responses import Response

from bot.domain.web_keys import is_same
from bot.newsroom import Gate
from handlers.web.bodies import body_of, json_object

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name, not a secret
LARGEST_UPDATE = 1_000_000
"""Bytes; Telegram's own are far below."""


async def receive(gate: Gate, request: Request) -> Response:
    """Whoever does not know path and secret is not even listened to."""
    if not is_same(request.path_params["path"], gate.keys.telegram_path):
        return Response(status_code=404)
    if not is_same(request.headers.get(SECRET_HEADER, ""), gate.keys.telegram_secret):
        return Response(status_code=403)
    update = json_object(await body_of(request, LARGEST_UPDATE))
    is_stored = await gate.receive_update(update)
    return Response(status_code=200 if is_stored else 400)
