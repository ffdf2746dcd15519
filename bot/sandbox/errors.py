"""Refusals in Telegram's own words: code, description and the two known parameters.

One class; the texts that several methods share stand below it as functions without state.
"""

from typing import Any


class ApiError(Exception):
    """What the Bot API answers instead of a result."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_answer(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(text: str) -> ApiError:
    """400; the first letter becomes small as the real server does, except in codes such as PHOTO_INVALID."""
    is_code = len(text) > 1 and (text[1].isupper() or text[1] == "_")
    words = text if is_code else text[:1].lower() + text[1:]
    return ApiError(400, f"Bad Request: {words}")


def forbidden(text: str) -> ApiError:
    return ApiError(403, f"Forbidden: {text}")


def too_many_requests(retry_after: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def conflict(text: str) -> ApiError:
    return ApiError(409, f"Conflict: {text}")


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
NO_COMMAND, NO_DESCRIPTION = "command must be non-empty", "command description must be non-empty"
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
PHOTO_EXTENSION = "photo has unsupported extension. Use one of .jpg, .jpeg, .gif, .png, .tif or .bmp"

STATUS_TEXTS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: f"Conflict: {OTHER_POLLER}",
    413: "Request Entity Too Large",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
