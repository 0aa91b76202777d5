"""Excel workbooks of 1997 to 2003 (.xls), through xlrd, which knows their number formats."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.book import Book
from xlrd.sheet import Sheet

from kpi_lib.ingest.files.grid import Grid, Hidden, SheetBuilder
from kpi_lib.ingest.files.limits import MOST_OLD_BYTES
from kpi_lib.ingest.files.workbooks.number_formats import number_token
from kpi_lib.ingest.files.workbooks.package import damaged, locked, too_large

_STATES = ("", "hidden", "very hidden")
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # a newer workbook inside an envelope with a password


def parse_xls(raw: bytes, name: str) -> Iterator[Grid]:
    """Yield one grid per sheet of cells, in the workbook's order.

    Raises
    ------
    ReadError : damaged, locked, larger than `MOST_OLD_BYTES`, or another file of Office's old container.
    """
    if _LOCKED in raw:
        raise locked(name)
    if len(raw) > MOST_OLD_BYTES:
        raise too_large(name, f"{len(raw):,} bytes, at most {MOST_OLD_BYTES:,} in an .xls file")
    try:
        book = xlrd.open_workbook(
            file_contents=raw, formatting_info=True, ragged_rows=True, logfile=StringIO()
        )
        sheets = book.sheets()
    except Exception as error:  # a damaged file ends in almost any of them
        raise locked(name) if "encrypted" in str(error) else damaged(name, error) from error
    for sheet in sheets:
        yield _grid(book, sheet, name)


def _grid(book: Book, sheet: Sheet, name: str) -> Grid:
    builder = SheetBuilder(sheet.name, f"{name}, sheet '{sheet.name}'")
    for row in range(sheet.nrows):
        values, kinds = sheet.row_values(row), sheet.row_types(row)
        for column, (value, kind) in enumerate(zip(values, kinds, strict=True)):
            if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
                number_format = _format(book, sheet.cell_xf_index(row, column))
                token = number_token(float(value), number_format, since_1904=bool(book.datemode))
                builder.add(row, column, token, number_format)
            elif kind == xlrd.XL_CELL_BOOLEAN:
                builder.add(row, column, str(bool(value)).upper())
            elif kind == xlrd.XL_CELL_ERROR:
                builder.add(row, column, error_text_from_code.get(int(value), "#VALUE!"))
            elif kind == xlrd.XL_CELL_TEXT:
                builder.add(row, column, value)
    hidden = Hidden(
        _STATES[sheet.visibility] if sheet.visibility in range(len(_STATES)) else "hidden",
        tuple(row for row, info in sorted(sheet.rowinfo_map.items()) if info.hidden),
        tuple(column for column, info in sorted(sheet.colinfo_map.items()) if info.hidden),
    )
    merges = (((top, left), (below - 1, after - 1)) for top, below, left, after in sheet.merged_cells)
    return builder.grid(merges, hidden)


def _format(book: Book, style: int) -> str:
    # the general format is none: "General" in a longer format only says where the number goes
    known = book.format_map.get(book.xf_list[style].format_key)
    return known.format_str.replace("General", "") if known else ""
