"""Stacked headers: two to five rows that say together what a column holds."""

from __future__ import annotations

import numpy as np

from kpi_lib.ingest.files.grid import Grid

JOINT = " | "


def joined_headers(grid: Grid, rows: np.ndarray, columns: np.ndarray, first_figure: int) -> tuple[str, ...]:
    """Return one header per column of `columns`: the texts above it from top to bottom.

    A text over several columns is in the first of them. Where the workbook says how far it is merged,
    it holds for those; elsewhere for the columns to its right until the next text in its row, or until a
    row above it begins a new group. A text over the labels never holds for figures (`first_figure` is the
    first column of them), and the lowest row speaks only for its own column.
    """
    if len(rows) == 1:
        only = grid.row(int(rows[0]))
        return tuple(only[column].strip() for column in columns)
    texts = [[token.strip() for token in grid.row(int(row))] for row in rows]
    spans = {(start[0], start[1]): end[1] for start, end in grid.merges}
    ends = [[spans.get((int(row), column)) for column in range(grid.shape[1])] for row in rows]
    owners = _owners(texts, ends, first_figure)
    return tuple(_told(texts, owners, int(column)) for column in columns)


def _owners(texts: list[list[str]], ends: list[list[int | None]], first_figure: int) -> list[list[int]]:
    """Return, by level and column, the column whose text holds there (-1 for none)."""
    width = len(texts[0])
    begins = np.zeros(width, dtype=bool)
    owners = []
    for level, row in enumerate(texts):
        is_lowest = level == len(texts) - 1
        begins = begins | np.array([bool(text) for text in row])
        owner, own = -1, []
        for column in range(width):
            end = ends[level][owner] if owner >= 0 else None
            if row[column]:
                owner = column
            elif end is not None and column <= end:
                pass
            elif is_lowest or end is not None or begins[column] or column == first_figure:
                owner = -1
            own.append(owner)
        owners.append(own)
    return owners


def _told(texts: list[list[str]], owners: list[list[int]], column: int) -> str:
    """Return the texts over one column, top to bottom; one that repeats the text above it is said once."""
    told: list[str] = []
    for row, owner in zip(texts, owners, strict=True):
        text = row[owner[column]] if owner[column] >= 0 else ""
        if text and text not in told[-1:]:
            told.append(text)
    return JOINT.join(told)
