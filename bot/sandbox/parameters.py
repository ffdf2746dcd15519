"""A call's parameters, read from wherever a client may put them: query, JSON, form, multipart.

Every value is text here, nested objects as JSON, just as the real server unifies them.
"""

import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.datastructures import UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.files import Upload

MAX_REQUEST_BYTES = 51 * 1024 * 1024
_PARSERS = {"multipart/form-data": MultiPartParser, "application/x-www-form-urlencoded": FormParser}


class Parameters:
    """Names and texts, plus the uploaded files by their field name."""

    def __init__(self, values: dict[str, str], uploads: dict[str, Upload] | None = None) -> None:
        self._values = values
        self._uploads = uploads or {}

    def names(self) -> set[str]:
        return {*self._values, *self._uploads}

    def text(self, name: str, default: str = "") -> str:
        return self._values.get(name, default)

    def has(self, name: str) -> bool:
        return name in self._values

    def upload(self, name: str) -> Upload | None:
        return self._uploads.get(name)

    def integer(self, name: str, default: int = 0) -> int:
        """As the real server reads numbers: what is none counts as 0."""
        raw = self._values.get(name)
        if raw is None:
            return default
        try:
            return int(raw.strip())
        except ValueError:
            return 0

    def flag(self, name: str) -> bool:
        return self.text(name).strip().lower() in ("true", "yes", "1")

    def parsed(self, name: str, what: str) -> Any:
        """The JSON of a nested parameter; None when absent; ApiError 400 when it is no JSON."""
        raw = self.text(name).strip()
        if not raw:
            return None
        try:
            return json.loads(raw)
        except ValueError:
            raise bad_request(f"Can't parse {what} JSON object") from None


async def read_parameters(request: Request) -> Parameters:
    announced = request.headers.get("content-length", "0")
    if announced.isdigit() and int(announced) > MAX_REQUEST_BYTES:
        raise _too_large()
    values = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "application/json":
        values |= _json_values(b"".join([chunk async for chunk in _limited(request)]))
    elif media_type in _PARSERS:
        await _read_form(request, media_type, values, uploads)
    else:
        async for _ in _limited(request):
            pass
    return Parameters(values, uploads)


async def _limited(request: Request) -> AsyncIterator[bytes]:
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received > MAX_REQUEST_BYTES:
            raise _too_large()
        yield chunk


def _too_large() -> ApiError:
    return ApiError(413, "Request Entity Too Large")


def _json_values(body: bytes) -> dict[str, str]:
    if not body.strip():
        return {}
    if not body.lstrip().startswith(b"{"):
        raise bad_request("JSON object expected")
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        raise bad_request("Can't parse JSON object") from None
    present = {name: value for name, value in parsed.items() if value is not None}
    return {name: _as_text(value) for name, value in present.items()}


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


async def _read_form(
    request: Request, media_type: str, values: dict[str, str], uploads: dict[str, Upload]
) -> None:
    try:
        form = await _PARSERS[media_type](request.headers, _limited(request)).parse()
    except (MultiPartException, KeyError, ValueError):
        raise bad_request("Can't parse the request body") from None
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            content = await value.read()
            uploads[name] = Upload(value.filename or "", content, value.content_type or "")
        else:
            values[name] = value
    await form.close()
