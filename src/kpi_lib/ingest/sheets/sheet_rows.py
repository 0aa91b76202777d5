"""Which rows of a sheet hold figures: what tells a row of a table from its header, a title or a note."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.sheets.kinds import Kinds, is_place, kinds_of

SPARSE = 0.25
MOSTLY = 0.5


@dataclass(frozen=True)
class Rows:
    """The rows of a sheet as seen from afar, rows × columns: what is filled, a figure, or fit for a header.

    A header holds texts, years and bands; `is_data` says of each row whether it is one of figures.
    """

    filled: np.ndarray
    figure: np.ndarray
    heads: np.ndarray
    is_data: np.ndarray

    @property
    def used(self) -> np.ndarray:
        """The number of filled cells of each row."""
        return self.filled.sum(axis=1)


def rows_of(grid: Grid) -> Rows:
    """Return the rows of a sheet; a row of figures has a label and, to its right, a sure figure."""
    kinds = kinds_of(grid)
    filled = ~kinds.blank[grid.codes]
    figure = kinds.figure[grid.codes] & filled
    doubtful = kinds.doubtful[grid.codes] & filled
    label = _labels(grid, kinds, filled, figure)
    width = filled.shape[1]
    after = figure & (np.arange(width) > label[:, None])
    coded = np.any(kinds.code[grid.codes] & filled, axis=1)
    stated = np.any(after & (~doubtful | coded[:, None]), axis=1)
    only_doubtful = np.flatnonzero(after.any(axis=1) & ~stated).tolist()
    labelled = [(row, grid.row(row)[label[row]]) for row in only_doubtful if label[row] < width]
    is_data = _with_doubtful(stated, filled, labelled)
    is_data = _without_sparse_start(is_data, after.sum(axis=1))
    sure = figure & ~doubtful
    band = doubtful & ~(kinds.year[grid.codes] & filled)
    is_data = _without_header(_with_bare(is_data, filled, sure), sure, (filled & ~figure) | band)
    return Rows(filled, figure, filled & ~sure, is_data)


def _labels(grid: Grid, kinds: Kinds, filled: np.ndarray, figure: np.ndarray) -> np.ndarray:
    """Return the column of each row's label: its first text, or a year that opens the row."""
    width = filled.shape[1]
    text = filled & ~figure
    year = kinds.year[grid.codes] & filled
    first = np.where(filled.any(axis=1), filled.argmax(axis=1), width)
    opens_with_year = year[np.arange(len(first)), np.minimum(first, width - 1)] & (first < width)
    label = np.where(text.any(axis=1), text.argmax(axis=1), width)
    return np.where(opens_with_year, np.minimum(first, label), label)


def _with_doubtful(stated: np.ndarray, filled: np.ndarray, labelled: list[tuple[int, str]]) -> np.ndarray:
    """Return the rows of figures with those whose only figures look like years, and yet are figures.

    Such a row names an area, or goes on right under a row of figures, filled like it. One that bears the
    label of an earlier row of years is the header of a further table.
    """
    is_data = stated.copy()
    headers = set()
    for row, label in labelled:
        goes_on = row > 0 and is_data[row - 1] and bool((filled[row] == filled[row - 1]).all())
        is_data[row] = is_place(label) or (goes_on and label not in headers)
        if not is_data[row]:
            headers.add(label)
    return is_data


def _without_sparse_start(is_data: np.ndarray, figures: np.ndarray) -> np.ndarray:
    """Return the same without first rows that hold far fewer figures than the rest: filters, dates."""
    if not is_data.any():
        return is_data
    full = is_data & (figures >= SPARSE * np.median(figures[is_data]))
    return is_data & (np.arange(len(is_data)) >= int(full.argmax()))


def _without_header(is_data: np.ndarray, sure: np.ndarray, told: np.ndarray) -> np.ndarray:
    """Return the same without first rows that hold texts or bands where the others hold figures: ages."""
    rows = np.flatnonzero(is_data)
    columns = sure[rows].mean(axis=0) > MOSTLY if len(rows) else np.zeros(0, dtype=bool)
    if not columns.any():
        return is_data
    is_row = told[rows][:, columns].sum(axis=1) <= sure[rows][:, columns].sum(axis=1)
    is_row[int(is_row.argmax()) :] = True
    result = is_data.copy()
    result[rows[~is_row]] = False
    return result


def _with_bare(is_data: np.ndarray, filled: np.ndarray, sure: np.ndarray) -> np.ndarray:
    """Return the same with rows that hold figures alone, filled in the columns of a row with a label."""
    bare = np.flatnonzero((filled == sure).all(axis=1) & filled.any(axis=1) & ~is_data)
    if not len(bare) or not is_data.any():
        return is_data
    patterns = {row.tobytes() for row in np.unique(filled[is_data], axis=0)}
    result = is_data.copy()
    result[[row for row in bare.tolist() if filled[row].tobytes() in patterns]] = True
    return result
