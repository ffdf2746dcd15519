"""JSON as Telegram reads it: UTF-8, whole characters only, at most a hundred levels deep."""

import json
from typing import Any

import orjson

MAX_DEPTH = 100
encoded = orjson.dumps
trusted = orjson.loads  # for JSON that no client wrote


class NoJsonError(ValueError):
    """What should be JSON is none, or goes too deep."""


class HalfCharacterError(ValueError):
    """JSON that spells half a character, which UTF-8 can't."""


def decoded(raw: bytes | str) -> Any:
    """The value; NoJsonError or HalfCharacterError."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise HalfCharacterError if _is_json(raw) else NoJsonError from None
    brackets = (b"[", b"{") if isinstance(raw, bytes) else ("[", "{")
    if sum(map(raw.count, brackets)) > MAX_DEPTH and not _is_flat(value, MAX_DEPTH):  # type: ignore[arg-type]
        raise NoJsonError
    return value


def _is_json(raw: bytes | str) -> bool:
    """Whether Python takes what orjson does not: half characters, and NaN, which is no JSON."""
    try:
        json.loads(raw, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return False
    return True


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _is_flat(value: Any, depth: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return depth >= 0 and all(_is_flat(one, depth - 1) for one in inner)
