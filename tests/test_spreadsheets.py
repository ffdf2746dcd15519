"""Tables as files: whoever opens them sees what was in the cells, and runs nothing."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import load_workbook

from bot.domain.tables import Cell, Format, Table
from bot.spreadsheets import write_table

FORMULAS = ("=1+1", "+1", "-x", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0")
DAY = date(2026, 11, 26)
HALF_PAST_SEVEN = datetime(2026, 11, 26, 7, 30, tzinfo=ZoneInfo("Europe/Skopje"))


def table(*rows: tuple[Cell, ...]) -> Table:
    """A table of two columns."""
    return Table("figures", ["=name", "number"], iter(rows))


async def written(of: Table, kind: Format) -> bytes:
    """The file."""
    async with write_table(of, kind) as file:
        return file.read()


async def sheet(of: Table) -> Any:
    """What a spreadsheet reads of it."""
    return load_workbook(io.BytesIO(await written(of, Format.XLSX))).active


async def test_csv_says_that_it_is_utf8_and_has_no_formula() -> None:
    text = (await written(table(*((one, 1) for one in FORMULAS)), Format.CSV)).decode("utf-8")
    assert text.startswith("\ufeff'=name,number\r\n")
    cells = [row[0] for row in csv.reader(io.StringIO(text.removeprefix("\ufeff")))]
    assert all(cell.startswith("'") for cell in cells)


async def test_csv_writes_numbers_days_and_gaps_plainly() -> None:
    text = (await written(table((DAY, -5), (HALF_PAST_SEVEN, 0.5), ("Ѓ", None)), Format.CSV)).decode()
    assert text.splitlines()[1:] == ["2026-11-26,-5", "2026-11-26 07:30,0.5", "Ѓ,"]


async def test_xlsx_keeps_strings_as_strings_whatever_they_look_like() -> None:
    strange = (*FORMULAS, "http://paper.example", "0012")
    rows = list((await sheet(table(*((one, 1) for one in strange)))).iter_rows(min_row=2))
    assert [row[0].value for row in rows] == list(strange)
    assert {row[0].data_type for row in rows} == {"s"}
    assert not any(row[0].hyperlink for row in rows)


async def test_xlsx_keeps_numbers_and_days_as_what_they_are() -> None:
    found = await sheet(table((DAY, -5), (HALF_PAST_SEVEN, 0.5), ("a", None)))
    rows = [tuple(cell.value for cell in row) for row in found.iter_rows(min_row=2)]
    assert [str(row[0]) for row in rows[:2]] == ["2026-11-26 00:00:00", "2026-11-26 07:30:00"]
    assert [row[1] for row in rows[:2]] == [-5, 0.5]
    assert rows[2] == ("a", None)


async def test_rows_are_asked_for_while_they_are_written() -> None:
    asked: list[int] = []

    def rows() -> Iterator[tuple[Cell, ...]]:
        for number in range(3):
            asked.append(number)
            yield "a", number

    endless = Table("figures", ["name", "number"], rows())
    assert asked == []
    await written(endless, Format.CSV)
    assert asked == [0, 1, 2]
