"""What the sandbox knows of the Bot API's parameters, read from the generated facts in `bot_api.json`.

`python -m bot.sandbox.spec SPEC.json` makes that file anew from a full specification.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("bot_api.json")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a method or a field of an object.

    `length` counts `unit` (characters or bytes); `parsed` means: after the entities have been parsed.
    """

    name: str
    types: tuple[str, ...]
    required: bool = False
    length: tuple[int, int] | None = None
    unit: str = "characters"
    parsed: bool = False
    range: tuple[int, int] | None = None
    items: tuple[int, int] | None = None
    const: str | None = None


@dataclass(frozen=True, slots=True)
class ObjectType:
    """An object, or one of several `subtypes` where it has no fields of its own.

    `constants` are the fields that tell it from its siblings, such as `type`, with their values.
    """

    name: str
    fields: dict[str, Field]
    subtypes: tuple[str, ...]
    required: tuple[str, ...]
    constants: dict[str, str]


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    fields: dict[str, Field]
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spec:
    """`methods` and `types` by name."""

    bot_api: str
    methods: dict[str, Method]
    types: dict[str, ObjectType]


@cache
def bot_api() -> Spec:
    """The committed facts."""
    raw = json.loads(DATA.read_text(encoding="utf-8"))
    types = {name: _object_type(name, facts) for name, facts in raw["types"].items()}
    return Spec(raw["bot_api"], {name: _method(name, facts) for name, facts in raw["methods"].items()}, types)


def _method(name: str, facts: dict[str, Any]) -> Method:
    fields = _fields(facts)
    # Telegram reads what is to be sent before it looks for the chat.
    required = sorted((field.name for field in fields.values() if field.required), key="chat_id".__eq__)
    return Method(name, fields, tuple(required))


def _object_type(name: str, facts: dict[str, Any]) -> ObjectType:
    fields = _fields(facts["fields"])
    required = tuple(field.name for field in fields.values() if field.required)
    constants = {field.name: field.const for field in fields.values() if field.const}
    return ObjectType(name, fields, tuple(facts.get("subtypes", ())), required, constants)


def _fields(facts: dict[str, Any]) -> dict[str, Field]:
    return {name: Field(name, **_tuples(values)) for name, values in facts.items()}


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
