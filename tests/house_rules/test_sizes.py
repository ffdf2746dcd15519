"""Budgets: how long files, functions, handlers and tests may be."""

from tests.house_rules.source import PRODUCT, is_handler, length, medians, python_files

EVERYTHING = (*PRODUCT, "tests")


def test_no_file_is_longer_than_400_lines() -> None:
    assert not [f"{one.name}: {one.lines}" for one in python_files(*EVERYTHING) if one.lines > 400]


def test_no_function_is_longer_than_50_lines() -> None:
    long = [
        (file.name, one.name)
        for file in python_files(*EVERYTHING)
        for one in file.functions()
        if length(one) > 50
    ]
    assert not long


def test_no_handler_is_longer_than_20_lines() -> None:
    files = [file for file in python_files("handlers") if is_handler(file.name)]
    assert not [(file.name, one.name) for file in files for one in file.functions() if length(one) > 20]


def test_no_test_is_longer_than_40_lines() -> None:
    files = python_files("tests")
    assert not [(file.name, one.name) for file in files for one in file.tests() if length(one) > 40]


def test_half_of_the_tests_have_12_lines_or_fewer() -> None:
    assert medians()["test"] <= 12
