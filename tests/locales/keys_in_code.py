"""Which texts the code asks for, and with which arguments: read from the source, not from a run."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import bot.errors
from bot.errors import KolporterError

ROOT = Path(__file__).parents[2]
_KEY = re.compile(r"[a-z]+(\.[a-z_]+)+")
_ERRORS = {
    name: one
    for name, one in vars(bot.errors).items()
    if isinstance(one, type) and issubclass(one, KolporterError)
}


@dataclass(frozen=True)
class Use:
    """A call that fills in the text of `key` with arguments of these names, at `file:line`."""

    key: str
    names: frozenset[str]
    place: str


def uses() -> list[Use]:
    """Every call whose key and arguments stand in the source."""
    return [use for path, tree in _sources() for call in _calls(tree) if (use := _use(call, path))]


def mentioned(namespaces: set[str]) -> dict[str, str]:
    """Every literal that looks like a key of these namespaces, with the file it stands in."""
    found = {one.key: "bot/errors.py" for one in _ERRORS.values()}
    for path, tree in _sources():
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and _KEY.fullmatch(text) and text.split(".")[0] in namespaces:
                found[text] = path
    return found


def families(namespaces: set[str]) -> dict[str, str]:
    """Beginnings of keys that are put together at run time (`f"standing.{…}"`), with their file."""
    found = {}
    for path, tree in _sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                if start.endswith(".") and start[:-1] in namespaces:
                    found[start] = path
    return found


def _sources() -> Iterator[tuple[str, ast.Module]]:
    paths = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py"), ROOT / "main.py"]
    for path in [*paths, *(ROOT / "storage").rglob("*.py")]:
        if "sandbox" not in path.relative_to(ROOT).parts:
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _use(call: ast.Call, path: str) -> Use | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    names = {keyword.arg for keyword in call.keywords}
    first = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
    key: object = None
    if name in ("plain", "html", "decided_buttons"):
        key = first
    elif name in _ERRORS and (first or not call.args):
        key = first or _ERRORS[name].key
    elif name == "Finding" and isinstance(call.args[1], ast.Constant):
        key, names = call.args[1].value, _written_keys(call.args[2:])
    if not isinstance(key, str) or None in names:
        return None
    return Use(key, frozenset(filter(None, names)), f"{path}:{call.lineno}")


def _written_keys(args: list[ast.expr]) -> set[str | None]:
    written = args[0].keys if args and isinstance(args[0], ast.Dict) else []
    return {str(key.value) for key in written if isinstance(key, ast.Constant)}
