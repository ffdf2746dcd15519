"""What all control routes share: reading a JSON body of bounded size, and saying why a wish can't be met."""

import re
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.json_text import decoded
from bot.sandbox.people import NotPossibleError
from bot.sandbox.state import Chat, Person, Telegram

MAX_BODY_BYTES = 1024 * 1024
_LARGEST = 2**52
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")


class ControlError(Exception):
    """A wish that can't be met; `status` is 400, 404, 409 or 413."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


async def no_such_call(request: Request) -> Response:
    """For whatever no route takes."""
    told = f"there is no {request.method} {request.url.path}"
    return JSONResponse({"error": told}, status_code=404)


def is_from_here(headers: Headers) -> bool:
    """Whether a request was made to this machine by name, and by no page of another site."""
    host = headers.get("host", "")
    is_local = urlsplit(f"//{host}").hostname in _LOOPBACK
    return is_local and headers.get("origin", f"http://{host}") == f"http://{host}"


def answering(endpoint: Callable[..., Awaitable[Response]]) -> Callable[..., Awaitable[Response]]:
    """Turn a wish that can't be met into its JSON answer."""

    @wraps(endpoint)
    async def wrapped(*arguments: Any) -> Response:
        try:
            return await endpoint(*arguments)
        except ControlError as error:
            return JSONResponse({"error": str(error)}, status_code=error.status)
        except NotPossibleError as error:
            return JSONResponse({"error": str(error)}, status_code=409)

    return wrapped


async def body_of(request: Request) -> dict[str, Any]:
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > MAX_BODY_BYTES:
            raise ControlError(413, f"the body must have at most {MAX_BODY_BYTES} bytes")
    try:
        body = decoded(content or b"{}")
    except ValueError:
        raise ControlError(400, "the body must be JSON") from None
    if not isinstance(body, dict):
        raise ControlError(400, "the body must be a JSON object")
    return body


def integer_of(body: dict[str, Any], name: str) -> int:
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ControlError(400, f"{name} must be a whole number")
    if abs(value) >= _LARGEST:
        raise ControlError(400, f"{name} must be a number of at most 52 bits")
    return value


def text_of(body: dict[str, Any], name: str, most: int | None = None) -> str:
    """A text; with `most` one of 1 to so many characters."""
    value = body.get(name)
    if not isinstance(value, str):
        raise ControlError(400, f"{name} must be a text")
    if most is not None and not 0 < len(value) <= most:
        raise ControlError(400, f"{name} must have 1 to {most} characters")
    return value


def username_of(body: dict[str, Any]) -> str | None:
    """A name without @, as Telegram allows them; None where there is none."""
    username = optional_text(body, "username")
    if username is not None and not _USERNAME.fullmatch(username):
        raise ControlError(400, "username must have 4 to 32 of A-Z, a-z, 0-9 and _, a letter first")
    return username


def flag_of(body: dict[str, Any], name: str, default: bool = False) -> bool:
    value = body.get(name, default)
    if not isinstance(value, bool):
        raise ControlError(400, f"{name} must be true or false")
    return value


def optional_integer(body: dict[str, Any], name: str) -> int | None:
    return None if body.get(name) is None else integer_of(body, name)


def optional_text(body: dict[str, Any], name: str, most: int = 64) -> str | None:
    return None if body.get(name) is None else text_of(body, name, most)


def texts_of(body: dict[str, Any], name: str) -> list[str]:
    """A list of texts; a missing one is empty, a single text stands for a list of one."""
    value = body.get(name)
    values = [value] if isinstance(value, str) else value or []
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise ControlError(400, f"{name} must be a list of texts")
    return values


def person_of(telegram: Telegram, body: dict[str, Any], name: str = "person") -> Person:
    person = telegram.people.get(integer_of(body, name))
    if person is None:
        raise ControlError(404, f"no person {body[name]}")
    return person


def chat_in(telegram: Telegram, body: dict[str, Any]) -> Chat | None:
    """The chat that a wish names; None when it means the person's own with the bot."""
    number = optional_integer(body, "chat")
    return None if number is None else chat_at(telegram, str(number))


def chat_at(telegram: Telegram, number: str) -> Chat:
    """The chat with this number in a path."""
    is_number = number.removeprefix("-").isdecimal()
    chat = telegram.chats.get(int(number)) if is_number else None
    if chat is None:
        raise ControlError(404, f"no chat {number}")
    return chat
