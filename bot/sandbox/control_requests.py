"""What all control routes share: reading a JSON body, and saying why a wish can't be met."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.json_text import decoded
from bot.sandbox.people import NotPossibleError
from bot.sandbox.state import Chat, Person, Telegram


class ControlError(Exception):
    """A wish that can't be met; `status` is 400, 404 or 409."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


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
    try:
        body = decoded(await request.body() or b"{}")
    except ValueError:
        raise ControlError(400, "the body must be JSON") from None
    if not isinstance(body, dict):
        raise ControlError(400, "the body must be a JSON object")
    return body


def integer_of(body: dict[str, Any], name: str) -> int:
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ControlError(400, f"{name} must be a whole number")
    return value


def text_of(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise ControlError(400, f"{name} must be a text")
    return value


def optional_integer(body: dict[str, Any], name: str) -> int | None:
    return None if body.get(name) is None else integer_of(body, name)


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
