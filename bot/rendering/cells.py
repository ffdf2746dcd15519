"""Cells of a table as text that no spreadsheet takes for a formula. Pure."""

import re

from bot.rendering.plain import one_line

MARK = "\ufeff"
"""By this at its beginning a spreadsheet knows that the letters of a file are UTF-8."""
_NUMBER = re.compile(r"-?[0-9]+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""What a spreadsheet takes a cell for a formula by, or for a call of another program."""


def safe_cell(text: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would take for a formula."""
    line = one_line(text)
    if _NUMBER.fullmatch(line) or not line.startswith(_FORMULA):
        return line
    return f"'{line}"
