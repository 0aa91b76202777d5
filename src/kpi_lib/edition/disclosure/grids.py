"""Tables from lines of cells and from records."""

from __future__ import annotations

from kpi_lib.edition.disclosure.pieces import Cell, Grid


def grid_of_lines(where: str, lines: list[list[str]], caption: str = "") -> Grid:
    """Return lines of cells as a table headed by the first line that fills its width."""
    width = max((len(line) for line in lines), default=0)
    first = next((place for place, line in enumerate(lines) if len(line) > width / 2 and all(line[:2])), 0)
    heads = tuple(lines[first]) if lines else ()
    body = tuple(tuple(Cell(text) for text in line) for line in lines[first + 1 :])
    return Grid(where, caption, heads, body, ("",) * len(body))


def grid_of_records(where: str, rows: list[dict[str, object]]) -> Grid:
    """Return a list of records with keys as a table."""
    heads = list(dict.fromkeys(key for row in rows for key in row))
    body = tuple(tuple(Cell(_scalar(row.get(key))) for key in heads) for row in rows)
    return Grid(where, "", tuple(heads), body, ("",) * len(body))


def _scalar(value: object) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)
