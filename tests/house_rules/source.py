"""The project's own source, read for the house rules: files, functions, imports and how long they are."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
PRODUCT = ("bot", "handlers", "storage", "main.py")
_EXEMPT = ("storage/migrations/versions/",)

Function = ast.FunctionDef | ast.AsyncFunctionDef
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class File:
    """A Python file; `name` is its path from the root, with slashes."""

    name: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    def functions(self) -> Iterator[Function]:
        """Every function, methods and inner ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, _FUNCTIONS))

    def tests(self) -> Iterator[Function]:
        return (one for one in self.functions() if one.name.startswith("test_"))

    @cached_property
    def imports(self) -> frozenset[str]:
        """The modules it imports, by full name."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module or "")
        return frozenset(found)

    def inner_imports(self) -> bool:
        """Whether a function imports something when it is called."""
        inside = (node for function in self.functions() for node in ast.walk(function))
        return any(isinstance(node, ast.Import | ast.ImportFrom) for node in inside)


@cache
def python_files(*places: str) -> tuple[File, ...]:
    """The Python files of these folders (or these files), without what the rules exempt."""
    paths = (path for place in places for path in _paths(ROOT / place))
    named = ((path.relative_to(ROOT).as_posix(), path) for path in paths)
    return tuple(_file(name, path) for name, path in named if not name.startswith(_EXEMPT))


def length(function: Function) -> int:
    """Lines from `def` to the end, decorators and docstring not counted."""
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is None:
        return whole
    return whole - ((first.end_lineno or first.lineno) - first.lineno + 1)


def is_handler(name: str) -> bool:
    return name.startswith("handlers/") and not name.startswith("handlers/cli/")


def calls(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call inside, with the last part of the called name: `sleep` for `clock.sleep(1)`."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name | ast.Attribute):
            yield (one.func.id if isinstance(one.func, ast.Name) else one.func.attr), one


def medians() -> dict[str, float]:
    """What the house is made of, at the middle."""
    product, tests = python_files(*PRODUCT), python_files("tests")
    handlers = [one for file in product if is_handler(file.name) for one in file.functions()]
    return {
        "file": median(file.lines for file in product),
        "function": median(length(one) for file in product for one in file.functions()),
        "handler": median(map(length, handlers)),
        "test": median(length(one) for file in tests for one in file.tests()),
    }


def _paths(place: Path) -> list[Path]:
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


@cache
def _file(name: str, path: Path) -> File:
    text = path.read_text("utf-8")
    return File(name, text, ast.parse(text))
