"""A file with a row for each child is refused before anything of it is kept: totals belong here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np

from kpi_lib.catalogue.names.heading_words import PERSONAL, load_heading_words, normalise_heading
from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.files.grid import Grid, column_letters

SEARCH_ROWS = 60
_LEAST_ROWS = 2
_OF_ONE = re.compile(
    r"[A-Za-z]?\d{5,}[A-Za-z]?|\d{3}[ -]\d{3}[ -]\d{4}|\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}", re.ASCII
)
"""A number of one person, or a day."""
_ONE_WORD = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+){0,3}")


def check_no_children(grids: Iterable[Grid], file: str) -> None:
    """Raise ReadError naming the columns of a file that are of single children.

    A heading such as UPN or Date of birth counts where what is under it are numbers of persons, days or
    names, or where another such heading is in the same row; a list of field names is no such column.

    Parameters
    ----------
    grids : the sheets of the file.
    file : what to call it.
    """
    columns = [column for grid in grids for column in _personal_columns(grid)]
    if not columns:
        return
    raise ReadError(
        "The file has a row for each child: it is not taken in, and nothing of it is kept",
        where=file,
        got=", ".join(columns[:8]),
        expected="totals of the council, such as a count or a percentage a quarter",
        hint="make the totals in the system or in a pivot table, and put only these into the raw folder",
    )


def _personal_columns(grid: Grid) -> Iterator[str]:
    """Yield the headings of personal columns of the first row that has any, with their cells."""
    first = grid.codes[:SEARCH_ROWS]
    is_personal = np.zeros(len(grid.tokens), dtype=bool)
    near = np.unique(first)
    is_personal[near] = [_is_personal(str(token)) for token in grid.tokens.take(near)]
    head = is_personal[first]
    for row in np.flatnonzero(head.any(axis=1)).tolist():
        columns = np.flatnonzero(head[row]).tolist()
        if len(columns) > 1 or _holds_persons(grid, row, columns[0]):
            sheet = f"sheet '{grid.sheet}', " if grid.sheet else ""
            for column in columns:
                heading = str(grid.tokens[grid.codes[row, column]]).strip()
                yield f"'{heading}' ({sheet}cell {column_letters(column + 1)}{row + 1})"
            return


def _is_personal(token: str) -> bool:
    return PERSONAL in load_heading_words().of(normalise_heading(token)) if len(token) < 40 else False


def _holds_persons(grid: Grid, row: int, column: int) -> bool:
    """Say whether most cells under a heading are numbers of persons, days, or names, mostly different."""
    below = grid.codes[row + 1 : row + 201]
    texts = [text for token in grid.tokens.take(below[:, column]).tolist() if (text := str(token).strip())]
    if len(texts) < _LEAST_ROWS or len(set(texts)) < len(texts) / 2:
        return False
    width = np.asarray(grid.tokens.str.strip() != "", dtype=bool)[below].sum(axis=1)
    is_table = bool((width > 1).mean() > 0.5)
    n_alike = sum(bool(_OF_ONE.fullmatch(text) or _ONE_WORD.fullmatch(text)) for text in texts)
    return is_table and n_alike > len(texts) / 2
