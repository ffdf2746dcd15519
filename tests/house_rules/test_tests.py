"""Tests: each asserts something, none patches what is ours, none waits by the clock."""

import ast

import pytest

from tests.house_rules.source import Function, calls, python_files

PATCHING = ("unittest.mock", "mock", "pytest_mock")
EXPECTING = ("assert_", "expect")
FAILING = ("raises", "fail", "wait_for", "timeout")
"""Calls that fail a test by themselves; what must arrive or end before a deadline is a statement too."""


def asserts(function: Function) -> bool:
    named = (name for name, _ in calls(function))
    return any(isinstance(node, ast.Assert) for node in ast.walk(function)) or any(
        name in FAILING or name.startswith(EXPECTING) for name in named
    )


def waits(name: str, call: ast.Call) -> bool:
    """Whether it is a sleep; `sleep(0)` only lets others run."""
    at_once = len(call.args) == 1 and isinstance(call.args[0], ast.Constant) and call.args[0].value == 0
    return name == "sleep" and not at_once


def test_every_test_asserts_something() -> None:
    tests = [(file.name, one) for file in python_files("tests") for one in file.tests()]
    assert not [(name, one.name) for name, one in tests if not asserts(one)]


def test_no_test_patches() -> None:
    files = python_files("tests")
    assert not [file.name for file in files if file.imports & set(PATCHING)]
    assert not [file.name for file in files if any(name == "setattr" for name, _ in calls(file.tree))]


def test_no_test_sleeps() -> None:
    files = python_files("tests")
    assert not [file.name for file in files if any(waits(*call) for call in calls(file.tree))]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def test_a():\n    assert 1", True),
        ("async def test_a():\n    with pytest.raises(ValueError):\n        go()", True),
        ("def test_a(page):\n    expect(page).to_be_visible()", True),
        ("async def test_a():\n    async with asyncio.timeout(3):\n        await go()", True),
        ("def test_a():\n    go()", False),
    ],
)
def test_the_rule_about_asserting_sees_what_it_should(source: str, found: bool) -> None:
    (function,) = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    assert asserts(function) is found


@pytest.mark.parametrize(
    ("source", "found"), [("asyncio.sleep(0.1)", True), ("sleep(n)", True), ("sleep(0)", False)]
)
def test_the_rule_about_sleeping_sees_what_it_should(source: str, found: bool) -> None:
    assert [waits(*call) for call in calls(ast.parse(source))] == [found]
