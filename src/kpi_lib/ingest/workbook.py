"""Workbooks and OpenDocument sheets as grids: every sheet, every cell, numbers as they would be typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.archive import MOST_CELLS, column_number, open_archive
from kpi_lib.ingest.grid import Grid, grid_of_rows

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_WHOLE = 1e15  # beyond, a double no longer holds every whole number
_SILENT = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*)>\s*(?:<f[^>]*>([^<]*)</f>|<f[^>]*/>)?'
    rb"\s*(?:<v>([^<]*)</v>|<v\s*/>)?"
)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def parse_workbook(raw: bytes, name: str) -> tuple[Grid, ...]:
    """Return one grid per sheet that holds any cell, in the workbook's order.

    A date is written as ISO text, a whole number without a decimal point. Cells that hold an error or a
    formula without a result keep that text (`#VALUE!`, `=A1+B1`), so that they become an issue.

    Raises
    ------
    ReadError : damaged, locked, too large to unpack, or no workbook at all.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    archive = open_archive(raw, name) if raw.startswith(ZIP) else None
    grids = []
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(raw))
        sheets = [item.name for item in book.sheets_metadata if item.typ == SheetTypeEnum.WorkSheet]
        silent = _silent_cells(archive) if archive is not None else {}
        for sheet in sheets:
            cells = book.get_sheet_by_name(sheet)
            if (cells.end[0] + 1) * (cells.end[1] + 1) > MOST_CELLS if cells.end else False:
                raise ReadError("The workbook is too large", where=name, expected=f"{MOST_CELLS:,} cells")
            rows = [[_text(cell) for cell in row] for row in cells.to_python(skip_empty_area=False)]
            _restore(rows, silent.get(sheet, {}))
            if any(any(row) for row in rows):
                merges = tuple(cells.merged_cell_ranges or ())
                grids.append(replace(grid_of_rows(rows, sheet), merges=merges))
    except ReadError:
        raise
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the reader's panics are no Exception
        raise ReadError(
            "This workbook cannot be read",
            where=name,
            got=" ".join(str(error).split())[:120],
            hint="open it and save it again, or save the sheet with the figures as CSV UTF-8",
        ) from error
    if not grids:
        raise ReadError("The workbook is empty", where=name, expected="a sheet with a header and figures")
    return tuple(grids)


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _WHOLE else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _restore(rows: list[list[str]], silent: dict[tuple[int, int], str]) -> None:
    """Put back the texts of cells that the reader leaves empty."""
    for (row, column), text in silent.items():
        if row < len(rows) and column < len(rows[row]) and not rows[row][column]:
            rows[row][column] = text


def _silent_cells(archive: ZipFile) -> dict[str, dict[tuple[int, int], str]]:
    """Return, by sheet and place, what stands in cells with an error or a formula without a result."""
    return {
        sheet: {(row, column): text for row, column, text in _silent_of(archive.read(path))}
        for sheet, path in _sheet_paths(archive).items()
        if path in archive.namelist()
    }


def _silent_of(data: bytes) -> Iterator[tuple[int, int, str]]:
    if b't="e"' not in data and b"<f" not in data:
        return
    for letters, row, kind, formula, value in _SILENT.findall(data):
        is_text = b't="str"' in kind  # a formula whose result is an empty text
        if b't="e"' in kind or (formula and not value and not is_text):
            text = (value or b"=" + formula).decode("utf-8", "replace")
            yield int(row) - 1, column_number(letters.decode()) - 1, text


def _sheet_paths(archive: ZipFile) -> dict[str, str]:
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return {}
    paths = {link.get("Id", ""): link.get("Target", "") for link in links}
    named = {
        sheet.get("name", ""): paths.get(sheet.get(_REL, ""), "") for sheet in book.iter(f"{_MAIN}sheet")
    }
    return {name: path.lstrip("/") if path.startswith("/") else f"xl/{path}" for name, path in named.items()}
