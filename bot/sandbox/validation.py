"""Every call against the facts of the Bot API: required parameters, types, lengths, ranges, numbers of items.

Stricter than Telegram on purpose: it reads a wrong number as 0 and a wrong flag as false, we refuse them.
What it does refuse is refused in its words (wording.py). What it does not know it ignores, and so do we.

The facts of a method become checks once, when it is first called. Objects and values are in checks.py.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from bot.sandbox.checks import is_float, is_integer, length_check, range_check, refused, value_check
from bot.sandbox.files import Upload
from bot.sandbox.markup import read_markup
from bot.sandbox.parameters import Parameters
from bot.sandbox.spec import Field, Method, bot_api
from bot.sandbox.state import Telegram
from bot.sandbox.wording import ABSENT, WRONG_TYPE, json_name

# Given a parameter's text or structure, the call's parameters, and the list that takes unknown names.
Check = Callable[[Any, Parameters, list[str]], None]
_NOTHING = (None, "")
_BOOLEANS = frozenset({"true", "false", "yes", "no", "1", "0"})


def check_call(telegram: Telegram, name: str, params: Parameters) -> None:
    """Check a call and write down what Telegram would silently ignore in it."""
    for unknown in check_parameters(bot_api().methods[name], params):
        violation = {"method": name, "parameter": unknown, "reason": "unknown parameter"}
        telegram.violations.append(violation)


def check_parameters(method: Method, params: Parameters) -> list[str]:
    """The names of parameters and fields that the Bot API does not have; ApiError 400 for what it refuses."""
    given = params.given()
    for name in method.required:
        if given.get(name) in _NOTHING:
            raise refused(f"{method.name}.{name}", ABSENT, method.fields[name])
    unknown: list[str] = []
    checks = _checks(method.name)
    for name, value in given.items():
        if name not in checks:
            if name not in params.attached():
                unknown.append(name)
        elif not isinstance(value, Upload):
            checks[name](value, params, unknown)
        elif "InputFile" not in method.fields[name].types:
            raise refused(f"{method.name}.{name}", WRONG_TYPE, method.fields[name])
    return sorted(unknown)


@cache
def _checks(method: str) -> dict[str, Check]:
    fields = bot_api().methods[method].fields.values()
    return {field.name: _parameter_check(f"{method}.{field.name}", field) for field in fields}


def _parameter_check(path: str, field: Field) -> Check:
    if "String" in field.types:
        return _text_check(path, field)
    return _plain_check(path, field) if field.types[0] in _RIGHT else _json_check(path, field)


def _text_check(path: str, field: Field) -> Check:
    check_length = length_check(path, field)

    def checked(value: Any, params: Parameters, unknown: list[str]) -> None:
        if not isinstance(value, str):
            raise refused(path, WRONG_TYPE, field)
        if value:
            check_length(value)

    return checked


def _plain_check(path: str, field: Field) -> Check:
    is_right = _RIGHT[field.types[0]]
    check_range = range_check(path, field)

    def checked(value: Any, params: Parameters, unknown: list[str]) -> None:
        text = params.text(field.name)
        if text and not is_right(text):
            raise refused(path, WRONG_TYPE, field)
        if text:
            check_range(text)

    return checked


def _json_check(path: str, field: Field) -> Check:
    check, name = value_check(path, field), json_name(path)

    def checked(value: Any, params: Parameters, unknown: list[str]) -> None:
        if value == "":
            return
        if field.name == "reply_markup":
            read_markup(params)
        check(params.parsed(field.name, name), unknown)

    return checked


def _is_flag(text: str) -> bool:
    return text.strip().lower() in _BOOLEANS


def _is_no_text(text: str) -> bool:
    return False


_RIGHT = {
    "Integer": is_integer, "Float": is_float, "Boolean": _is_flag, "True": _is_flag, "InputFile": _is_no_text,
}  # fmt: skip
