"""Tables from lines of cells and from records."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kpi_lib.assure.disclosure.readers.pieces import Cell, Grid

ONE_LINE_A_CELL = frozenset(
    ("table", "group", "row_heading", "row", "column", "unit", "value", "shown", "note")
)
"""Columns of a download that tells a shown table cell by cell (`run.downloads`)."""


def grid_of_lines(where: str, lines: list[list[str]], caption: str = "") -> Grid:
    """Return lines of cells as a table headed by the first line that fills its width."""
    width = max((len(line) for line in lines), default=0)
    first = next((place for place, line in enumerate(lines) if len(line) > width / 2 and all(line[:2])), 0)
    heads = tuple(lines[first]) if lines else ()
    body = tuple(tuple(Cell(text) for text in line) for line in lines[first + 1 :])
    return Grid(where, caption, heads, body, ("",) * len(body))


def grids_of_lines(where: str, lines: list[list[str]]) -> list[Grid]:
    """Return the tables that lines of cells tell: a download with one line a cell is put together again."""
    if lines and set(lines[0]) >= ONE_LINE_A_CELL:
        return list(_put_together(where, [_named(lines[0], line) for line in lines[1:]]))
    return [grid_of_lines(where, lines)]


def _named(heads: list[str], line: list[str]) -> dict[str, str]:
    return dict(zip(heads, [*line, *[""] * (len(heads) - len(line))], strict=False))


def _put_together(where: str, cells: list[dict[str, str]]) -> Iterator[Grid]:
    """Yield each table of a download as its page has it; numbers next to words are unseen there."""
    for caption, of_table in groupby(cells, key=lambda cell: cell["table"]):
        told = list(of_table)
        rows = _rows_of(told)
        heads = (told[0]["row_heading"], *map(_heading, rows[0]))
        body = [
            (
                Cell(row[0]["row"]),
                *(Cell(f"{cell['shown']} {cell['note']}".strip(), cell["value"]) for cell in row),
            )
            for row in rows
        ]
        yield Grid(where, caption, heads, tuple(body), tuple(row[0]["group"] for row in rows))


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
    heads = list(dict.fromkeys(key for row in rows for key in row))
    body = tuple(tuple(Cell(_scalar(row.get(key))) for key in heads) for row in rows)
    return Grid(where, "", tuple(heads), body, ("",) * len(body))


def _scalar(value: object) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)
