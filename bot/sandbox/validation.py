"""Every call against the facts of the Bot API: required parameters, types, lengths, ranges, numbers of items.

Stricter than Telegram on purpose: it reads a wrong number as 0 and a wrong flag as false, we refuse them.
What it does refuse is refused in its words (wording.py). What it does not know it ignores, and so do we.
"""

import re
from functools import cache
from typing import Any

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.markup import read_markup
from bot.sandbox.parameters import Parameters
from bot.sandbox.spec import Field, Method, ObjectType, bot_api
from bot.sandbox.state import Telegram
from bot.sandbox.wording import (
    ABSENT,
    TOO_LONG,
    TOO_SHORT,
    UNKNOWN_KIND,
    WRONG_RANGE,
    WRONG_TYPE,
    json_name,
    words,
)

_NUMBER = re.compile(r"\s*[+-]?[0-9]{1,19}\s*")
_BOOLEANS = frozenset({"true", "false", "yes", "no", "1", "0"})
_LARGEST = 2**63 - 1
_PLAIN = {"String": str, "Boolean": bool, "True": bool}


def check_parameters(method: Method, params: Parameters) -> list[str]:
    """The names of parameters and fields that the Bot API does not have; ApiError 400 for what it refuses."""
    for name in method.required:
        if not params.given(name):
            raise _refused(f"{method.name}.{name}", ABSENT, method.fields[name])
    unknown: list[str] = []
    for name in params.names():
        field = method.fields.get(name)
        if field is not None:
            _check_parameter(method, field, params, unknown)
        elif name not in params.attached():
            unknown.append(name)
    return sorted(unknown)


def _check_parameter(method: Method, field: Field, params: Parameters, unknown: list[str]) -> None:
    path, text = f"{method.name}.{field.name}", params.text(field.name)
    if params.upload(field.name) is not None:
        if "InputFile" not in field.types:
            raise _refused(path, WRONG_TYPE, field)
    elif not text:
        return
    elif "String" in field.types:
        if params.is_structure(field.name):
            raise _refused(path, WRONG_TYPE, field)
        _check_length(path, field, text)
    elif field.types[0] in ("Integer", "Float", "Boolean", "True", "InputFile"):
        _check_plain(path, field, text)
    else:
        if field.name == "reply_markup":
            read_markup(params)
        _check_value(path, field, params.parsed(field.name, json_name(path)), unknown)


def _check_plain(path: str, field: Field, text: str) -> None:
    kind = field.types[0]
    if kind in ("Boolean", "True"):
        right = text.strip().lower() in _BOOLEANS
    elif kind == "Float":
        right = _is_float(text)
    else:
        right = kind == "Integer" and _is_integer(text)
    if not right:
        raise _refused(path, WRONG_TYPE, field)
    if field.range is not None and not field.range[0] <= float(text) <= field.range[1]:
        raise _refused(path, WRONG_RANGE, field)


def _check_value(path: str, field: Field, value: Any, unknown: list[str]) -> None:
    """A field of an object, or a parameter that is one; `value` is what its JSON says."""
    if isinstance(value, list):
        _check_array(path, field, value, unknown)
    elif isinstance(value, dict) and (kinds := _kinds(field.types)):
        _check_object(_fitting(path, field, kinds, value), value, unknown)
    elif not any(_is_plain(name, value) for name in field.types):
        if isinstance(value, str) and field.types == ("KeyboardButton",):
            return
        raise _refused(path, WRONG_TYPE, field)
    elif isinstance(value, str):
        _check_length(path, field, value)
    elif field.range is not None and not field.range[0] <= value <= field.range[1]:
        raise _refused(path, WRONG_RANGE, field)


def _check_array(path: str, field: Field, values: list[Any], unknown: list[str]) -> None:
    inner = tuple(name.removeprefix("Array of ") for name in field.types if name.startswith("Array of "))
    if not inner:
        raise _refused(path, WRONG_TYPE, field)
    if field.items is not None and len(values) > field.items[1]:
        raise _refused(path, TOO_LONG, field)
    if field.items is not None and len(values) < field.items[0]:
        raise _refused(path, TOO_SHORT, field)
    item = Field(field.name, inner)
    where = inner[0] if len(inner) == 1 and inner[0] in bot_api().types else f"{path}[]"
    for value in values:
        _check_value(where, item, value, unknown)


def _check_object(kind: ObjectType, value: dict[str, Any], unknown: list[str]) -> None:
    for name in kind.required:
        if value.get(name) is None:
            raise _refused(f"{kind.name}.{name}", ABSENT, kind.fields[name])
    for name, inner in value.items():
        field = kind.fields.get(name)
        if field is not None and inner is not None:
            _check_value(f"{kind.name}.{name}", field, inner, unknown)
        # Rich blocks have no fields here and are taken as they come.
        elif field is None and kind.fields:
            unknown.append(f"{kind.name}.{name}")


def _fitting(path: str, field: Field, kinds: tuple[ObjectType, ...], value: dict[str, Any]) -> ObjectType:
    """Which of several types an object is: told by its `type`, else by the required fields it has."""
    if len(kinds) == 1:
        return kinds[0]
    if any(kind.constants for kind in kinds):
        named = (kind for kind in kinds if kind.constants and kind.constants.items() <= value.items())
        if fitting := next(named, None):
            return fitting
        raise _refused(path, UNKNOWN_KIND, field)
    return next((kind for kind in kinds if all(name in value for name in kind.required)), kinds[0])


@cache
def _kinds(types: tuple[str, ...]) -> tuple[ObjectType, ...]:
    """The objects among some types, with the subtypes of each union in its place."""
    kinds = [bot_api().types[name] for name in types if name in bot_api().types]
    return tuple(one for kind in kinds for one in (_kinds(kind.subtypes) if kind.subtypes else (kind,)))


def _is_plain(name: str, value: Any) -> bool:
    """Whether a JSON value is of a plain type; numbers may come as texts, as at Telegram."""
    if name == "Integer":
        return not isinstance(value, bool | float) and _is_integer(str(value))
    if name == "Float":
        return not isinstance(value, bool) and _is_float(str(value))
    return name in _PLAIN and isinstance(value, _PLAIN[name])


def _is_integer(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None and abs(int(text)) <= _LARGEST


def _is_float(text: str) -> bool:
    return re.fullmatch(r"\s*[+-]?[0-9]+(\.[0-9]*)?\s*", text) is not None


def _check_length(path: str, field: Field, text: str) -> None:
    if field.const is not None and text != field.const:
        raise _refused(path, WRONG_TYPE, field)
    if field.length is None or field.parsed:
        return
    size = len(text.encode(errors="replace")) if field.unit == "bytes" else len(text)
    if size > field.length[1]:
        raise _refused(path, TOO_LONG, field)
    if size < field.length[0]:
        raise _refused(path, TOO_SHORT, field)


def _refused(path: str, problem: str, field: Field) -> ApiError:
    return bad_request(words(path, problem, field))


def check_call(telegram: Telegram, name: str, params: Parameters) -> None:
    """Check a call and write down what Telegram would silently ignore in it."""
    for unknown in check_parameters(bot_api().methods[name], params):
        violation = {"method": name, "parameter": unknown, "reason": "unknown parameter"}
        telegram.violations.append(violation)
