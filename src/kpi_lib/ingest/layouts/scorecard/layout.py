"""From a sheet that is a scorecard to a reading: a table for each block; the four shapes as layouts.

A file is of the shape of its first table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from kpi_lib.catalogue.symbols import select_symbols
from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.files.limits import need_fewer_figures
from kpi_lib.ingest.issues import STOP, Issue
from kpi_lib.ingest.layouts.layout import Layout, Source, issues_of_tokens
from kpi_lib.ingest.layouts.scorecard.columns import FIGURE, PERIOD, YEAR
from kpi_lib.ingest.layouts.scorecard.figures import figures_of_file
from kpi_lib.ingest.layouts.scorecard.header import Block, date_shown
from kpi_lib.ingest.layouts.scorecard.plan import Planned, ScorecardTable, Shape, plan_sheet
from kpi_lib.ingest.layouts.scorecard.rows import rows_of
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.tokens import Meanings, parse_tokens
from kpi_lib.ingest.table import KEY, VALUE, cut_table

SYMBOLS = "own"


def fits_shape(grid: Grid, source: Source, shape: Shape) -> bool:
    """Say whether a sheet is a scorecard whose first table has a shape."""
    planned = plan_sheet(grid, source).planned
    return bool(planned) and planned[0].plan.shape is shape


def read_sheet(grid: Grid, source: Source, shape: Shape) -> Reading:
    """Return the reading of a scorecard: one table a block, titles as notes.

    Raises
    ------
    ReadError : the sheet is no scorecard, or holds more figures than anybody keeps.
    """
    plans = plan_sheet(grid, source)
    planned = plans.planned
    if not planned:
        raise ReadError(
            "No table of indicators and periods is found",
            where=source.name,
            expected="headings such as 'Indicator' and 'Q1 2024/25' over rows of figures",
            hint="docs/your-scorecard.md shows what can be read",
        )
    if planned[0].plan.shape is not shape:
        raise ReadError(
            "The file is of another shape than the layout asked for",
            where=source.name,
            got=planned[0].plan.shape.value,
            expected=shape.value,
            hint="leave out --layout: it is detected",
        )
    figures = sum(len(one.block.body) * len(one.plan.holding(FIGURE)) for one in planned)
    need_fewer_figures(figures, source.name)
    meanings = parse_tokens(grid.tokens, select_symbols(SYMBOLS, source.edition))
    tables = tuple(_table(grid, one, meanings, shape) for one in planned)
    taken = {row for one in planned for row in (*one.block.header, *one.block.body.tolist())}
    notes = tuple(filter(None, grid.lines([row for row in range(grid.shape[0]) if row not in taken])))
    unread = [_unread(grid, block, source) for block in plans.unread]
    issues = (*(issue for table in tables for issue in _issues(table, source)), *unread)
    return Reading(source.name, shape.value, "", source.edition, tables, notes, issues)


def _unread(grid: Grid, block: Block, source: Source) -> Issue:
    """Return the stop of a further table that holds figures and is no scorecard."""
    sheet = f" (sheet '{grid.sheet}')" if grid.sheet else ""
    what, row = f"A further table is not understood{sheet}", block.header[0] + 1
    got = f"'{grid.line(block.header[-1])[:60]}' over {len(block.body)} rows"
    expected = "headings that say indicators and periods, as over the first table"
    hint = f'put it into a file or sheet of its own, or leave it out: [[sheet]] name = "{grid.sheet}"'
    return Issue(STOP, "unread-table", what, source.name, row, "", got, expected, hint)


def _table(grid: Grid, planned: Planned, meanings: Meanings, shape: Shape) -> ScorecardTable:
    plan, block = planned.plan, planned.block
    roles = [VALUE if column.holds == FIGURE else KEY for column in plan.columns]
    table = cut_table(grid, block.header[-1], block.body, roles, meanings)
    changed = replace(
        table,
        headers=tuple(column.name for column in plan.columns),
        header_rows=tuple(row + 1 for row in block.header),
        layout=plan.shape.value if plan.shape is not shape else "",
    )
    return ScorecardTable(**vars(changed), plan=plan, labels=_labels(grid, planned))


def _labels(grid: Grid, planned: Planned) -> dict[int, tuple[str, ...]]:
    """Return, by column, its texts where they are not its tokens: merged downwards, or dates."""
    body = planned.block.body
    merged = _merged_labels(grid, body)
    times = [column.place for column in planned.plan.holding(PERIOD, YEAR)]
    labels = {}
    for place in dict.fromkeys([*merged, *times]):
        codes = merged.get(place, grid.codes[body, place])
        words = [" ".join(str(token).split()) for token in grid.tokens.take(codes)]
        if place in times:
            formats = [grid.number_format(row, place) for row in body.tolist()]
            words = [date_shown(word, shown) for word, shown in zip(words, formats, strict=True)]
        labels[place] = tuple(words)
    return labels


def _merged_labels(grid: Grid, body: np.ndarray) -> dict[int, np.ndarray]:
    """Return, by column, the codes of texts that are merged downwards, each repeated over its rows."""
    filled: dict[int, np.ndarray] = {}
    for (top, left), (bottom, right) in grid.merges:
        rows = np.flatnonzero((body >= top) & (body <= bottom))
        if len(rows) < 2 or bottom == top:
            continue
        for column in range(left, right + 1):
            codes = filled.setdefault(column, grid.codes[body, column].copy())
            codes[rows] = grid.codes[top, left]
    return filled


def _issues(table: ScorecardTable, source: Source) -> Iterator[Issue]:
    """Return an issue for each text in the place of a figure; of what is left out, for none.

    "Green" in the row of an indicator's rating is in its place.
    """
    rows = rows_of(table, source.names, source.quarters)
    holds_figures = [not (row.measure.role or row.measure.leave_out) for row in rows]
    of_figures = replace(table, rows=table.rows[holds_figures], codes=table.codes[holds_figures], labels={})
    return issues_of_tokens(of_figures, source, STOP)


def _layout(shape: Shape) -> Layout:
    fits, read = partial(fits_shape, shape=shape), partial(read_sheet, shape=shape)
    return Layout(shape.value, fits, read, figures_of_file, is_strict=True, joins_tables=True)


LAYOUTS = tuple(map(_layout, Shape))
SCORECARDS = frozenset(layout.name for layout in LAYOUTS)


def names_no_area(reading: Reading) -> bool:
    """Say whether a scorecard names no area, in no column, heading or title, nor by its sheet or file."""
    plans = [table.plan for table in reading.tables if isinstance(table, ScorecardTable)]
    return any(
        not plan.titles.areas
        and not plan.holding("area")
        and any(not column.heading.area for column in plan.holding("figure"))
        for plan in plans
    )
