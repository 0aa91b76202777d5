"""Finds the tables in a sheet: titles above, headers in one or more rows, figures below, notes around.

A row of figures has a label and, to its right, a figure that is no mere year or band. Rows of figures that no
header interrupts make one block; the header is what is above it over the columns of figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.sheets.kinds import Kinds, is_place, kinds_of

SPARSE = 0.25
MOSTLY, MOSTLY_TEXT = 0.5, 0.7
LEAST_TEXT_COLUMNS = 3
"""Columns that a table without figures has at least."""
LEAST_LIST_COLUMNS = 6
"""Columns that a list of texts with a few figures has at least."""
MOST_HEADER_ROWS = 8
"""Rows of one header at most: with more, the lines above are prose."""


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
    """Return the rows of a sheet; a row of figures has a label and, to its right, a sure figure.

    "Leeds | 2018" is doubtful: 2018 may be a year, as in the header "Area | 2018". An area's code in the row
    settles it, as does a sure figure such as "4,461".
    """
    kinds = kinds_of(grid)
    filled = ~kinds.blank[grid.codes]
    figure = kinds.figure[grid.codes]
    doubtful = kinds.doubtful[grid.codes]
    label = _labels(grid, kinds, filled, figure)
    width = filled.shape[1]
    after = figure & (np.arange(width) > label[:, None])
    coded = np.any(kinds.code[grid.codes], axis=1)
    stated = np.any(after & (~doubtful | coded[:, None]), axis=1)
    only_doubtful = np.flatnonzero(after.any(axis=1) & ~stated).tolist()
    labelled = [(row, grid.row(row)[label[row]]) for row in only_doubtful if label[row] < width]
    is_data = _with_doubtful(stated, filled, labelled)
    is_data = _without_sparse_start(is_data, after.sum(axis=1))
    sure = figure & ~doubtful
    band = doubtful & ~kinds.year[grid.codes]
    is_data = _without_header(_with_bare(is_data, filled, sure), sure, (filled & ~figure) | band)
    return Rows(filled, figure, filled & ~sure, is_data)


def _labels(grid: Grid, kinds: Kinds, filled: np.ndarray, figure: np.ndarray) -> np.ndarray:
    """Return the column of each row's label: its first text, or a year that opens the row."""
    width = filled.shape[1]
    text = filled & ~figure
    year = kinds.year[grid.codes]
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


def _without_header(is_data: np.ndarray, sure: np.ndarray, heads: np.ndarray) -> np.ndarray:
    """Return the same without first rows that hold texts or bands where the others hold figures: ages."""
    rows = np.flatnonzero(is_data)
    columns = sure[rows].mean(axis=0) > MOSTLY if len(rows) else np.zeros(0, dtype=bool)
    if not columns.any():
        return is_data
    is_row = heads[rows][:, columns].sum(axis=1) <= sure[rows][:, columns].sum(axis=1)
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


@dataclass(frozen=True)
class Block:
    """One table of a sheet: rows and columns from 0; `first_figure` is the first column of figures."""

    header: np.ndarray
    body: np.ndarray
    columns: np.ndarray
    first_figure: int


@lru_cache(maxsize=1)
def find_blocks(grid: Grid) -> tuple[Block, ...]:
    """Return the tables of a sheet from top to bottom; none where it holds only prose."""
    rows = rows_of(grid)
    block = _list_block(rows) if rows.is_data.any() else _text_block(rows) or _bare_block(rows)
    if block is not None or not rows.is_data.any():
        return (block,) if block is not None else ()
    figures = np.flatnonzero(rows.figure[rows.is_data].any(axis=0))
    starts = _starts(rows, figures)
    blocks = []
    top = 0
    for start, stop in zip(starts, [*starts[1:], len(rows.is_data)], strict=True):
        body = np.flatnonzero(rows.is_data[start:stop]) + start
        blocks.append(_block(rows, top, body))
        top = int(body[-1]) + 1
    return tuple(block for block in blocks if len(block.body) and _is_dense(block.body, rows))


def _is_dense(body: np.ndarray, rows: Rows) -> bool:
    """Say whether most filled lines from a table's first row to its last are rows of it."""
    return len(body) >= MOSTLY * (rows.used[body[0] : body[-1] + 1] > 0).sum()


def _starts(rows: Rows, figures: np.ndarray) -> list[int]:
    """Return the first row of figures of every block."""
    data = np.flatnonzero(rows.is_data)
    # a row of headings that spans as many columns as the usual row of figures begins a further table; a lone
    # "Region" between two of its rows does not
    usual = int(np.ceil(MOSTLY * np.median(rows.figure[data].sum(axis=1))))
    least = min(len(figures), max(2, usual))
    heads = rows.heads[:, figures]
    spans = (rows.filled[:, figures].sum(axis=1) >= least) & heads.any(axis=1) & ~rows.is_data
    before = np.cumsum(spans)
    interrupted = np.diff(before[data]) > 0
    return [int(data[0]), *data[1:][interrupted].tolist()]


