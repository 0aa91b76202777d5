"""Layouts of blocks: tables with titles, stacked headers and notes, one or more to a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby

import numpy as np

from kpi_lib.catalogue.layouts import LayoutDescription, Shape, load_layouts
from kpi_lib.catalogue.symbols import select_symbols
from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.editions import newest_year
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.issues import NOTE, WARN, Issue
from kpi_lib.ingest.layouts.layout import (
    HEADER_SEARCH_ROWS,
    Layout,
    Source,
    issues_of_edition,
    issues_of_tokens,
)
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.blocks import Block, find_blocks
from kpi_lib.ingest.sheets.kinds import Kinds, kinds_of, share_of
from kpi_lib.ingest.sheets.tokens import Meanings, parse_tokens, symbols_in
from kpi_lib.ingest.table import KEY, VALUE, Table

MOSTLY = 0.5
JOINT = " | "
TIMES = {"year", "years", "period", "date", "time"}


def fits(grid: Grid, source: Source, description: LayoutDescription) -> bool:
    """Say whether a sheet has a table, and one of the layout's marks above it where it has marks."""
    first = range(min(HEADER_SEARCH_ROWS, grid.shape[0]))
    texts = (token for row in first for token in grid.row(row) if token.strip())
    if description.marks and not description.knows_mark(texts):
        return False
    return bool(find_blocks(grid))


def read(grid: Grid, source: Source, description: LayoutDescription) -> Reading:
    """Return the reading of a sheet of tables: one table per block, all other rows as notes.

    Symbols mean what the notes of the sheet (or of the workbook) say, else what the layout's family
    says of the edition.

    Raises
    ------
    ReadError : the sheet holds no table.
    """
    blocks = find_blocks(grid)
    if not blocks:
        raise ReadError("No table is found", where=source.name, expected="a header over rows of figures")
    notes = _notes(grid, blocks)
    edition = source.edition or newest_year(grid.lines(range(int(blocks[0].body[0]))))
    symbols = {**select_symbols(description.symbols, edition), **source.legend, **symbols_in(notes)}
    meanings = parse_tokens(grid.tokens, symbols)
    kinds = kinds_of(grid)
    tables = tuple(_table(grid, block, kinds, meanings) for block in blocks)
    issues = (
        *issues_of_edition(source, edition),
        *_issues_of_headers(tables, source),
        *(issue for table in tables for issue in issues_of_tokens(table, source, WARN)),
    )
    return Reading(source.name, description.id, "", edition, tables, notes, issues)


def _notes(grid: Grid, blocks: tuple[Block, ...]) -> tuple[str, ...]:
    taken = {int(row) for block in blocks for row in (*block.header, *block.body)}
    left = [row for row in range(grid.shape[0]) if row not in taken]
    return tuple(line for line in grid.lines(left) if line)


def _table(grid: Grid, block: Block, kinds: Kinds, meanings: Meanings) -> Table:
    codes = grid.codes[np.ix_(block.body, block.columns)]
    headers = joined_headers(grid, block.header, block.columns, block.first_figure)
    is_value = (share_of(codes, kinds.figure, kinds.blank) >= MOSTLY) & (block.columns >= block.first_figure)
    is_value &= ~_is_time(headers, codes, kinds)
    return Table(
        grid.sheet,
        headers,
        tuple(VALUE if value else KEY for value in is_value),
        block.body.astype("int32") + 1,
        block.columns.astype("int32") + 1,
        codes,
        meanings,
        header_rows=tuple(int(row) + 1 for row in block.header),
    )


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
    return tuple(_joined(texts, owners, int(column)) for column in columns)


def _owners(texts: list[list[str]], ends: list[list[int | None]], first_figure: int) -> list[list[int]]:
    """Return, by level and column, the column whose text holds there (-1 for none).

    "2023 | | 2024 |" over "Q1 | Q2 | Q1 | Q2": 2023 holds for two columns, each quarter for its own.
    """
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
                pass  # still under the merged text
            elif is_lowest or end is not None or begins[column] or column == first_figure:
                owner = -1
            own.append(owner)
        owners.append(own)
    return owners


def _joined(texts: list[list[str]], owners: list[list[int]], column: int) -> str:
    """Return the texts over one column, top to bottom; one that repeats the text above it only once."""
    over = [
        row[owner[column]] if owner[column] >= 0 else "" for row, owner in zip(texts, owners, strict=True)
    ]
    return JOINT.join(text for text, _ in groupby(filter(None, over)))


def _is_time(headers: tuple[str, ...], codes: np.ndarray, kinds: Kinds) -> np.ndarray:
    """Say of each column whether it says when: mostly years, under a header that says so."""
    named = np.array([bool(TIMES & set(header.casefold().split())) for header in headers], dtype=bool)
    return named & (share_of(codes, kinds.year, kinds.blank) >= MOSTLY)


def _issues_of_headers(tables: tuple[Table, ...], source: Source) -> Iterator[Issue]:
    for table in tables:
        bare = [
            str(column)
            for column, header, is_value in zip(table.columns, table.headers, table.is_value, strict=True)
            if is_value and not header
        ]
        if bare:
            what = f"{len(bare)} columns of figures have no header"
            yield Issue(NOTE, "no-header", what, source.name, int(table.rows[0]), got=", ".join(bare[:8]))


def _layout(description: LayoutDescription) -> Layout:
    return Layout(
        description.id, partial(fits, description=description), partial(read, description=description)
    )


LAYOUTS = tuple(
    _layout(description) for description in load_layouts().values() if description.shape is Shape.BLOCKS
)
