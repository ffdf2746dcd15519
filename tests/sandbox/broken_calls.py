"""Calls made from the facts of the Bot API alone: one that is right, and all that have one thing wrong."""

import json
from collections.abc import Iterator
from typing import Any

from bot.sandbox.files import Upload
from bot.sandbox.parameters import Parameters
from bot.sandbox.spec import Field, Method, ObjectType, bot_api

_RIGHT = {
    "Integer": 1,
    "Float": 1.5,
    "String": "x",
    "Boolean": True,
    "True": True,
    "InputFile": "https://a.mk/1.jpg",
}
_WRONG: dict[str, list[Any]] = {
    "Integer": ["one", "1.5", 2**70, True, [1]],
    "Float": ["one", [1.5]],
    "Boolean": ["perhaps", [True], 7],
    "True": ["perhaps"],
    "String": [["x"], {"x": 1}, True],
}


def right_call(method: Method) -> dict[str, Any]:
    """Every required parameter with a value of its type."""
    return {name: sample(method.fields[name]) for name in method.required}


def as_parameters(call: dict[str, Any]) -> Parameters:
    """What the HTTP rim makes of these values in a JSON body, and of files beside it."""
    uploads = {name: value for name, value in call.items() if isinstance(value, Upload)}
    given = {name: value for name, value in call.items() if name not in uploads}
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
    structures = {name: value for name, value in call.items() if isinstance(value, dict | list | bool)}
    return Parameters(texts, uploads, structures)


def sample(field: Field) -> Any:
    name = field.types[0]
    if name.startswith("Array of "):
        inner = Field(field.name, tuple(one.removeprefix("Array of ") for one in field.types))
        return [sample(inner)] * (field.items or (1, 1))[0] or [sample(inner)]
    if name in bot_api().types:
        return _sample_object(bot_api().types[name])
    if field.range is not None:
        return field.range[0]
    if field.types == ("InputFile",):
        return Upload("a.png", b"x")
    return field.const or _RIGHT[name]


def broken_calls(
    method: Method, right: dict[str, Any], *, inside: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is wrong, and the call that is right but for it; `inside` breaks fields of objects, too."""
    for name in method.required:
        yield f"no {name}", {key: value for key, value in right.items() if key != name}
        yield f"empty {name}", right | {name: ""}
    for field in method.fields.values():
        for wrong in wrong_values(field, inside=inside):
            yield f"{field.name}={str(wrong)[:60]}", right | {field.name: wrong}


def wrong_values(field: Field, *, inside: bool) -> Iterator[Any]:
    first = field.types[0]
    if first.startswith("Array of "):
        yield from _wrong_arrays(field, inside=inside)
    elif first in bot_api().types:
        yield from ([1], "{", "7")
        yield from _wrong_objects(_whole(bot_api().types[first])) if inside else ()
    elif "String" in field.types:
        yield from _WRONG["String"]
    else:
        yield from _WRONG.get(first, ["not a file"])
    yield from _beyond_limits(field)


def _beyond_limits(field: Field) -> Iterator[Any]:
    if field.length is not None and not field.parsed:
        letter = "ж" if field.unit == "bytes" else "x"
        yield letter * (field.length[1] + 1)
    if field.range is not None:
        yield from (field.range[0] - 1, field.range[1] + 1)


def _wrong_arrays(field: Field, *, inside: bool) -> Iterator[Any]:
    yield from ({}, "x", 7, [[]], [None])
    item = sample(field)[0]
    if field.items is not None:
        yield from ([item] * (field.items[1] + 1), [item] * (field.items[0] - 1) if field.items[0] else "x")
    kind = bot_api().types.get(field.types[0].removeprefix("Array of "))
    if kind is not None and inside:
        yield from ([wrong, *[item] * 2] for wrong in _wrong_objects(_whole(kind)))


def _wrong_objects(kind: ObjectType) -> Iterator[dict[str, Any]]:
    right = _sample_object(kind)
    for field in kind.fields.values():
        if field.required:
            yield {key: value for key, value in right.items() if key != field.name}
        yield right | {field.name: [[[7]]]}
        if field.length is not None and not field.parsed:
            yield right | {field.name: "ж" * (field.length[1] + 1)}
        if field.const is not None:
            yield right | {field.name: "something else"}


def _sample_object(kind: ObjectType) -> dict[str, Any]:
    whole = _whole(kind)
    return {name: sample(field) for name, field in whole.fields.items() if field.required}


def _whole(kind: ObjectType) -> ObjectType:
    """The first of a union."""
    return _whole(bot_api().types[kind.subtypes[0]]) if kind.subtypes else kind
