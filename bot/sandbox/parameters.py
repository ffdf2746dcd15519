"""A call's parameters, read from wherever a client may put them: query, JSON, form, multipart.

Every value is text here, nested objects as JSON, just as the real server unifies them.
"""

import json
import re
from collections.abc import AsyncGenerator, Callable
from typing import Any

from starlette.datastructures import UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from bot.sandbox.errors import ApiError, bad_request, too_many_requests
from bot.sandbox.files import Upload

MAX_REQUEST_BYTES = 51 * 1024 * 1024
MAX_INTAKE_BYTES = 512 * 1024 * 1024
_encode = json.JSONEncoder(ensure_ascii=False).encode
_ATTACHMENT = re.compile(r"attach://([^\"\s]+)")
_PARSERS = {"multipart/form-data": MultiPartParser, "application/x-www-form-urlencoded": FormParser}


class Parameters:
    """Names and texts, plus the uploaded files by their field name.

    `structures` are the parameters that came in JSON as something else than a text or a number.
    """

    def __init__(
        self,
        values: dict[str, str],
        uploads: dict[str, Upload] | None = None,
        structures: dict[str, Any] | None = None,
    ) -> None:
        self._values = values
        self._uploads = uploads or {}
        self._structures = structures or {}
        self._parsed = dict(self._structures)
        self._made: dict[str, Any] = {}

    def names(self) -> list[str]:
        return [*self._values, *(name for name in self._uploads if name not in self._values)]

    def text(self, name: str, default: str = "") -> str:
        return self._values.get(name, default)

    def has(self, name: str) -> bool:
        return name in self._values

    def given(self, name: str) -> bool:
        """Whether there is something under this name, be it a file; an empty text is nothing."""
        return bool(self._values.get(name)) or name in self._uploads

    def is_structure(self, name: str) -> bool:
        return name in self._structures

    def attached(self) -> frozenset[str]:
        """Names of files that other parameters point to with attach://<name>."""
        if not self._uploads:
            return frozenset()
        return frozenset(_ATTACHMENT.findall(" ".join(self._values.values())))

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

    def parsed(self, name: str, what: str = "") -> Any:
        """The JSON of a nested parameter, read once; None when absent; ApiError 400 when it is no JSON."""
        if name not in self._parsed:
            self._parsed[name] = self._parse(name, what or name)
        return self._parsed[name]

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """What `make` gives, made at the first call under this name."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    def _parse(self, name: str, what: str) -> Any:
        raw = self.text(name).strip()
        if not raw:
            return None
        try:
            parsed = json.loads(raw)
        except (ValueError, RecursionError):
            raise bad_request(f"Can't parse {what} JSON object") from None
        if "\\ud" in raw or "\\uD" in raw:
            _must_be_utf8(json.dumps(parsed, ensure_ascii=False))
        return parsed


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

    def __init__(self, request: Request) -> None:
        self._request = request
        self._received = 0

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        async for chunk in self._request.stream():
            INTAKE.take(len(chunk))
            self._received += len(chunk)
            if self._received > MAX_REQUEST_BYTES:
                raise _too_large()
            yield chunk

    def release(self) -> None:
        INTAKE.reading -= self._received


async def read_parameters(request: Request) -> Parameters:
    """Everything the call carries; ApiError 400 for a body that is none, 413 or 429 for one too many."""
    announced = request.headers.get("content-length", "0")
    if announced.isdigit() and int(announced) > MAX_REQUEST_BYTES:
        raise _too_large()
    body = _Body(request)
    try:
        return _checked(await _read(request, body))
    finally:
        body.release()


async def _read(request: Request, body: _Body) -> Parameters:
    values = dict(request.query_params) if request.scope["query_string"] else {}
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type in _PARSERS:
        form, uploads = await _read_form(request, media_type, body)
        return Parameters(values | form, uploads)
    content = b"".join([chunk async for chunk in body.chunks()])
    if media_type != "application/json":
        return Parameters(values)
    given = _json_values(content)
    structures = {name: value for name, value in given.items() if isinstance(value, dict | list | bool)}
    return Parameters(values | {name: _as_text(value) for name, value in given.items()}, {}, structures)


def _checked(params: Parameters) -> Parameters:
    """Without the halves of characters that JSON can spell and UTF-8 can not."""
    _must_be_utf8("".join([name + params.text(name) for name in params.names()]))
    return params


def _must_be_utf8(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def _too_large() -> ApiError:
    return ApiError(413, "Request Entity Too Large")


def _json_values(body: bytes) -> dict[str, Any]:
    if not body.strip():
        return {}
    if not body.lstrip().startswith(b"{"):
        raise bad_request("JSON object expected")
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        raise bad_request("Can't parse JSON object") from None
    return {name: value for name, value in parsed.items() if value is not None}


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else _encode(value)


async def _read_form(
    request: Request, media_type: str, body: _Body
) -> tuple[dict[str, str], dict[str, Upload]]:
    try:
        form = await _PARSERS[media_type](request.headers, body.chunks()).parse()
    except (MultiPartException, KeyError, ValueError):
        raise bad_request("Can't parse the request body") from None
    values: dict[str, str] = {}
    uploads: dict[str, Upload] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            content = await value.read()
            uploads[name] = Upload(value.filename or "", content, value.content_type or "")
        else:
            values[name] = value
    await form.close()
    return values, uploads
