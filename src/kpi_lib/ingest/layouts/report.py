"""Layouts of blocks: tables with titles, stacked headers and notes, one or more to a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np

from kpi_lib.catalogue.layouts import LayoutDescription, Shape, load_layouts
from kpi_lib.catalogue.symbols import select_symbols
from kpi_lib.core.errors import ReadError
from kpi_lib.core.status import Status
from kpi_lib.ingest.editions import newest_year
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.issues import NOTE, Issue
from kpi_lib.ingest.layouts.layout import (
    HEADER_SEARCH_ROWS,
    Layout,
    Source,
    issues_of_edition,
    issues_of_tokens,
)
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.blocks import Block, find_blocks
from kpi_lib.ingest.sheets.headers import joined_headers
from kpi_lib.ingest.sheets.kinds import Kinds, kinds_of, share_of
from kpi_lib.ingest.sheets.tokens import Meanings, parse_tokens, symbols_in
from kpi_lib.ingest.table import KEY, VALUE, Table

MOSTLY = 0.5
TIMES = {"year", "years", "period", "date", "time"}


def fits(grid: Grid, source: Source, description: LayoutDescription) -> bool:
    """Say whether a sheet has a table, and one of the layout's marks above it where it has marks."""
    if description.marks and not description.knows_mark(_first_texts(grid)):
        return False
    return bool(find_blocks(grid))


def _first_texts(grid: Grid) -> list[str]:
    return [token for row in grid.head(HEADER_SEARCH_ROWS) for token in row if token.strip()]


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
    above = [grid.line(int(row)) for row in range(int(blocks[0].body[0]))]
    edition = source.edition or newest_year(above)
    symbols = _symbols(description, edition, source.legend, notes)
    meanings = parse_tokens(grid.tokens, symbols)
    kinds = kinds_of(grid)
    tables = tuple(_table(grid, block, kinds, meanings) for block in blocks)
    found = (
        *issues_of_edition(source, edition),
        *_issues_of_headers(tables, source),
        *(issue for table in tables for issue in issues_of_tokens(table, source, is_strict=False)),
    )
    return Reading(source.name, description.id, "", edition, tables, notes, found)


def _notes(grid: Grid, blocks: tuple[Block, ...]) -> tuple[str, ...]:
    taken = {int(row) for block in blocks for row in (*block.header, *block.body)}
    left = [row for row in range(grid.shape[0]) if row not in taken]
    return tuple(line for line in grid.lines(left) if line)


def _symbols(
    description: LayoutDescription, edition: str, legend: Mapping[str, Status], notes: tuple[str, ...]
) -> dict[str, Status]:
    return {**select_symbols(description.symbols, edition), **legend, **symbols_in(notes)}


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


LAYOUTS = tuple(_layout(item) for item in load_layouts().values() if item.shape is Shape.BLOCKS)
