"""Workbooks and OpenDocument sheets as grids: every sheet, every cell, numbers as they would be typed.

What is in text files is not here (`delimited`), nor what the cells mean (`layouts`).
"""

from __future__ import annotations

from collections.abc import Iterator

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.files.limits import MOST_CELLS
from kpi_lib.ingest.files.workbooks.ods import CONTENT, parse_ods
from kpi_lib.ingest.files.workbooks.package import Package, too_large
from kpi_lib.ingest.files.workbooks.xls import parse_xls
from kpi_lib.ingest.files.workbooks.xlsx import parse_xlsx

_BINARY = "xl/workbook.bin"


def parse_workbook(raw: bytes, name: str, *, is_zip: bool = True) -> tuple[Grid, ...]:
    """Return one grid per sheet that holds any cell, in the workbook's order, hidden ones too.

    A date is written as ISO text, a whole number without a decimal point, a number that its cell shows as a
    percentage with its percent sign, at full precision. A cell with an error or with a formula that has no
    result keeps that text (`#VALUE!`, `=A1+B1`), so that it becomes an issue.

    Parameters
    ----------
    is_zip : whether it is one of today's workbooks; those of Excel 97 to 2003 are not.

    Raises
    ------
    ReadError : damaged, locked, too large to unpack, of a kind that does not state what its cells show, or
        no workbook at all.
    """
    grids: list[Grid] = []
    cells = 0
    for grid in _grids(raw, name, is_zip):
        cells += grid.codes.size
        if cells > MOST_CELLS:
            raise too_large(name, f"sheets of {cells:,} cells together")
        if grid.codes.size:
            grids.append(grid)
    if not grids:
        raise ReadError("The workbook is empty", where=name, expected="a sheet with a header and figures")
    return tuple(grids)


def _grids(raw: bytes, name: str, is_zip: bool) -> Iterator[Grid]:
    if not is_zip:
        return parse_xls(raw, name)
    package = Package(raw, name)
    if CONTENT in package:
        return parse_ods(package)
    if _BINARY in package:
        raise ReadError(
            "A binary workbook (.xlsb) does not let its number formats and hidden rows be read",
            where=name,
            got="figures of which 0.188 may be shown as 18.8 %",
            expected="an .xlsx workbook",
            hint="open it and save it as Excel workbook (.xlsx)",
        )
    return parse_xlsx(package)
