"""Checks of JSON values, made from the facts of the Bot API: each field's facts are read once, not per call.

A check is given a value and the list that takes the names of unknown fields; ApiError 400 for what is wrong.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.spec import Field, ObjectType, bot_api
from bot.sandbox.wording import (
    ABSENT,
    TOO_LONG,
    TOO_SHORT,
    UNKNOWN_KIND,
    WRONG_RANGE,
    WRONG_TYPE,
    words,
)

Check = Callable[[Any, list[str]], None]
_NUMBER = re.compile(r"\s*[+-]?[0-9]{1,19}\s*")
_DECIMAL = re.compile(r"\s*[+-]?[0-9]+(\.[0-9]*)?\s*")
_LARGEST = 2**63 - 1
_PLAIN = {"String": str, "Boolean": bool, "True": bool}


def value_check(path: str, field: Field) -> Check:
    """For a field of an object, or for a parameter that is one."""
    if field.types == ("String",):
        return _string_check(path, field)
    check = _plain_check(path, field)
    if kinds := _kinds(field.types):
        check = _object_check(path, field, kinds, otherwise=check)
    if inner := tuple(name.removeprefix("Array of ") for name in field.types if name.startswith("Array of ")):
        check = _array_check(path, field, inner, otherwise=check)
    return check


def _string_check(path: str, field: Field) -> Check:
    check_length = length_check(path, field)

    def checked(value: Any, unknown: list[str]) -> None:
        if not isinstance(value, str):
            raise refused(path, WRONG_TYPE, field)
        check_length(value)

    return checked


def _plain_check(path: str, field: Field) -> Check:
    check_length, check_range = length_check(path, field), range_check(path, field)
    types = field.types
    takes_text = "String" in types

    def checked(value: Any, unknown: list[str]) -> None:
        if takes_text and isinstance(value, str):
            check_length(value)
        elif not any(_is_plain(name, value) for name in types):
            if types != ("KeyboardButton",) or not isinstance(value, str):
                raise refused(path, WRONG_TYPE, field)
        else:
            check_range(value)

    return checked


def _array_check(path: str, field: Field, inner: tuple[str, ...], otherwise: Check) -> Check:
    is_object = len(inner) == 1 and inner[0] in bot_api().types
    where = inner[0] if is_object else f"{path}[]"
    check_item = value_check(where, Field(field.name, inner))
    least, most = field.items or (0, _LARGEST)

    def checked(values: Any, unknown: list[str]) -> None:
        if not isinstance(values, list):
            otherwise(values, unknown)
            return
        if len(values) > most:
            raise refused(path, TOO_LONG, field)
        if len(values) < least:
            raise refused(path, TOO_SHORT, field)
        for value in values:
            check_item(value, unknown)

    return checked


def _object_check(path: str, field: Field, kinds: tuple[ObjectType, ...], otherwise: Check) -> Check:
    choose = _choice(path, field, kinds)
    only = kinds[0] if len(kinds) == 1 else None

    def checked(value: Any, unknown: list[str]) -> None:
        if isinstance(value, dict):
            _check_object(only or choose(value), value, unknown)
        else:
            otherwise(value, unknown)

    return checked


def _check_object(kind: ObjectType, value: dict[str, Any], unknown: list[str]) -> None:
    for name in kind.required:
        if value.get(name) is None:
            raise refused(f"{kind.name}.{name}", ABSENT, kind.fields[name])
    checks = _field_checks(kind.name)
    for name, inner in value.items():
        if name not in checks:
            # Rich blocks have no fields here and are taken as they come.
            if checks:
                unknown.append(f"{kind.name}.{name}")
        elif inner is not None:
            checks[name](inner, unknown)


@cache
def _field_checks(kind: str) -> dict[str, Check]:
    fields = bot_api().types[kind].fields
    return {name: value_check(f"{kind}.{name}", field) for name, field in fields.items()}


def _choice(path: str, field: Field, kinds: tuple[ObjectType, ...]) -> Callable[[dict[str, Any]], ObjectType]:
    """Which of several types an object is: told by its `type`, and by the required fields it has."""
    named = [kind for kind in kinds if kind.constants]

    def chosen(value: dict[str, Any]) -> ObjectType:
        alike = [kind for kind in named if kind.constants.items() <= value.items()] if named else kinds
        if not alike:
            raise refused(path, UNKNOWN_KIND, field)
        complete = (kind for kind in alike if all(name in value for name in kind.required))
        return next(complete, alike[0])

    return chosen


@cache
def _kinds(types: tuple[str, ...]) -> tuple[ObjectType, ...]:
    """The objects among some types, with the subtypes of each union in its place."""
    kinds = [bot_api().types[name] for name in types if name in bot_api().types]
    return tuple(one for kind in kinds for one in (_kinds(kind.subtypes) if kind.subtypes else (kind,)))


def _is_plain(name: str, value: Any) -> bool:
    """Whether a JSON value is of a plain type; numbers may come as texts, as at Telegram."""
    if name == "Integer":
        return not isinstance(value, bool | float) and is_integer(str(value))
    if name == "Float":
        return not isinstance(value, bool) and is_float(str(value))
    return name in _PLAIN and isinstance(value, _PLAIN[name])


def is_integer(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None and abs(int(text)) <= _LARGEST


def is_float(text: str) -> bool:
    return _DECIMAL.fullmatch(text) is not None


def length_check(path: str, field: Field) -> Callable[[str], None]:
    """For a text: its one value where it has one, else its length in characters or bytes."""
    constant, in_bytes = field.const, field.unit == "bytes"
    least, most = field.length if field.length and not field.parsed else (0, _LARGEST)
    if constant is None and (least, most) == (0, _LARGEST):
        return _any_length

    def checked(text: str) -> None:
        if constant is not None and text != constant:
            raise refused(path, WRONG_TYPE, field)
        size = len(text.encode()) if in_bytes else len(text)
        if size > most:
            raise refused(path, TOO_LONG, field)
        if size < least:
            raise refused(path, TOO_SHORT, field)

    return checked


def _any_length(text: str) -> None:
    return


def range_check(path: str, field: Field) -> Callable[[Any], None]:
    """For a number, or its text."""
    if field.range is None:
        return lambda value: None
    least, most = field.range

    def checked(value: Any) -> None:
        if not least <= float(value) <= most:
            raise refused(path, WRONG_RANGE, field)

    return checked


def refused(path: str, problem: str, field: Field) -> ApiError:
    return bad_request(words(path, problem, field))
