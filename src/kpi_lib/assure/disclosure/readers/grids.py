"""Tables from lines of cells, from records and from plain text with bars between its cells."""

from __future__ import annotations

import re
from itertools import groupby

from kpi_lib.assure.disclosure.readers.artefact import Cell, Grid

ONE_LINE_A_CELL = frozenset(
    ("table", "group", "row_heading", "row", "column", "unit", "value", "shown", "note")
)
"""Columns of a download that has one line for each cell of a table on the page (`run.downloads`)."""
_RULE = re.compile(r"^[\s|:+-]+$")
Lines = list[list[str]]


def grid_of_lines(where: str, lines: Lines, caption: str = "") -> Grid:
    """Return lines of cells as a table headed by the first line that fills its width."""
    width = max((len(line) for line in lines), default=0)
    first = next((place for place, line in enumerate(lines) if len(line) > width / 2 and all(line[:2])), 0)
    heads = tuple(lines[first]) if lines else ()
    body = tuple(tuple(Cell(text) for text in line) for line in lines[first + 1 :])
    return Grid(where, caption, heads, body, ("",) * len(body))


def grids_of_lines(where: str, lines: Lines) -> list[Grid]:
    """Return the tables in lines of cells: a download with one line a cell is put together again."""
    if lines and set(lines[0]) >= ONE_LINE_A_CELL:
        cells = [dict(zip(lines[0], line, strict=False)) for line in lines[1:]]
        return [
            _page_table(where, list(of_table)) for _, of_table in groupby(cells, lambda cell: cell["table"])
        ]
    return [grid_of_lines(where, lines)]


def _page_table(where: str, cells: list[dict[str, str]]) -> Grid:
    """Return a table of a download as its page has it; numbers next to words are unseen there."""
    rows = _rows_of(cells)
    heads = (cells[0]["row_heading"], *map(_heading, rows[0]))
    body = tuple(
        (
            Cell(row[0]["row"]),
            *(Cell(f"{cell['shown']} {cell['note']}".strip(), cell["value"]) for cell in row),
        )
        for row in rows
    )
    return Grid(where, cells[0]["table"], heads, body, tuple(row[0]["group"] for row in rows))


def _rows_of(cells: list[dict[str, str]]) -> list[list[dict[str, str]]]:
    """Part the cells of a table into its rows: each has its own label, or begins with the first column."""
    first = _heading(cells[0])
    rows: list[list[dict[str, str]]] = []
    for cell in cells:
        if not rows or _heading(cell) == first or cell["row"] != rows[-1][0]["row"]:
            rows.append([])
        rows[-1].append(cell)
    return rows


def _heading(cell: dict[str, str]) -> str:
    return f"{cell['column']} {cell['unit']}".strip()


def grid_of_records(where: str, rows: list[dict[str, object]]) -> Grid:
    """Return a list of records with keys as a table."""
    heads = tuple(dict.fromkeys(key for row in rows for key in row))
    body = tuple(tuple(Cell(_scalar(row.get(key))) for key in heads) for row in rows)
    return Grid(where, "", heads, body, ("",) * len(body))


def _scalar(value: object) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)


def tables_in_text(text: str) -> list[Grid]:
    """Return the runs of lines that have the same number of bars, each as a table.

    So ledgers and Markdown have them; the line before a run is its caption.
    """
    tables: list[Grid] = []
    block: Lines = []
    caption = before = ""
    for line in [*text.splitlines(), ""]:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) > 1 and (not block or len(cells) == len(block[0])):
            if not block:
                caption = before
            if not _RULE.match(line):
                block.append(cells)
            continue
        if len(block) > 1:
            tables.append(grid_of_lines("lines of text", block, caption))
        block = [cells] if len(cells) > 1 else []
        before = line.strip() or before
    return tables
