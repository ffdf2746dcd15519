"""Bodies of requests: counted while they come, so that nobody fills our memory or keeps us waiting."""

import asyncio
import json
from typing import Any, NoReturn

from starlette.requests import ClientDisconnect, Request

_PATIENCE_SECONDS = 20.0


class BodyError(Exception):
    """A body that we do not take; `status` is what its sender gets."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def body_of(request: Request, limit: int) -> bytes:
    """The whole body, `limit` bytes at most. Raises BodyError."""
    body = bytearray()
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    raise BodyError(413)
    except (TimeoutError, ClientDisconnect):
        raise BodyError(408) from None
    return bytes(body)


def json_object(body: bytes) -> dict[str, Any]:
    """The JSON object that a body is. Raises BodyError."""
    try:
        value = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BodyError(400) from None
    if not isinstance(value, dict):
        raise BodyError(400)
    return value


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON, and no database keeps it")