def _block(rows: Rows, top: int, body: np.ndarray) -> Block:
    figures = rows.figure[body]
    counts = figures.sum(axis=0)
    texts = (rows.filled[body] & ~figures).sum(axis=0)
    label = int(np.argmax(texts >= max(1, MOSTLY * texts.max()))) if texts.max() else -1
    right = np.arange(len(counts)) > label
    of_figures = np.flatnonzero((counts > texts) & right)
    is_headed = np.asarray(rows.filled[top : int(body[0])].any(axis=0))
    of_figures = _without_numbers_of_labels(of_figures, is_headed, np.asarray(texts > counts))
    header = _header(rows, top, int(body[0]), of_figures)
    first_figure = int(of_figures[0]) if len(of_figures) else label + 1
    if not len(header):
        is_all_there_is = len(body) >= MOSTLY * (rows.used > 0).sum()
        header, body = (body[:1], body[1:]) if is_all_there_is else (body[:0], body[:0])
    seen = np.concatenate([header, body])
    return Block(header, body, np.flatnonzero(rows.filled[seen].any(axis=0)), first_figure)


def _without_numbers_of_labels(figures: np.ndarray, is_headed: np.ndarray, is_text: np.ndarray) -> np.ndarray:
    """Return the columns of figures without those at the left, before labels, with no text above them.

    An authority's number between its code and its name is part of the label.
    """
    headed = figures[is_headed[figures]]
    if not len(headed):
        return figures
    labels = np.flatnonzero(is_text[: headed[0]])
    return figures[figures > labels[-1]] if len(labels) else figures


def _header(rows: Rows, top: int, end: int, figures: np.ndarray) -> np.ndarray:
    """Return the rows of the header: from the groups over the first that spans the figures to the figures.

    Across empty rows a line belongs to it only if nothing is over the labels: filters have a name there.
    """
    above = np.arange(top, end)
    across = rows.filled[above][:, figures].sum(axis=1) if len(figures) else np.zeros(len(above), dtype=int)
    spanning = np.flatnonzero(across >= min(2, max(1, len(figures))))
    if not len(spanning):
        return above[:0]
    first = int(spanning[0])
    for place in range(first - 1, -1, -1):
        row = int(above[place])
        # across empty rows a line with a text over the labels, "Sex | all", is a filter, not a heading
        is_apart = first > place + 1 and rows.filled[row][: figures[0]].any()
        if rows.used[row] and (not across[place] or is_apart or _is_no_header(rows, row, figures)):
            break
        first = place if across[place] else first
    chosen = above[first:]
    filled = chosen[rows.used[chosen] > 0]
    return filled if len(filled) <= MOST_HEADER_ROWS else filled[:0]


def _is_no_header(rows: Rows, row: int, figures: np.ndarray) -> bool:
    """Say whether a row is a title (one text in the first column) or a unit over the last column only."""
    if rows.used[row] == 1 and rows.filled[row][0]:
        return True
    places = np.flatnonzero(rows.filled[row][figures])
    return len(figures) > 1 and len(places) == 1 and places[0] == len(figures) - 1


def _bare_block(rows: Rows) -> Block | None:
    """Return the table of a sheet whose rows hold nothing but figures, under a header of texts."""
    bare = np.flatnonzero(rows.figure.any(axis=1) & (rows.figure == rows.filled).all(axis=1))
    if not len(bare) or not _is_dense(bare, rows):
        return None
    figures = np.flatnonzero(rows.figure[bare].any(axis=0))
    header = _header(rows, 0, int(bare[0]), figures)
    if not len(header) or rows.figure[header].any():
        return None
    seen = np.concatenate([header, bare])
    return Block(header, bare, np.flatnonzero(rows.filled[seen].any(axis=0)), int(figures[0]))


def _list_block(rows: Rows) -> Block | None:
    """Return the list of a sheet that holds mostly texts, such as providers: rows need no figure at all."""
    wide = rows.used >= LEAST_LIST_COLUMNS
    cells = int(rows.filled[wide].sum())
    is_list = cells and (rows.filled & ~rows.figure)[wide].sum() >= MOSTLY_TEXT * cells
    block = _text_block(rows) if is_list and wide.sum() >= MOSTLY * (rows.used > 0).sum() else None
    if block is None or rows.figure[block.header].any() or rows.used[block.header[0]] < LEAST_LIST_COLUMNS:
        return None
    texts = (rows.filled & ~rows.figure)[block.body].sum(axis=0)
    label = int(np.argmax(texts >= MOSTLY * len(block.body)))
    return Block(block.header, block.body, block.columns, label + 1)


def _text_block(rows: Rows) -> Block | None:
    """Return the table of a sheet without figures: a header over rows that are filled much like it."""
    used = rows.used
    wide = np.flatnonzero(used >= LEAST_TEXT_COLUMNS)
    if not len(wide):
        return None
    header = int(wide[0])
    below = np.arange(header + 1, len(used))
    body = below[used[below] >= max(2, MOSTLY * used[header])]
    if not len(body) or len(body) < MOSTLY * (used > 0).sum():
        return None
    body = below[(used[below] > 0) & (below <= body[-1])]
    columns = np.flatnonzero(rows.filled[[header, *body]].any(axis=0))
    if rows.filled[np.ix_(body, columns)].mean() < MOSTLY:
        return None
    return Block(np.array([header]), body, columns, len(used))
