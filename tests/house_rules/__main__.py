"""`python -m tests.house_rules` prints the medians, in lines, and the longest of each kind."""

import sys

from tests.house_rules.source import PRODUCT, length, medians, python_files


def _longest() -> list[str]:
    files = python_files(*PRODUCT, "tests")
    functions = [(length(one), f"{file.name}: {one.name}") for file in files for one in file.functions()]
    sizes = [(file.lines, file.name) for file in files]
    return [f"{lines:5}  {name}" for kind in (sizes, functions) for lines, name in sorted(kind)[-5:]]


if __name__ == "__main__":
    report = [f"median {kind}: {lines:g} lines" for kind, lines in medians().items()]
    sys.stdout.write("\n".join([*report, "longest:", *_longest()]) + "\n")
