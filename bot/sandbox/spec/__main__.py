"""`python -m bot.sandbox.spec SPEC.json` writes what the sandbox must know of the Bot API beside this file.

Facts only, no prose: methods with their parameters, and the object types that parameters can hold, each with
types, whether required, and the documented lengths, ranges and numbers of items. One line per method or type.
"""

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.sandbox.spec import DATA

_PLAIN = frozenset({"Integer", "String", "Boolean", "True", "Float", "InputFile"})
_NO_LIMIT = 2**63 - 1


def compact(spec: dict[str, Any]) -> dict[str, Any]:
    """The facts of the full specification (`methods`, `types`, `meta`) as this package keeps them."""
    methods = {name: _fields(method) for name, method in sorted(spec["methods"].items())}
    used = _used_types(spec["types"], methods)
    return {
        "bot_api": spec["meta"]["bot_api_version"],
        "methods": methods,
        "types": {name: _type(spec["types"][name]) for name in sorted(used)},
    }


def as_text(facts: dict[str, Any]) -> str:
    lines = [f'{{\n"bot_api": {json.dumps(facts["bot_api"])},\n"methods": {{\n']
    lines.append(_lines(facts["methods"]) + '\n},\n"types": {\n')
    lines.append(_lines(facts["types"]) + "\n}\n}\n")
    return "".join(lines)


def _lines(entries: dict[str, Any]) -> str:
    return ",\n".join(
        f"{json.dumps(name)}: {json.dumps(entry, separators=(',', ':'))}" for name, entry in entries.items()
    )


def _fields(owner: dict[str, Any]) -> dict[str, Any]:
    return {field["name"]: _field(field) for field in owner["fields"]}


def _field(field: dict[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {"types": field["types"]}
    if field["required"]:
        facts["required"] = True
    if "max_length" in field and "max_items" not in field:
        facts["length"] = [field.get("min_length", 0), field["max_length"]]
        facts["unit"] = field["length_unit"]
    if field.get("length_after_entities_parsing"):
        facts["parsed"] = True
    if "min" in field or "max" in field:
        facts["range"] = [field.get("min", -_NO_LIMIT), field.get("max", _NO_LIMIT)]
    if "min_items" in field or "max_items" in field:
        facts["items"] = [field.get("min_items", 0), field.get("max_items", _NO_LIMIT)]
    constant = field.get("const") or _constant(field)
    if constant:
        facts["const"] = constant
    return facts


def _constant(field: dict[str, Any]) -> str | None:
    """The one value that `type` may have where the description says what it always is."""
    found = re.search(r"always '(\w+)'", field["description"]) if field["name"] == "type" else None
    return found[1] if found else None


def _type(raw: dict[str, Any]) -> dict[str, Any]:
    subtypes = {"subtypes": raw["subtypes"]} if raw.get("subtypes") else {}
    return {"fields": _fields(raw), **subtypes}


def _used_types(types: dict[str, Any], methods: dict[str, Any]) -> set[str]:
    """Names of all object types that can be reached from a parameter."""
    found: set[str] = set()
    waiting = _objects(field for fields in methods.values() for field in fields.values())
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting |= _objects(types[name]["fields"]) | set(types[name].get("subtypes", ()))
    return found


def _objects(fields: Iterable[dict[str, Any]]) -> set[str]:
    named = {name.rpartition("Array of ")[2] for field in fields for name in field["types"]}
    return named - _PLAIN


if __name__ == "__main__":
    source = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    DATA.write_text(as_text(compact(source)), encoding="utf-8")
