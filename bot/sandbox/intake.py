"""The body of a Bot API request: read from the wire, counted, and bounded. JSON, form or multipart."""

from collections.abc import AsyncGenerator
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from bot.sandbox.errors import ApiError, bad_request, too_many_requests
from bot.sandbox.files import Upload
from bot.sandbox.json_text import encoded
from bot.sandbox.parameters import Parameters, json_value, utf8

MAX_REQUEST_BYTES = 51 * 1024 * 1024
MAX_INTAKE_BYTES = 512 * 1024 * 1024
# In it every byte is a character, so that a form can be read before its bytes are judged.
_BYTEWISE = "latin-1"


class Intake:
    """How many bytes of request bodies are being read at this moment, and how many may be."""

    def __init__(self, limit: int = MAX_INTAKE_BYTES) -> None:
        self.limit = limit
        self.reading = 0

    def take(self, size: int) -> None:
        if self.reading + size > self.limit:
            raise too_many_requests(60)
        self.reading += size


# One for the process: it is the process's memory that is bounded.
INTAKE = Intake()


class _Body:
    """The chunks of one request, counted."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._received = 0
        self._has_more = True

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        while self._has_more:
            yield await self._next()

    async def whole(self) -> bytes:
        content = await self._next()
        if not self._has_more:
            return content
        return content + b"".join([chunk async for chunk in self.chunks()])

    async def _next(self) -> bytes:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunk: bytes = message.get("body", b"")
        self._has_more = message.get("more_body", False)
        INTAKE.take(len(chunk))
        self._received += len(chunk)
        if self._received > MAX_REQUEST_BYTES:
            raise _too_large()
        return chunk

    def release(self) -> None:
        INTAKE.reading -= self._received


async def read_parameters(scope: Scope, receive: Receive) -> Parameters:
    """Everything the call carries; ApiError 400 for a body that is none, 413 or 429 for one too many."""
    headers: dict[bytes, bytes] = dict(scope["headers"])
    announced = headers.get(b"content-length", b"0")
    if announced.isdigit() and int(announced) > MAX_REQUEST_BYTES:
        raise _too_large()
    media_type = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    query = _query(scope["query_string"])
    body = _Body(receive)
    try:
        if media_type == b"multipart/form-data":
            form, uploads = await _read_form(headers[b"content-type"], body)
            return Parameters(query | form, uploads)
        content = await body.whole()
    finally:
        body.release()
    if media_type == b"application/x-www-form-urlencoded":
        return Parameters(query | _query(content))
    return _json_parameters(query, content) if media_type == b"application/json" else Parameters(query)


def _query(raw: bytes) -> dict[str, str]:
    if not raw:
        return {}
    pairs = parse_qsl(raw.decode(_BYTEWISE), keep_blank_values=True, encoding=_BYTEWISE)
    return {_text(name): _text(value) for name, value in pairs}


def _text(read: str) -> str:
    """What was read bytewise as the UTF-8 it must be; ApiError 400 when it is none."""
    return read if read.isascii() else utf8(read.encode(_BYTEWISE))


def _too_large() -> ApiError:
    return ApiError(413, "Request Entity Too Large")


def _json_parameters(values: dict[str, str], body: bytes) -> Parameters:
    """Numbers become texts, as in a form; what is neither stays as it is. Null is as good as nothing."""
    if body[:1] != b"{":
        body = body.lstrip()
        if not body:
            return Parameters(values)
        if body[:1] != b"{":
            raise bad_request("JSON object expected")
    structures: dict[str, Any] = {}
    for name, value in json_value(body).items():
        if isinstance(value, str):
            values[name] = value
        elif isinstance(value, dict | list | bool):
            structures[name] = value
            values.pop(name, None)
        elif value is not None:
            values[name] = encoded(value).decode()
    return Parameters(values, {}, structures)


async def _read_form(media_type: bytes, body: _Body) -> tuple[dict[str, str], dict[str, Upload]]:
    headers = Headers({"content-type": f"{media_type.decode(_BYTEWISE)}; charset={_BYTEWISE}"})
    try:
        form = await MultiPartParser(headers, body.chunks()).parse()
    except (MultiPartException, KeyError, ValueError):
        raise bad_request("Can't parse the request body") from None
    try:
        return await _sorted(form)
    finally:
        await form.close()


async def _sorted(form: FormData) -> tuple[dict[str, str], dict[str, Upload]]:
    values: dict[str, str] = {}
    uploads: dict[str, Upload] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            content, filename = await value.read(), _text(value.filename or "")
            uploads[_text(name)] = Upload(filename, content, value.content_type or "")
        else:
            values[_text(name)] = _text(value)
    return values, uploads
