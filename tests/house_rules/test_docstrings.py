"""Docstrings: every module says what it is, every port and every use case what it promises."""

import ast
from collections.abc import Iterator

from tests.house_rules.source import PRODUCT, python_files

_DEFINITIONS = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def public(
    body: list[ast.stmt], above: str = ""
) -> Iterator[tuple[str, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Public classes, their public methods and `__call__`, and public functions, with their names."""
    for node in body:
        if isinstance(node, _DEFINITIONS) and (not node.name.startswith("_") or node.name == "__call__"):
            yield above + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{node.name}.")


def test_every_module_has_one() -> None:
    files = python_files(*PRODUCT, "tests")
    assert not [file.name for file in files if file.text.strip() and not ast.get_docstring(file.tree)]


def test_ports_and_use_cases_have_one_on_whatever_is_public() -> None:
    files = python_files("bot/usecases", "bot/ports.py")
    found = [(file.name, name, node) for file in files for name, node in public(file.tree.body)]
    assert found
    assert not [(file, name) for file, name, node in found if not ast.get_docstring(node)]
