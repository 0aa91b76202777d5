"""Reads one file, whatever its layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kpi_lib.core.errors import ReadError
from kpi_lib.core.status import Status
from kpi_lib.ingest.council.names import NO_NAMES, Names
from kpi_lib.ingest.files.grid import Grid, column_letters, spans
from kpi_lib.ingest.files.grids import Sheets, load_sheets
from kpi_lib.ingest.issues import NOTE, WARN, Issue
from kpi_lib.ingest.layouts import find_layout, fitting_layout
from kpi_lib.ingest.layouts.layout import Layout, Source
from kpi_lib.ingest.layouts.places import issues_of_places
from kpi_lib.ingest.layouts.text import NAMES, TEXT
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.personal import check_no_children
from kpi_lib.ingest.sheets.tokens import symbols_in

UTF_8 = "utf-8"
LEGEND_ROWS = 40
_MOST_SPANS = 12


def read_file(
    path: Path,
    edition: str | None = None,
    layout: str | None = None,
    dataset: str | None = None,
    name: str | None = None,
) -> Reading:
    """Read one file as it is; the file is not changed.

    Parameters
    ----------
    path : the file: text, workbook, OpenDocument or Parquet.
    edition : the release it belongs to; decides what its symbols mean.
    layout, dataset : how to read it; detected by structure where not given.
    name : what to call the file in cells and issues; its own name where not given.

    Raises
    ------
    ReadError : no such file, no rows, damaged, too large to unpack, a column missing, or a row for each
        child.
    """
    called = name or path.name
    return read_sheets(load_sheets(path, called), called, edition, layout, dataset)


def read_sheets(
    sheets: Sheets,
    name: str,
    edition: str | None = None,
    layout: str | None = None,
    dataset: str | None = None,
    *,
    title: str = "",
    quarters: str = "",
    names: Names = NO_NAMES,
) -> Reading:
    """Read the sheets of one file; other parameters and errors as of `read_file`."""
    check_no_children(sheets.grids, name)
    legend = _legend(sheets.grids)
    source = Source(name, edition or "", dataset or "", legend, title, quarters, names)
    chosen = _layouts(sheets.grids, source, layout)
    reading = _joined(
        [_read_sheet(*pair, source, len(sheets.grids) > 1) for pair in zip(sheets.grids, chosen, strict=True)]
    )
    reading = replace(reading, title=title, quarters=quarters).with_issues(
        *issues_of_places(reading),
        *(issue for grid in sheets.grids for issue in _issues_of_hidden(grid, source.name)),
    )
    if sheets.encoding in ("", UTF_8):
        return reading
    return reading.with_issues(
        Issue(NOTE, "encoding", "The file is not UTF-8", source.name, got=sheets.encoding, expected=UTF_8)
    )


def _read_sheet(grid: Grid, layout: Layout, source: Source, has_others: bool) -> Reading:
    """Return the reading of one sheet; one among several that holds no table is kept as notes."""
    try:
        reading = layout.read(grid, source)
    except ReadError:
        if not has_others:
            raise
        return TEXT.read(grid, source)
    return replace(reading, issues=tuple(_with_sheet(issue, grid.sheet) for issue in reading.issues))


def _with_sheet(issue: Issue, sheet: str) -> Issue:
    """Return the issue of a row of a workbook with the sheet in which that row is."""
    is_clear = not sheet or issue.row is None or f"sheet '{sheet}'" in issue.what
    return issue if is_clear else replace(issue, what=f"{issue.what} (sheet '{sheet}')")


def _layouts(grids: Sequence[Grid], source: Source, wanted: str | None) -> list[Layout]:
    """Return the layout of each sheet: the one wanted where it fits, else the first that does.

    A file of one sheet is read as wanted, and the layout itself refuses what it cannot read.

    Raises
    ------
    ReadError : no such layout, or one that no sheet of the file has.
    """
    layout = find_layout(wanted) if wanted else None
    if layout is not None and layout is not NAMES and len(grids) == 1:
        return [layout]
    fits = [layout is not None and layout.fits(grid, source) for grid in grids]
    if layout is None or any(fits):
        pairs = zip(grids, fits, strict=True)
        return [layout if layout and fit else fitting_layout(grid, source) for grid, fit in pairs]
    raise ReadError(
        "No sheet is of the layout asked for" if len(grids) > 1 else "The file is of another layout",
        where=source.name,
        got=", ".join(dict.fromkeys(fitting_layout(grid, source).name for grid in grids)),
        expected=layout.name,
        hint="leave out --layout: it is detected",
    )


def _legend(grids: Sequence[Grid]) -> Mapping[str, Status]:
    """Return what the sheets of a workbook say of symbols, at their heads and feet."""
    if len(grids) == 1:
        return {}
    return symbols_in(grid.line(row) for grid in grids for row in _head_and_foot(grid.shape[0]))


def _head_and_foot(rows: int) -> list[int]:
    return sorted({*range(min(rows, LEGEND_ROWS)), *range(max(0, rows - LEGEND_ROWS), rows)})


def _joined(readings: Sequence[Reading]) -> Reading:
    """Return one reading of all sheets; its layout, data set and edition are those of most cells.

    A layout that states figures of indicators comes before one that does not, however long its notes: the
    file is read again by this layout, and each sheet that fits it with it.
    """
    if len(readings) == 1:
        return readings[0]
    sizes: Counter[tuple[str, str, str]] = Counter()
    for reading in readings:
        size = sum(table.codes.size for table in reading.tables)
        sizes[(reading.layout, reading.dataset, reading.edition)] += size
    # a workbook of a list with 900 cells and a scorecard with 40 is a scorecard
    states = {layout for layout, _, _ in sizes if find_layout(layout).figures is not None}
    layout, dataset, edition = max(sizes, key=lambda key: (key[0] in states, sizes[key]))
    tables = tuple(
        replace(table, layout=reading.layout, dataset=reading.dataset)
        for reading in readings
        for table in reading.tables
    )
    notes = tuple(note for reading in readings for note in reading.notes)
    issues = tuple(dict.fromkeys(issue for reading in readings for issue in reading.issues))
    return Reading(readings[0].file, layout, dataset, edition, tables, notes, issues)


def _issues_of_hidden(grid: Grid, file: str) -> Iterator[Issue]:
    """Yield a warning for a sheet that is hidden, for its hidden rows, and for its hidden columns.

    They are read like any other: a hidden column may hold the figures of the quarter before.
    """
    hidden, hint = grid.hidden, "show what is hidden and look at it; delete what is no longer meant"
    if hidden.sheet:
        what = f"The sheet '{grid.sheet}' is {hidden.sheet}; it is read all the same"
        got = f"{grid.shape[0]:,} rows and {grid.shape[1]:,} columns"
        yield Issue(WARN, "hidden-sheet", what, file, got=got, hint=hint)
    for unit, places in (("row", hidden.rows), ("column", hidden.columns)):
        if places:
            many = f"{len(places):,} {unit}s" if len(places) > 1 else f"A {unit}"
            are = "are hidden; they are" if len(places) > 1 else "is hidden; it is"
            what = f"{many} of the sheet '{grid.sheet}' {are} read all the same"
            names = spans((place + 1 for place in places), str if unit == "row" else column_letters)
            got = f"{unit} {', '.join(names[:_MOST_SPANS])}{', …' * (len(names) > _MOST_SPANS)}"
            row = places[0] + 1 if unit == "row" else None
            yield Issue(WARN, f"hidden-{unit}s", what, file, row, got=got, hint=hint)
