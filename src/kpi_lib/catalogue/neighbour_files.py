"""DfE's own neighbour files, read as grids of text: two spellings of CSV, a workbook and names only."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from pathlib import Path

from kpi_lib.catalogue.areas import Area, load_areas
from kpi_lib.catalogue.text_files import check_is_file, load_bytes, load_text
from kpi_lib.core.errors import CatalogueError, Place

WORKBOOKS = (".xlsx", ".xls", ".xlsb", ".ods")
MOST_ROWS, MOST_COLUMNS = 2_000, 200
"""Of a list in a workbook: ten times as many as England has authorities."""
NEIGHBOURS = 10
NO_NEIGHBOUR = {"", "-", "na", "n/a"}

Grid = list[list[str]]


def load_grid(path: Path) -> Grid:
    """Read a CSV file or the first sheet of a workbook as rows of stripped text; raises CatalogueError."""
    check_is_file(path, CatalogueError)
    rows = _workbook(path) if path.suffix.lower() in WORKBOOKS else _csv(path)
    return [[_text(cell) for cell in row] for row in rows]


def parse_grid(
    grid: Grid, first_headers: Sequence[str], where: str
) -> tuple[str, list[dict[str, str | int]]]:
    """Find the header row and read the lists below it.

    Parameters
    ----------
    grid : rows of text, as `load_grid` gives them.
    first_headers : the spellings of the first neighbour's column, one per known layout.
    where : the file's name, for messages.

    Returns
    -------
    The spelling found, and one entry per neighbour: codes and DfE numbers of area and neighbour, rank from
    1, closeness as in the file (empty where it has none). Rows that name no authority (blank ones, "Old
    SNs:") give nothing.

    Raises
    ------
    CatalogueError : no header row, or an authority that `areas.csv` does not know.
    """
    for number, row in enumerate(grid, start=1):
        for first_header in first_headers:
            if first_header in row:
                start = row.index(first_header)
                body = enumerate(grid[number:], start=number + 1)
                entries = [
                    entry for at, cells in body for entry in _list(cells, row, start, Place(where, at))
                ]
                return first_header, entries
    raise CatalogueError(
        "This is no neighbour file that is known",
        where=where,
        expected="a column " + " or ".join(f"'{header}'" for header in first_headers),
        hint="export it from DfE's Local Authority Interactive Tool, or see docs/data-contract.md",
    )


def _list(cells: list[str], header: list[str], start: int, place: Place) -> Iterator[dict[str, str | int]]:
    if not any(cells[start:]):
        return
    area = _named(cells[0]) or _known(cells[0], place)
    step = 2 if start + 1 < len(header) and header[start + 1].upper().endswith("P") else 1
    for rank in range(1, NEIGHBOURS + 1):
        at = start + (rank - 1) * step
        if at >= len(cells) or cells[at].lower() in NO_NEIGHBOUR:
            continue
        neighbour = _known(cells[at], place)
        yield {
            "area_code": area.area_code,
            "dfe_number": area.dfe_number,
            "rank": rank,
            "neighbour_code": neighbour.area_code,
            "neighbour_number": neighbour.dfe_number,
            "closeness": "".join(cells[at + 1 : at + 2]) if step == 2 else "",  # a row may end before it
        }


def _named(spelling: str) -> Area | None:
    try:
        return load_areas().find(dfe_number=spelling, name=spelling) if spelling else None
    except CatalogueError:
        return None


def _known(spelling: str, place: Place) -> Area:
    try:
        return load_areas().find(dfe_number=spelling, name=spelling)
    except CatalogueError as error:
        raise CatalogueError(
            "Unknown authority", where=place, got=f"'{spelling}'", expected=error.expected, hint=error.hint
        ) from error


def _csv(path: Path) -> list[list[str]]:
    text = load_text(path, CatalogueError, where=path.name)
    delimiter = max(",;\t", key=text.count)
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise CatalogueError("This file cannot be read as CSV", where=path.name, got=str(error)) from error


def _workbook(path: Path) -> Sequence[Sequence[object]]:
    from openpyxl import load_workbook

    raw = load_bytes(path, CatalogueError, where=path.name)
    try:
        sheet = load_workbook(BytesIO(raw), read_only=True, data_only=True).worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size may be wrong
        return list(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True))
    except Exception as error:  # a damaged workbook ends in almost any of them
        raise CatalogueError(
            "This workbook cannot be read",
            where=path.name,
            got=" ".join(str(error).split())[:120],
            expected="an .xlsx workbook with the list in its first sheet",
        ) from error


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
