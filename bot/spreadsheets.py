"""Tables as files that spreadsheets open and none of whose cells is a formula, written row by row."""

import asyncio
import csv
import io
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Any, BinaryIO

from bot.domain.tables import Cell, Format, Table
from bot.rendering.cells import MARK, safe_cell

_IN_MEMORY = 1_000_000
"""Bytes of a file that need not go to the disk."""
_WIDTH = 16


@asynccontextmanager
async def write_table(table: Table, kind: Format) -> AsyncIterator[BinaryIO]:
    """A file that is open at its beginning, and gone when it is closed. Implements
    `statistics_ports.WriteTable`; rows are written by a thread, as they are made."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        await asyncio.to_thread(_write_csv if kind is Format.CSV else _write_xlsx, table, file)
        file.seek(0)
        yield file  # type: ignore[misc]  # it is one in all that is asked of it


def _write_csv(table: Table, file: Any) -> None:
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    text.write(MARK)
    rows = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    rows.writerow([safe_cell(one) for one in table.columns])
    for row in table.rows:
        rows.writerow([_csv_cell(one) for one in row])
    text.detach()


def _csv_cell(cell: Cell) -> str | int | float:
    match cell:
        case None:
            return ""
        case str():
            return safe_cell(cell)
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
    return cell


def _write_xlsx(table: Table, file: Any) -> None:
    # Imported when it is needed: a bot that starts writes no spreadsheet.
    from xlsxwriter import Workbook

    # Rows go to the disk at once; strings are strings whatever they begin with.
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd", **plain}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        minutes = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.set_column(0, max(len(table.columns) - 1, 0), _WIDTH)
        sheet.freeze_panes(1, 0)
        for place, name in enumerate(table.columns):
            sheet.write_string(0, place, name, bold)
        for number, row in enumerate(table.rows, start=1):
            for place, cell in enumerate(row):
                _write_cell(sheet, number, place, cell, minutes)


def _write_cell(sheet: Any, row: int, place: int, cell: Cell, minutes: Any) -> None:
    match cell:
        case None:
            return
        case str():
            sheet.write_string(row, place, cell)
        case datetime():
            sheet.write_datetime(row, place, cell.replace(tzinfo=None), minutes)
        case date():
            sheet.write_datetime(row, place, cell)
        case _:
            sheet.write_number(row, place, cell)
